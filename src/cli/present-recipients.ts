import type { Fate, ReportedRow } from '../campaign/every-recipient.ts';
import type { Tally } from '../ledger/ledger.ts';
import type { coloursFor } from './present-problems.ts';

/** A row as `--json` gives it, one a line. */
export function recipientJson({ email, fields, state, reason, batch, file, line }: ReportedRow) {
  const place = { file: file ?? null, line: line ?? null };
  return { email, fields, state, reason, batch: batch ?? null, ...place };
}

/** How many rows are in one of these states. */
export function countFates(tally: Tally, states: readonly Fate[]): number {
  const { skipped } = tally;
  const counts: Readonly<Record<Fate, number>> = {
    accepted: tally.accepted,
    refused: tally.refused,
    unknown: tally.unknown,
    suppressed: tally.suppressed + skipped.suppressed,
    planned: tally.planned,
    duplicate: skipped.duplicate,
    invalid: skipped.invalid,
  };
  return states.reduce((sum, state) => sum + counts[state], 0);
}

/** A table, as wide as its rows need. */
export function recipientsTable(
  rows: readonly ReportedRow[],
  { dim }: Pick<ReturnType<typeof coloursFor>, 'dim'>,
): string {
  const width = Math.max('ADDRESS'.length, ...rows.map(({ email }) => email.length));
  const lines = rows.map(({ state, email, batch, reason }) =>
    line(state, email, String(batch ?? '-'), reason, width),
  );
  return [dim(line('STATE', 'ADDRESS', 'BATCH', 'WHY', width)), ...lines].join('\n');
}

function line(state: string, email: string, batch: string, why: string, width: number): string {
  return [state.padEnd(10), email.padEnd(width), batch.padStart(5), why].join('  ').trimEnd();
}
