import { openEnvelope } from '../../campaign/envelope.ts';
import { sealOf } from '../../campaign/seal.ts';
import { isTest } from '../../campaign/test-petition.ts';
import { EXIT } from '../../errors.ts';
import type { Approval, Campaign, CommandEntry, Ledger } from '../../ledger/ledger.ts';
import { sayDuration } from '../../schedule/say-time.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { sayPerson } from '../present-approval.ts';
import { minuteOf } from '../present-suppressions.ts';
import { json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';

/** Who ran which command on a campaign, its petition and its letter. */
export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    const entries = await entriesOf(campaign, ledger);
    if (options.json) {
      io.out(JSON.stringify({ campaign: campaign.name, log: entries.map(entryJson) }));
    } else sayOut(entries.map(sayEntry).join('\n') || 'Nothing was kept of it.', io);
    return EXIT.done;
  });

async function entriesOf(campaign: Campaign, ledger: Ledger): Promise<CommandEntry[]> {
  const petition = isTest(campaign) ? '' : campaign.petition.slug;
  const commands = await ledger.commandsOf(campaign.number, petition);
  const seal = sealOf(openEnvelope(campaign.envelope));
  const approvals = await ledger.approvalsOf(seal);
  return [...commands, ...approvals.map((one) => entryOf(one, seal))].sort(
    (one, other) => one.at - other.at,
  );
}

function entryOf(approval: Approval, seal: string): CommandEntry {
  const { at } = approval;
  const command = `approve (the letter ${seal.slice(0, 12)})`;
  return { ...approval, command, ended: { at, exit: EXIT.done, error: undefined } };
}

function entryJson({ command, user, host, databaseUser, at, ended }: CommandEntry) {
  return {
    at: new Date(at).toISOString(),
    user,
    host,
    database_user: databaseUser || null,
    command,
    ended_at: ended ? new Date(ended.at).toISOString() : null,
    exit: ended ? ended.exit : null,
    error: ended?.error ?? null,
  };
}

function sayEntry(entry: CommandEntry): string {
  const { at, command } = entry;
  return `${minuteOf(at)} UTC  ${sayPerson(entry)}\n    ${command}\n    ${sayEnd(entry)}`;
}

function sayEnd({ at, ended }: CommandEntry): string {
  if (!ended) return 'runs still, or was killed';
  const took = ended.at - at >= 1000 ? `, after ${sayDuration(ended.at - at)}` : '';
  return `exit status ${ended.exit}${ended.error ? ` (${ended.error})` : ''}${took}`;
}
