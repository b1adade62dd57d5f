import type { ColumnChoices } from '../audience/column-choices.ts';
import { fieldsOf, judgeRow } from '../audience/judge-row.ts';
import type { ListHeader } from '../audience/list-header.ts';
import { openList } from '../audience/open-list.ts';
import { addressesIn } from '../audience/read-excluded.ts';
import { type Row, rowsOf } from '../audience/read-rows.ts';
import { withoutGuard } from '../guarded-cell.ts';
import { inChunks, STATEMENT_ROWS } from '../ledger/in-chunks.ts';
import type { SuppressionDraft, SuppressionReason } from '../ledger/ledger.ts';
import { maskAddress } from '../mask-address.ts';
import type { Problem } from '../problem.ts';
import type { CampaignNumber } from '../terms.ts';
import { addSums, type Keep, NOTHING, type Sums } from './open-keeper.ts';
import { openTimeReader } from './read-time.ts';
import { reasonNamed } from './reasons.ts';

export interface ImportOrder {
  readonly file: string;
  /** For all rows; else each row's own, if it names one, else `imported`. */
  readonly reason?: SuppressionReason | undefined;
  /** Why, in words of staff. */
  readonly why?: string | undefined;
  readonly columns?: ColumnChoices | undefined;
}

export type CampaignNamed = (name: string) => Promise<CampaignNumber | undefined>;

export interface ImportTools {
  readonly keep: Keep;
  /** The campaign of a name, if the ledger has it. */
  readonly campaignNamed: CampaignNamed;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears of what was guessed of the list, of the first time that cannot be read, and of each row that names no address. */
  readonly onProblem: (problem: Problem) => void;
}

export interface ImportSums extends Sums {
  readonly rows: number;
  /** Rows that name no address. */
  readonly invalid: number;
}

/**
 * Suppresses everybody on a list, a thousand at a time; nobody is ever taken off. A row counts however broken it is, if an
 * address stands in it: better one too many is suppressed than one who asked for it is mailed.
 * Throws OutcryError for a file that cannot be read, or has no column of addresses.
 */
export async function importSuppressions(
  order: ImportOrder,
  { keep, campaignNamed, now, onProblem }: ImportTools,
): Promise<ImportSums> {
  const { file, columns } = order;
  const { header, pieces } = await openList(file, { columns, onWarning: onProblem });
  const timeOf = openTimeReader(header, now(), onProblem);
  const count = { rows: 0, invalid: 0 };
  async function* drafts(): AsyncGenerator<SuppressionDraft> {
    for await (const row of rowsOf(pieces)) {
      count.rows += 1;
      const found = await draftsOf(header, row, order, { timeOf, campaignNamed });
      yield* found;
      if (found.length > 0) continue;
      count.invalid += 1;
      onProblem(problemOf(header, row));
    }
  }
  let sums: Sums = NOTHING;
  for await (const chunk of inChunks(drafts(), STATEMENT_ROWS)) {
    sums = addSums(sums, await keep(chunk));
  }
  return { ...count, ...sums };
}

interface RowTools {
  readonly timeOf: ReturnType<typeof openTimeReader>;
  readonly campaignNamed: CampaignNamed;
}

async function draftsOf(
  header: ListHeader,
  row: Row,
  order: ImportOrder,
  { timeOf, campaignNamed }: RowTools,
): Promise<SuppressionDraft[]> {
  const cells = row.cells.map(withoutGuard);
  const fields = fieldsOf(header, cells);
  const own = reasonNamed(fields.reason ?? '');
  const reason = order.reason ?? own ?? 'imported';
  const at = timeOf(row, fields);
  const campaign = fields.campaign ? await campaignNamed(fields.campaign) : undefined;
  const told = fields.detail || (own ? '' : fields.reason);
  // The name of a campaign that this ledger does not have is kept in words.
  const words = campaign ? [told] : [fields.campaign, told];
  const detail = detailOf(header, row, order, words.filter(Boolean).join('; '));
  const rest = { reason, campaign, at, detail };
  return addressesIn(cells, header.emailIndex).map((email) => ({ email, ...rest }));
}

/** What staff say, what the row says, and where it stands. A detail of our own export stays as it is, also an empty one. */
function detailOf(
  { file, fields }: ListHeader,
  { line }: Row,
  { why }: ImportOrder,
  told: string | undefined,
): string {
  const words = [why, told].filter(Boolean).join('; ');
  if (EXPORTED.every((column) => fields.includes(column))) return words;
  if (fields.includes('detail') && words) return words;
  return words ? `${words} (${file}:${line})` : `${file}:${line}`;
}

/** The columns of `suppressions export`, besides the address. */
const EXPORTED = ['reason', 'at', 'campaign', 'detail'];

function problemOf(header: ListHeader, row: Row): Problem {
  const verdict = judgeRow(header, row);
  const { code, detail, email, fix } =
    'code' in verdict
      ? verdict
      : { code: 'list-no-address' as const, detail: 'the row has no address', email: '', fix: '' };
  const which = code === 'list-bad-address' ? ` (${maskAddress(email)})` : '';
  const where = { file: header.file, line: row.line, column: 1 };
  return {
    severity: 'warning',
    code,
    what: `Nobody is suppressed: ${detail}${which}.`,
    where,
    fix,
  };
}
