import { type DoubtfulRows, openDoubtfulRows } from '../audience/doubtful-rows.ts';
import { mendableProblems } from '../audience/list-errors.ts';
import type { Selection } from '../audience/select-rows.ts';
import { formatCount } from '../format-count.ts';
import type { Supporter } from '../ledger/ledger.ts';
import type { Links } from '../links.ts';
import { maskAddress } from '../mask-address.ts';
import type { Problem } from '../problem.ts';
import { readLanguage } from '../words/read-language.ts';
import { createJudge, type Judgement } from './admit.ts';
import { type Editions, languageOf } from './editions.ts';
import { describeLeftOut } from './left-out.ts';
import { openRowFindings } from './row-findings.ts';
import { type Rows, rowsOf } from './rows.ts';

/** Rows that are shown one by one; of the others, how many there are. */
const MOST_SHOWN = 20;

/**
 * Reads lists to their ends as a send would, for what would stop it there: text that cannot be read,
 * rows that cannot get this letter, or nobody who can. What `check` passes, `send` can send. Stops
 * reading where the signal says so.
 */
export async function checkRows(
  rows: CheckedRows,
  editions: Editions,
  links: Links,
  signal?: AbortSignal,
): Promise<readonly Problem[]> {
  try {
    const findings = editions.map((edition) => ({ ...openRowFindings(edition), of: edition.lang }));
    const see = (row: Supporter, lang: string) => {
      for (const finding of findings) if (finding.of === lang) finding.see(row);
    };
    const doubts = openDoubtfulRows();
    const count = await judgeRows(rows, createJudge(editions, links), see, doubts, signal);
    const leftOut = [
      ...rows.selection.warnings.filter(({ code }) => code !== 'list-similar-columns'),
      ...findings.flatMap((finding) => finding.problems()),
      ...count.shown,
      ...moreUnfit(count),
      ...refusedRows(count.refused, rows.lists),
      ...doubts.problems(),
      ...otherLanguages(count, editions),
    ];
    return count.fit === 0 && rows.lists.length > 0 ? [...leftOut, nobody(rows)] : leftOut;
  } catch (error) {
    return mendableProblems(error);
  }
}

/** The rows that a send would take. */
type CheckedRows = Pick<Rows, 'lists'> & { readonly selection: Selection };

interface Count {
  fit: number;
  /** Refused by the list itself, whatever the letter. */
  refused: number;
  unfit: number;
  readonly shown: Problem[];
  /** How many rows ask for a language in which there is no edition, and the first of them. */
  readonly otherLanguages: Map<string, { rows: number; readonly first: Supporter }>;
}

async function judgeRows(
  rows: CheckedRows,
  judge: (row: Supporter) => Judgement,
  see: (row: Supporter, lang: string) => void,
  doubts: DoubtfulRows,
  signal?: AbortSignal,
): Promise<Count> {
  const count: Count = { fit: 0, refused: 0, unfit: 0, shown: [], otherLanguages: new Map() };
  for await (const row of rowsOf(rows)) {
    if (signal?.aborted) break;
    if ('reason' in row) {
      count.refused += 1;
      continue;
    }
    const { lang, complaint } = judge(row);
    countLanguage(count, row, lang);
    if (complaint === undefined) {
      count.fit += 1;
      doubts.see(row);
      see(row, lang);
    } else if (++count.unfit <= MOST_SHOWN) count.shown.push(unfitRow(row, complaint));
  }
  return count;
}

function countLanguage({ otherLanguages }: Count, row: Supporter, lang: string): void {
  const wanted = languageOf(row.fields.lang ?? '');
  if (wanted === '' || wanted === languageOf(lang)) return;
  const seen = otherLanguages.get(wanted);
  if (seen) seen.rows += 1;
  else if (otherLanguages.size < MOST_SHOWN) otherLanguages.set(wanted, { rows: 1, first: row });
}

function otherLanguages(count: Count, [{ lang, appeal }]: Editions): Problem[] {
  // That nobody gets her own edition then is told by itself.
  if (appeal.editionOf) return [];
  return [...count.otherLanguages].map(([wanted, { rows, first }]) => ({
    severity: 'warning',
    code: 'rows-language',
    what: `${formatCount(rows)} ${rows === 1 ? 'row asks' : 'rows ask'} for the letter in "${wanted}", and there is none: they get it in "${lang}".`,
    where: { file: first.file, line: first.line, column: 1 },
    fix:
      readLanguage(wanted) === undefined
        ? 'Correct the column "lang": a language is written "en", "es" or "pt-BR".'
        : `Write it beside the appeal, as ${appeal.name}.${wanted}.md, or correct the column "lang".`,
  }));
}

function unfitRow({ file, line, email }: Supporter, complaint: string): Problem {
  return {
    severity: 'warning',
    code: 'row-unfit',
    what: `${maskAddress(email)} cannot get this letter and will be left out: ${complaint}.`,
    where: { file, line, column: 1 },
    fix: 'Mend the row, or write the letter so that it can do without.',
  };
}

function moreUnfit({ unfit }: Count): Problem[] {
  if (unfit <= MOST_SHOWN) return [];
  return [
    {
      severity: 'warning',
      code: 'row-unfit',
      what: `${formatCount(unfit)} rows in all cannot get this letter; the first ${MOST_SHOWN} are listed.`,
    },
  ];
}

function refusedRows(rows: number, lists: readonly string[]): Problem[] {
  if (rows === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'rows-left-out',
      what: `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} cannot be mailed and will be left out.`,
      fix: `See which, and why, with: outcry lists check ${lists.join(' ')}`,
    },
  ];
}

function nobody({ selection }: CheckedRows): Problem {
  const leftOut = describeLeftOut(selection);
  return {
    severity: 'error',
    code: 'audience-empty',
    what:
      leftOut.length > 0
        ? `Nobody is left to mail: ${leftOut.join(', ')}.`
        : 'Nobody on the lists can be mailed.',
    fix:
      leftOut.length > 0
        ? 'See whether that is what you meant.'
        : 'Mend the rows that are left out, or name another list.',
  };
}
