import { EXIT, type ExitStatus, OutcryError } from '../../errors.ts';
import type { Campaign, Ledger } from '../../ledger/ledger.ts';
import { chanceOf } from '../../report/variant-words.ts';
import { leaderOf } from '../../trial/judge-trial.ts';
import { askForNumber } from '../ask-for-number.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import {
  sayRest,
  sayWinner,
  type TrialView,
  trialJson,
  trialTable,
  viewTrial,
} from '../present-trial.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { requireUnderWay } from '../require-under-way.ts';
import { unconfirmed } from '../unconfirmed.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, yes: flag });
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    const view = await requireTrial(campaign, ledger);
    if (args[1] === undefined) return show(campaign, view, io, options.json);
    const wanted = requireVariant(args[1], view);
    if (view.trial.winner) return endChosen(wanted, campaign, view, io, options.json);
    requireUnderWay(campaign);
    if (!options.json) io.out(trialTable(view).join('\n'));
    if (!options.yes && !(await isMeant(wanted, view, io))) {
      if (options.json) io.out(JSON.stringify({ campaign: campaign.name, ...trialJson(view) }));
      return EXIT.attention;
    }
    const probability = standingOf(wanted, view)?.best ?? 0;
    const chosen = { variant: wanted, how: 'hand', probability } as const;
    const winner = await ledger.chooseWinner(campaign.number, chosen);
    const after = { ...view, trial: { ...view.trial, winner } };
    if (winner.variant !== wanted) return endChosen(wanted, campaign, after, io, options.json);
    if (options.json) io.out(JSON.stringify({ campaign: campaign.name, ...trialJson(after) }));
    else io.out(`\n${sayRest(after)}`);
    io.err(
      campaign.state === 'sending'
        ? 'Where it is being sent, the rest goes now.'
        : `Send the rest with: outcry resume ${campaign.name}`,
    );
    return EXIT.done;
  });

async function requireTrial(campaign: Campaign, ledger: Ledger): Promise<TrialView> {
  const view = await viewTrial(ledger, campaign.number);
  if (view) return view;
  throw new OutcryError({
    code: 'trial-missing',
    what: `${campaign.name} has no variants: everybody gets the same letter.`,
    fix: `See what it did with: outcry report ${campaign.name}`,
    exit: EXIT.usage,
  });
}

function requireVariant(typed: string, { trial }: TrialView): string {
  const names = trial.variants.map(({ variant }) => variant);
  const name = typed.toUpperCase();
  if (names.includes(name)) return name;
  throw new OutcryError({
    code: 'usage',
    what: `There is no variant "${typed}".`,
    fix: `Choose one of: ${names.join(', ')}.`,
    exit: EXIT.usage,
  });
}

function show({ name, state }: Campaign, view: TrialView, io: Io, asJson: boolean): ExitStatus {
  if (asJson) {
    io.out(JSON.stringify({ campaign: name, state, ...trialJson(view) }));
    return EXIT.done;
  }
  io.out([`${name}: ${state}`, '', ...trialTable(view), '', sayRest(view)].join('\n'));
  const isOpen = !view.trial.winner && view.rest.recipients > 0 && state !== 'cancelled';
  const leader = leaderOf(view.standings)?.variant ?? 'A';
  if (isOpen) io.err(`Choose with: outcry winner ${name} ${leader} (or another)`);
  return EXIT.done;
}

/** The same choice once more is no mistake; another one comes too late. */
function endChosen(
  wanted: string,
  { name }: Campaign,
  view: TrialView,
  io: Io,
  asJson: boolean,
): ExitStatus {
  const { winner } = view.trial;
  if (!winner || winner.variant === wanted) {
    io.out(asJson ? JSON.stringify({ campaign: name, ...trialJson(view) }) : sayRest(view));
    return EXIT.done;
  }
  throw new OutcryError({
    code: 'winner-chosen',
    what: `The rest of ${name} gets ${sayWinner(winner)}. That was chosen before, and does not change.`,
    fix: `See how it stands with: outcry status ${name}`,
    exit: EXIT.usage,
  });
}

async function isMeant(wanted: string, view: TrialView, io: Io): Promise<boolean> {
  if (!io.canAsk) throw unconfirmed('Nothing was chosen.');
  const best = standingOf(wanted, view)?.best ?? 0;
  return askForNumber(
    {
      warning: `Variant ${wanted} is the best with ${chanceOf(best)}. Once it is chosen, that does not change.`,
      verb: `To send ${wanted} to the rest,`,
      people: view.rest.recipients,
      otherwise: 'Nothing was chosen.',
    },
    io,
  );
}

function standingOf(variant: string, { standings }: TrialView) {
  return standings.find((one) => one.variant === variant);
}
