import type { Refused } from '../audience/judge-row.ts';
import { judgePieces } from '../audience/read-list.ts';
import { type Reject, writeRejects } from '../audience/write-rejects.ts';
import type { Links } from '../links.ts';
import { createJudge } from './admit.ts';
import type { Editions } from './editions.ts';
import type { SealedEdition } from './envelope.ts';
import type { Rows } from './rows.ts';

interface FinishedLetter {
  readonly editions: Editions<Pick<SealedEdition, 'lang' | 'variant' | 'message'>>;
  readonly links: Links;
}

/**
 * Writes the wanted rows that no mail can reach, or that cannot get this letter, to a CSV file, each
 * with the reason. Reads the lists once more. Without a letter, only what the lists themselves tell.
 */
export async function writeRefused(
  file: string,
  rows: Pick<Rows, 'lists' | 'selection'>,
  letter: FinishedLetter | undefined,
): Promise<void> {
  const others = rows.selection?.wanted.exclude ?? [];
  const columns = rows.selection?.columns;
  await writeRejects(file, rows.lists, refusedRows(rows, letter), { columns, others });
}

async function* refusedRows(
  { lists, selection }: Pick<Rows, 'lists' | 'selection'>,
  letter: FinishedLetter | undefined,
): AsyncGenerator<Reject> {
  const judge = letter && createJudge(letter.editions, letter.links);
  const options = { columns: selection?.columns, select: await selection?.select() };
  for (const list of lists) {
    for await (const judged of judgePieces(list, options)) {
      for (const { header, row, verdict } of judged) {
        const refused = 'reason' in verdict ? verdict : unfit(verdict, judge?.(verdict).complaint);
        if (refused !== undefined) yield { header, row, refused };
      }
    }
  }
}

function unfit(
  { email, file, line }: { readonly email: string; readonly file: string; readonly line: number },
  complaint: string | undefined,
): Refused | undefined {
  if (complaint === undefined) return undefined;
  const fault = { code: 'row-unfit', cell: 0, detail: complaint, fix: '' } as const;
  return { email, file, line, reason: 'invalid', ...fault };
}
