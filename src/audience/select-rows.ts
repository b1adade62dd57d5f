import type { Problem } from '../problem.ts';
import type { AddressTable } from './address-table.ts';
import type { ColumnChoices } from './column-choices.ts';
import { bindWhere, type Where } from './condition/bind-condition.ts';
import { openDraw, openLots, type Threshold } from './draw-sample.ts';
import { fieldsOf, type Verdict } from './judge-row.ts';
import type { ListHeader } from './list-header.ts';
import { readHeader } from './open-list.ts';
import { readExcluded } from './read-excluded.ts';
import { readLists } from './read-list.ts';
import type { Row } from './read-rows.ts';

/** What keeps a row out of an audience before anybody looks whether it can be mailed. */
export type Reason = 'where' | 'excluded' | 'sample';

/** Says for each row of a list why it is not selected, or undefined if it is. */
export type SelectRows = (header: ListHeader) => (verdict: Verdict, row: Row) => Reason | undefined;

/** A campaign, and whom it has mailed, or may have. */
export interface MailedCampaign {
  readonly name: string;
  readonly mailed: Pick<AddressTable, 'has'>;
  /** What staff should know about it. */
  readonly warning?: Problem | undefined;
}

/** Whom staff want of the lists; nothing said, everybody. */
export interface Wanted {
  readonly where?: Where | undefined;
  /** So many people, by lot. */
  readonly sample?: number | undefined;
  /** Lists of those that are to be left out. */
  readonly exclude?: readonly string[] | undefined;
  /** Campaigns whose people are to be left out. */
  readonly mailed?: readonly MailedCampaign[] | undefined;
  /** Which columns are wanted for which merge fields, where their names do not tell. */
  readonly columns?: ColumnChoices | undefined;
}

/** A selection from lists, made when it is first needed, and what came of it. */
export interface Selection {
  readonly wanted: Wanted;
  readonly columns: ColumnChoices | undefined;
  /** Throws OutcryError for a condition or a list that cannot be used. */
  select(): Promise<SelectRows | undefined>;
  /** As `select`, by the condition alone: for test copies. */
  selectWhere(): Promise<SelectRows | undefined>;
  /** Rows by what kept them out. */
  readonly leftOut: Record<Reason, number>;
  /** What was guessed about the lists. */
  readonly warnings: Problem[];
}

/**
 * Opens a selection. Rows that it leaves out are no part of the audience: they are counted here, not
 * as skipped. First the condition, then those to leave out, then the lot, among whom can be mailed as
 * far as the lists tell; a refused row stays, to be told, if the condition does not leave it out.
 */
export function openSelection(lists: readonly string[], wanted: Wanted): Selection {
  const { where, columns } = wanted;
  const warnings: Problem[] = [];
  let selected: Promise<SelectRows | undefined> | undefined;
  const byWhere = async () => (where ? await openWhere(lists, where, columns) : undefined);
  const open = async () => {
    const first = await byWhere();
    const second = await openExclude(wanted, (problem) => warnings.push(problem));
    const both = [first, second].filter((one) => one !== undefined);
    const third = await openSample(lists, wanted, inTurn(both));
    return inTurn(third ? [...both, third] : both);
  };
  return {
    wanted,
    columns,
    selectWhere: byWhere,
    select: () => {
      selected ??= open();
      return selected;
    },
    leftOut: { where: 0, excluded: 0, sample: 0 },
    warnings,
  };
}

/** The first reason counts. */
function inTurn(all: readonly SelectRows[]): SelectRows | undefined {
  if (all.length === 0) return undefined;
  return (header) => {
    const selects = all.map((select) => select(header));
    return (verdict, row) => {
      for (const select of selects) {
        const reason = select(verdict, row);
        if (reason !== undefined) return reason;
      }
      return undefined;
    };
  };
}

/** Binds the condition to every list at once: a mistake is better known before the first is read. */
async function openWhere(
  lists: readonly string[],
  where: Where,
  columns: ColumnChoices | undefined,
): Promise<SelectRows> {
  const headers = await Promise.all(lists.map((list) => readHeader(list, { columns })));
  for (const { value } of headers) if (value) bindWhere(where, value);
  return (header) => {
    const holds = bindWhere(where, header);
    return (verdict, { cells }) => {
      if (!('reason' in verdict)) return holds(verdict) ? undefined : 'where';
      // The cells of a row that has slipped stand under other columns.
      if (verdict.code === 'list-surplus-cells') return undefined;
      const { email } = verdict;
      return holds({ email, fields: fieldsOf(header, cells) }) ? undefined : 'where';
    };
  };
}

async function openExclude(
  { exclude = [], mailed = [], columns }: Wanted,
  onWarning: (problem: Problem) => void,
): Promise<SelectRows | undefined> {
  if (exclude.length + mailed.length === 0) return undefined;
  for (const { warning } of mailed) if (warning) onWarning(warning);
  const listed = await readExcluded(exclude, { columns, onWarning });
  const tables = [listed, ...mailed.map((campaign) => campaign.mailed)];
  return () => (verdict) =>
    !('reason' in verdict) && tables.some((table) => table.has(verdict.email))
      ? 'excluded'
      : undefined;
}

async function openSample(
  lists: readonly string[],
  { sample, columns }: Wanted,
  select: SelectRows | undefined,
): Promise<SelectRows | undefined> {
  if (sample === undefined) return undefined;
  const lotOf = openLots(lists);
  const draw = openDraw(sample);
  for await (const row of readLists(lists, { columns, select })) {
    if (!('reason' in row)) draw.add(lotOf(row.email));
  }
  const threshold: Threshold = draw.threshold();
  return () => (verdict) =>
    !('reason' in verdict) && lotOf(verdict.email) > threshold ? 'sample' : undefined;
}
