import { closedSince } from '../../closing.ts';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import { goalFor } from '../../petition.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { minuteOf } from '../present-suppressions.ts';
import { json, readOptions } from '../read-options.ts';
import { listPetitions } from '../require-petition.ts';

interface Row {
  readonly petition: string;
  readonly state: 'open' | 'closed';
  readonly closed_at: string | null;
  readonly closes: string | null;
  readonly signatures: number;
  readonly goal: number;
  readonly page: string;
}

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    const { timezone } = context.workspace.config;
    const rows: Row[] = [];
    for (const { petition } of await listPetitions(ledger)) {
      const { slug, closes = null } = petition;
      const decision = await ledger.petitionDecision(slug);
      const closed = closedSince(petition, decision, { now: io.now(), timezone });
      const signatures = await ledger.countSignatures(slug);
      rows.push({
        petition: slug,
        state: closed === undefined ? 'open' : 'closed',
        closed_at: closed === undefined ? null : new Date(closed).toISOString(),
        closes,
        signatures,
        goal: goalFor(petition, signatures).goal,
        page: `${context.url().replace(/\/+$/, '')}/p/${slug}`,
      });
    }
    if (options.json) io.out(JSON.stringify({ petitions: rows }));
    else io.out(rows.length === 0 ? NONE : rows.map(describe).join('\n'));
    return EXIT.done;
  });

const NONE = 'There is no petition yet: one begins with the first letter that is sent for it.';

function describe({ petition, closed_at, closes, signatures, goal, page }: Row): string {
  const counts = `${formatCount(signatures)} of ${formatCount(goal)} signatures`;
  const open = closes ? `open until ${closes}` : 'open';
  const state = closed_at ? `closed since ${minuteOf(Date.parse(closed_at))} (UTC)` : open;
  return `${petition}  ${counts}, ${state}\n  ${page}`;
}
