/**
 * What visitors ask of a database that is a network away. A statement costs its round trip and its
 * planning, which is most of its price, so those who come at the same time share one: 1,000 rows of it
 * take hardly longer than one. Each statement is a transaction of its own.
 */
import { type Kysely, sql } from 'kysely';
import type { CampaignNumber, RecipientNumber, SignatureNumber } from '../../terms.ts';
import type { ForVisitors, LedgerContext } from '../context.ts';
import type { ClickDraft } from '../ledger.ts';
import { type AddresseeRow, toAddressee } from '../recipients.ts';
import type { SignatureDraft } from '../replies.ts';
import type { Schema } from '../schema.ts';
import { columnsOf } from '../signatures.ts';
import { together } from '../together.ts';
import { whileNotJudging } from './judging-lock.ts';
import { persistently } from './transactions.ts';

/** While one group is on its way, the next one gathers. */
const LANES = 2;
const MOST_AT_ONCE = 1000;
const GATHERING = { lanes: LANES, most: MOST_AT_ONCE };

interface Whose {
  readonly campaign: CampaignNumber;
  readonly number: RecipientNumber;
}

interface Signer {
  readonly petition: string;
  readonly email: string;
}

export function forVisitors({ db, now }: LedgerContext): ForVisitors {
  const find = together((those: readonly Whose[]) => findAll(db, those), GATHERING);
  const look = together((signers: readonly Signer[]) => findSignatures(db, signers), GATHERING);
  const visit = together(
    (clicks: readonly ClickDraft[]) => keepClicks(db, clicks, now()),
    GATHERING,
  );
  const sign = together(
    (drafts: readonly SignatureDraft[]) => persistently(() => keepSignatures(db, drafts, now())),
    GATHERING,
  );
  return {
    async recipient(campaign, number) {
      const row = await find({ campaign, number });
      return row && toAddressee(row);
    },
    recordClick: visit,
    recordSignature: sign,
    signatureOf: (petition, email) => look({ petition, email }),
  };
}

const nameOf = ({ campaign, number }: Whose) => `${campaign}-${number}`;

async function findAll(
  db: Kysely<Schema>,
  those: readonly Whose[],
): Promise<(AddresseeRow | undefined)[]> {
  const { rows } = await sql<AddresseeRow & Whose>`
    select recipients.campaign, recipients.number, recipients.email, recipients.fields,
      batches.lang, batches.variant, trials.winner
    from unnest(${column(those, 'campaign')}::int[], ${column(those, 'number')}::int[])
      as asked (campaign, number)
    join recipients on recipients.campaign = asked.campaign and recipients.number = asked.number
    join batches on batches.campaign = recipients.campaign and batches.number = recipients.batch
    left join trials on trials.campaign = batches.campaign`.execute(db);
  const found = new Map(rows.map((row) => [nameOf(row), row]));
  return those.map((one) => found.get(nameOf(one)));
}

async function keepClicks(
  db: Kysely<Schema>,
  clicks: readonly ClickDraft[],
  at: number,
): Promise<undefined[]> {
  const rows = clicks.map(({ link = null, purpose = '', network = '', ...click }) => ({
    ...click,
    link,
    purpose,
    network,
  }));
  await sql`
    insert into clicks (campaign, recipient, kind, link, method, user_agent, purpose, network, at)
    select *, ${at}::bigint from unnest(
      ${column(rows, 'campaign')}::int[], ${column(rows, 'recipient')}::int[],
      ${column(rows, 'kind')}::text[], ${column(rows, 'link')}::int[],
      ${column(rows, 'method')}::text[], ${column(rows, 'userAgent')}::text[],
      ${column(rows, 'purpose')}::text[], ${column(rows, 'network')}::text[])`.execute(db);
  return clicks.map(() => undefined);
}

/**
 * As `recordSignature` of one: the first of a person stays, and her clicks are to be judged again.
 * Rows come in the order of persons, so that groups of two servers cannot wait for each other.
 */
async function keepSignatures(
  db: Kysely<Schema>,
  drafts: readonly SignatureDraft[],
  at: number,
): Promise<{ isNew: boolean }[]> {
  const rows = drafts.map(columnsOf);
  const { rows: kept } = await sql<{ petition: string; email: string }>`
    with typed as (
      select * from ${whileNotJudging}, unnest(
        ${column(rows, 'petition')}::text[], ${column(rows, 'email')}::text[],
        ${column(rows, 'first_name')}::text[], ${column(rows, 'last_name')}::text[],
        ${column(rows, 'postcode')}::text[], ${column(rows, 'country')}::text[],
        ${column(rows, 'comment')}::text[], ${column(rows, 'consent')}::int[],
        ${column(rows, 'consents')}::text[], ${column(rows, 'campaign')}::int[],
        ${column(rows, 'recipient')}::int[], ${column(rows, 'shared_by')}::int[],
        ${column(rows, 'network')}::text[]
      ) with ordinality as typed (petition, email, first_name, last_name, postcode, country, comment,
        consent, consents, campaign, recipient, shared_by, network, place)
    ), kept as (
      insert into signatures (petition, email, first_name, last_name, postcode, country, comment,
        consent, consents, campaign, recipient, shared_by, network, at)
      select petition, email, first_name, last_name, postcode, country, comment,
        consent, consents, campaign, recipient, shared_by, network, ${at}::bigint
      from typed order by petition, email, place
      on conflict (petition, email) do nothing
      returning petition, email, campaign, recipient
    ), human as (
      update clicks set rules = 0 from kept
      where clicks.campaign = kept.campaign and clicks.recipient = kept.recipient
    )
    select petition, email from kept`.execute(db);
  const isKept = new Set(kept.map(signerOf));
  // Whoever is in the group twice signed with the first.
  return drafts.map((draft) => ({ isNew: isKept.delete(signerOf(draft)) }));
}

async function findSignatures(
  db: Kysely<Schema>,
  signers: readonly Signer[],
): Promise<(SignatureNumber | undefined)[]> {
  const { rows } = await sql<Signer & { readonly id: SignatureNumber }>`
    select signatures.petition, signatures.email, signatures.id
    from unnest(${column(signers, 'petition')}::text[], ${column(signers, 'email')}::text[])
      as asked (petition, email)
    join signatures
      on signatures.petition = asked.petition and signatures.email = asked.email`.execute(db);
  const found = new Map(rows.map((row) => [signerOf(row), row.id]));
  return signers.map((signer) => found.get(signerOf(signer)));
}

const signerOf = ({ petition, email }: Signer) => JSON.stringify([petition, email]);

function column<Row, Name extends keyof Row>(rows: readonly Row[], name: Name): Row[Name][] {
  return rows.map((row) => row[name]);
}
