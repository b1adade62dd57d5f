import { setImmediate as turn } from 'node:timers/promises';
import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import { type Judgement, judgeClicks } from '../clicks/judge-clicks.ts';
import { RULES_VERSION, type RuleName } from '../clicks/rules.ts';
import type { CampaignNumber } from '../terms.ts';
import { clicksToJudge, findToJudge, type KeptClick, type ToJudge } from './clicks-to-judge.ts';
import type { LedgerContext } from './context.ts';
import { domainOf } from './domain-of.ts';
import { slices } from './in-chunks.ts';
import type { Schema } from './schema.ts';

/** Others want to write too: a transaction of these takes some hundredths of a second. */
const RECIPIENTS_AT_ONCE = 300;

/**
 * Judges the clicks that are new, whose recipient has come or signed since, or that other rules have
 * judged, and keeps what was found beside the facts. Of all campaigns, unless one is named. Returns
 * how many recipients' clicks that were; after a `stop`, the rest is left for the next time.
 */
export async function judgeNewClicks(
  context: LedgerContext,
  campaign?: CampaignNumber,
  stop?: AbortSignal,
): Promise<number> {
  for (let judged = 0; ; ) {
    const next = await findToJudge(context.db, campaign);
    if (next === undefined) return judged;
    // What a power cut undoes is found to be new again.
    judged += await context.judging((tx) => judgeSome(tx, next));
    // SQLite never waits for anything, so without this no visitor would be heard until all are judged.
    await turn();
    if (stop?.aborted) return judged;
  }
}

async function judgeSome(tx: Transaction<Schema>, of: ToJudge): Promise<number> {
  const recipients = await clicksToJudge(tx, of, RECIPIENTS_AT_ONCE);
  const found = new Map<string, Found>();
  for (const { clicks, signedAt } of recipients) {
    gather(found, clicks, judgeClicks({ clicks, signedAt }));
  }
  for (const { ids, ...values } of found.values()) await keep(tx, ids, values);
  await keepDomains(
    tx,
    recipients.flatMap(({ clicks }) => clicks),
  );
  return recipients.length;
}

interface Values {
  readonly rule: RuleName;
  readonly is_first: 0 | 1;
  readonly lang: string;
  readonly variant: string;
}

/** Clicks of which the same was found: one statement keeps it of them all. */
interface Found extends Values {
  readonly ids: number[];
}

function gather(
  found: Map<string, Found>,
  clicks: readonly KeptClick[],
  judged: readonly Judgement[],
): void {
  const visited = new Set<string>();
  for (const [index, { id, kind, link, lang, variant }] of clicks.entries()) {
    const { rule, verdict } = judged[index] as Judgement;
    const name = `${kind} ${link}`;
    const is_first = verdict === 'human' && !visited.has(name) ? 1 : 0;
    if (is_first === 1) visited.add(name);
    const key = [rule, is_first, lang, variant].join('\n');
    const same = found.get(key) ?? { rule, is_first, lang, variant, ids: [] };
    same.ids.push(id);
    found.set(key, same);
  }
}

async function keep(tx: Transaction<Schema>, ids: readonly number[], values: Values) {
  for (const slice of slices(ids)) {
    await tx
      .updateTable('clicks')
      .set({ ...values, rules: RULES_VERSION })
      .where('id', 'in', slice)
      .execute();
  }
}

/** Beside those alone that a report counts by domain: the others would be rewritten for nothing. */
async function keepDomains(tx: Transaction<Schema>, clicks: readonly KeptClick[]): Promise<void> {
  const ids = clicks.filter(({ kind }) => kind === 'sign').map(({ id }) => id);
  for (const slice of slices(ids)) {
    await tx
      .updateTable('clicks')
      .set((eb) => ({ domain: eb.fn.coalesce(domainOfRecipient(eb), sql.lit('')) }))
      .where('id', 'in', slice)
      .where('is_first', '=', 1)
      .execute();
  }
}

function domainOfRecipient(eb: ExpressionBuilder<Schema, 'clicks'>) {
  return eb
    .selectFrom('recipients')
    .select(domainOf(sql.ref('recipients.email')).as('domain'))
    .whereRef('recipients.campaign', '=', 'clicks.campaign')
    .whereRef('recipients.number', '=', 'clicks.recipient');
}
