import { type NearSend, nearSendsOf } from '../campaign/near-sends.ts';
import { earlierSendsOf } from '../campaign/refuse-repeat.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign, EarlierSend, Ledger } from '../ledger/ledger.ts';
import { plural } from './present-problems.ts';
import { minuteOf } from './present-suppressions.ts';

type SummaryRow = [label: string, value: string | undefined, needsCare: boolean];

/**
 * Who has had this letter, or nearly this letter, from another campaign, or is still to get it: the
 * ledger keeps people from getting a campaign twice, not from getting two of them.
 */
export async function beforeRows(ledger: Ledger, campaign: Campaign): Promise<SummaryRow[]> {
  const sends = await earlierSendsOf(campaign, ledger);
  const shared = sends.filter(({ overlap }) => overlap > 0);
  const apart = sends.find(({ mailed }) => mailed > 0);
  const unsent = sends.filter(({ waiting }) => waiting > 0);
  return [
    ...(shared.length > 0 ? shared.slice(0, SHOWN).map(sharedRow) : [apartRow(apart)]),
    ['', andMore(shared), true],
    ['', excludeThem(shared), true],
    ...unsent.slice(0, SHOWN).map((one): SummaryRow => ['Unsent', stillUnsent(one), true]),
    ['', andMore(unsent), true],
    ...nearRows(await nearSendsOf(campaign, ledger)),
  ];
}

/** So many campaigns of a kind are shown one by one. */
const SHOWN = 5;

function sharedRow(send: EarlierSend): SummaryRow {
  return ['Sent before', sentBefore(send), true];
}

function apartRow(send: EarlierSend | undefined): SummaryRow {
  return ['Sent before', send && sentBefore(send), false];
}

function andMore({ length }: readonly EarlierSend[]): string | undefined {
  return length > SHOWN ? `and ${plural(length - SHOWN, 'more campaign')}` : undefined;
}

function excludeThem(sends: readonly EarlierSend[]): string | undefined {
  if (sends.length === 0) return undefined;
  const names = sends.map(({ campaign }) => campaign.name).join(' ');
  return `to mail only the rest, add: --exclude ${names}`;
}

function nearRows(sends: readonly NearSend[]): SummaryRow[] {
  const sent = sends.filter(({ overlap }) => overlap > 0);
  return [
    ...sent.map((one): SummaryRow => ['Nearly sent', nearlySent(one), true]),
    ['', excludeThem(sent), true],
    ...sends
      .filter(({ waiting }) => waiting > 0)
      .map((one): SummaryRow => ['Unsent', `${stillUnsent(one)}, ${likeness(one)}`, true]),
  ];
}

function sentBefore({ campaign, mailed, overlap }: EarlierSend): string {
  return `to ${people(mailed)} as ${campaign.name}, ${ofThem(overlap)} in this audience`;
}

function nearlySent(send: NearSend): string {
  const { campaign, mailed, overlap } = send;
  const when = `${minuteOf(campaign.createdAt)} UTC`;
  return `${likeness(send)}, to ${people(mailed)} as ${campaign.name}, ${when}: ${ofThem(overlap)} in this audience`;
}

/** Two letters in the same words may differ in subject, html or language. */
function likeness({ similarity }: NearSend): string {
  return similarity === 1
    ? 'a letter in the same words'
    : `a letter that is ${Math.floor(similarity * 100)} % the same`;
}

function stillUnsent({ campaign: { name, state }, waiting }: EarlierSend): string {
  return `${name} (${state}) is still to mail ${people(waiting)} of these`;
}

function ofThem(count: number): string {
  return `${count === 0 ? 'none' : formatCount(count)} of them`;
}

function people(count: number): string {
  return plural(count, 'person', 'people');
}
