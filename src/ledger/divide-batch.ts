import type { Kysely } from 'kysely';
import type { RecipientNumber } from '../terms.ts';
import { countDomains } from './count-domains.ts';
import type { Batch } from './ledger.ts';
import type { Schema } from './schema.ts';

/**
 * Makes two planned batches of one: the suspects, if there are some but not only such, or else the
 * second half move to a new one behind all others. Nothing of the batch was sent, so no event will
 * ever speak of the number that they had. Throws if nobody would be left, or nobody would move.
 */
export async function divideBatch(
  tx: Kysely<Schema>,
  batch: Batch,
  suspects: readonly RecipientNumber[],
): Promise<void> {
  const moving = whoMoves(batch, new Set(suspects));
  if (moving.length === 0) throw new Error(`Batch ${batch.number} is too small to be divided.`);
  const { campaign, number: from, lang } = batch;
  const number = (await highestNumber(tx, batch)) + 1;
  const size = moving.length;
  await tx
    .updateTable('recipients')
    .set({ batch: number })
    .where('campaign', '=', campaign)
    .where('batch', '=', from)
    .where('number', 'in', moving)
    .execute();
  await tx
    .updateTable('batches')
    .set((eb) => ({ size: eb('size', '-', size) }))
    .where('campaign', '=', campaign)
    .where('number', '=', from)
    .execute();
  await tx
    .insertInto('batches')
    .values((eb) => {
      // As it was planned: of the rest of a trial, no variant.
      const planned = eb
        .selectFrom('batches')
        .where('campaign', '=', campaign)
        .where('number', '=', from);
      const [variant, wave] = [planned.select('variant'), planned.select('wave')];
      return { campaign, number, lang, size, state: 'planned', variant, wave };
    })
    .execute();
  await countDomains(tx, campaign, [from, number]);
}

function whoMoves(
  { recipients }: Batch,
  suspects: ReadonlySet<RecipientNumber>,
): RecipientNumber[] {
  const numbers = recipients.map(({ number }) => number);
  const suspected = numbers.filter((number) => suspects.has(number));
  const isTelling = suspected.length > 0 && suspected.length < numbers.length;
  return isTelling ? suspected : numbers.slice(Math.ceil(numbers.length / 2));
}

async function highestNumber(tx: Kysely<Schema>, { campaign }: Batch): Promise<number> {
  const { highest } = await tx
    .selectFrom('batches')
    .select((eb) => eb.fn.max('number').as('highest'))
    .where('campaign', '=', campaign)
    .executeTakeFirstOrThrow();
  return Number(highest);
}
