import { holdingOf } from '../../campaign/guard-stop.ts';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type { Campaign, Ledger, Tally } from '../../ledger/ledger.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { campaignSteps, saySteps } from '../next/campaign-steps.ts';
import { withContext } from '../open-context.ts';
import { campaignJson, presentSkipped, presentTally, ROWS_SHOWN } from '../present-campaign.ts';
import { guardJson, guardLines } from '../present-guard.ts';
import { scheduleRows, type When } from '../present-schedule.ts';
import { sayRest, type TrialView, trialJson, trialTable, viewTrial } from '../present-trial.ts';
import { presentTrouble } from '../present-trouble.ts';
import { json, readOptions } from '../read-options.ts';
import { zoneOf } from '../read-schedule.ts';
import { requireCampaign } from '../require-campaign.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    if (args[0] === undefined) {
      io.out(await listAll(ledger, options.json));
      return EXIT.done;
    }
    const campaign = await requireCampaign(ledger, args[0]);
    const tally = await ledger.tally(campaign.number);
    const trial = await viewTrial(ledger, campaign.number);
    if (options.json) {
      const variants = trial && trialJson(trial);
      const guard = await guardJson(campaign, ledger);
      const counts = campaignJson(campaign, campaign.state, tally);
      const stopped = campaign.stop && { stopped: campaign.stop };
      io.out(JSON.stringify({ ...counts, ...stopped, ...variants, ...guard }));
    } else {
      const zone = zoneOf(context.workspace.config);
      const when = { zone, now: io.now(), today: await ledger.warmUpDay(campaign.number) };
      sayOut(await describe(campaign, tally, ledger, when, trial), io);
    }
    return EXIT.done;
  });

async function describe(
  campaign: Campaign,
  tally: Tally,
  ledger: Ledger,
  when: When,
  trial: TrialView | undefined,
): Promise<string> {
  const { name, state, number, subject } = campaign;
  const troubled = await ledger.troubledBatches(number);
  const skipped = presentSkipped(await ledger.skippedRows(number, ROWS_SHOWN), tally);
  const next = campaignSteps(campaign, when.now, trial, await holdingOf(campaign, ledger));
  return [
    presentTally(campaign, state, tally),
    ...skipped.map((line) => `    ${line}`),
    ...(troubled.length > 0 ? ['', ...presentTrouble(troubled)] : []),
    ...(tally.unknown > 0 ? [`  Decide about what is unknown with: outcry reconcile ${name}`] : []),
    '',
    ...(trial ? [...trialTable(trial), sayRest(trial), ''] : []),
    ...scheduleLines(campaign, tally, when),
    ...(await guardLines(campaign, ledger)),
    ...stopLines(campaign),
    `${trial ? 'Begun' : `Subject "${subject}", begun`} ${new Date(campaign.createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    ...(next.length > 0 ? [saySteps(next)] : []),
  ].join('\n');
}

/** Why it was paused, where that was nobody's wish: whoever looks may not be whoever sent it. */
function stopLines({ stop }: Campaign): string[] {
  return stop ? [`It has stopped: ${stop.reason}`, stop.fix] : [];
}

/** What is over has no schedule any more. */
function scheduleLines(campaign: Campaign, tally: Tally, when: When): string[] {
  if (campaign.state === 'done' || campaign.state === 'cancelled') return [];
  const rows = scheduleRows(campaign, tally, when);
  return rows.flatMap(([label, value]) => (value ? [`${label}: ${value}.`] : []));
}

async function listAll(ledger: Ledger, asJson: boolean): Promise<string> {
  const campaigns = await ledger.listCampaigns();
  const all = await Promise.all(
    campaigns.map(async (c) => [c, await ledger.tally(c.number)] as const),
  );
  if (asJson) {
    return JSON.stringify({ campaigns: all.map(([c, tally]) => campaignJson(c, c.state, tally)) });
  }
  if (all.length === 0) return 'There is no campaign yet. Send one with: outcry send';
  const width = Math.max(...campaigns.map(({ name }) => name.length));
  return all.map(([c, tally]) => line(c, tally, width)).join('\n');
}

function line({ name, state }: Campaign, tally: Tally, width: number): string {
  const { accepted, recipients, refused, unknown } = tally;
  const parts = [
    `${formatCount(accepted)} of ${formatCount(recipients)} accepted`,
    refused > 0 ? `${formatCount(refused)} refused` : '',
    unknown > 0 ? `${formatCount(unknown)} unknown` : '',
  ];
  return `${name.padEnd(width)}  ${state.padEnd(9)}  ${parts.filter(Boolean).join(', ')}`;
}
