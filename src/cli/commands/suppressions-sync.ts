import { openSendGridLists } from '../../delivery/sendgrid-suppressions.ts';
import { systemClock } from '../../delivery/system-clock.ts';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import { addSums, NOTHING } from '../../suppressions/open-keeper.ts';
import {
  LIST_WORDS,
  type ListSums,
  syncSuppressions,
} from '../../suppressions/sync-suppressions.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { describeSums, minuteOf } from '../present-suppressions.ts';
import { flag, json, readOptions } from '../read-options.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const { json: asJson, ...wish } = readOptions(invocation, { ...json, all: flag, dryRun: flag });
    const { SENDGRID_API_KEY: apiKey = '', OUTCRY_SENDGRID_URL: url } =
      context.workspace.environment;
    const source = openSendGridLists({ apiKey, url: url || undefined, now: io.now });
    try {
      const lists = await syncSuppressions(wish, {
        ledger: await context.ledger(),
        source,
        clock: systemClock,
        random: Math.random,
        signal: io.signal,
        now: io.now,
        onRetry: ({ waitMs, reason }) =>
          io.err(`${reason} Asked again in ${Math.ceil(waitMs / 1000)} s.`),
      });
      io.out(asJson ? JSON.stringify(toJson(lists, wish.dryRun)) : toText(lists, wish.dryRun));
      return EXIT.done;
    } finally {
      await source.close();
    }
  });

function toJson(lists: readonly ListSums[], dryRun: boolean) {
  const { added, strengthened, known } = lists.reduce(addSums, NOTHING);
  return {
    dry_run: dryRun,
    ...{ added, strengthened, known },
    lists: Object.fromEntries(
      lists.map(({ list, since, ...sums }) => [
        list,
        { since: since === 0 ? null : new Date(since).toISOString(), ...sums },
      ]),
    ),
  };
}

function toText(lists: readonly ListSums[], dryRun: boolean): string {
  const rows = lists.map((sums) => {
    const count = formatCount(sums.read).padStart(9);
    const since = sums.since === 0 ? '' : `, since ${minuteOf(sums.since)} UTC`;
    const odd = sums.unusable > 0 ? `, ${formatCount(sums.unusable)} no address` : '';
    return `${LIST_WORDS[sums.list].padEnd(20)}${count} read${since}: ${describeSums(sums)}${odd}`;
  });
  const total = lists.reduce(addSums, NOTHING);
  const outcome = `From SendGrid: ${describeSums(total)}.`;
  return [
    ...rows,
    '',
    outcome,
    ...(dryRun ? ['This was a dry run: nobody was suppressed.'] : []),
  ].join('\n');
}
