import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { CampaignDraft, Supporter } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address } from '../../src/terms.ts';

export interface Planning {
  /** Recipients a second, from rows that are read to a campaign that is ready. */
  readonly planned: number;
  /** Rows a second of a bare COPY of what was planned, into a table with the same indexes. */
  readonly bareCopy: number;
  readonly ratio: number;
  /** In the tables of recipients and batches, with their indexes. */
  readonly diskBytes: number;
  /** Written to the server's log while it was planned. */
  readonly walBytes: number;
}

const BATCH = 1000;

/**
 * Plans a campaign of so many recipients in the database, and copies what came of it once more by
 * nothing but COPY. Bytes are of one recipient. Both begin after a checkpoint.
 */
export async function measurePlanning(address: string, recipients: number): Promise<Planning> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    const ledger = await openLedger({ database: address, now: Date.now });
    const campaign = await ledger.openCampaign({ ...DRAFT, name: `planning-${recipients}` });
    const before = await weigh(client);
    const planned = await timed(client, () =>
      ledger.freezeAudience(campaign.number, supporters(recipients), BATCH),
    );
    const after = await weigh(client);
    await ledger.close();
    const bare = await copyBare(client, campaign.number);
    return {
      planned: recipients / planned,
      bareCopy: recipients / bare,
      ratio: bare / planned,
      diskBytes: (after.disk - before.disk) / recipients,
      walBytes: (after.wal - before.wal) / recipients,
    };
  } finally {
    await client.end();
  }
}

const DRAFT: CampaignDraft = {
  name: '',
  subject: 'Keep the door open',
  petition: { slug: 'door', target: 'The Council', statement: 'Keep it open.', goal: 500 },
  lang: 'en',
  translations: {},
  envelope: '{}',
  hash: 'planning',
};

/** As a list gives them: five short fields. */
async function* supporters(count: number): AsyncGenerator<Supporter> {
  for (let index = 0; index < count; index++) {
    yield {
      // In no order, as addresses are.
      email: `supporter.${(index * 7919) % 1_000_003}.${index}@mail.example.org` as Address,
      fields: {
        first_name: `Ana ${index % 997}`,
        last_name: "O'Brien",
        city: 'Springfield',
        state: 'NY',
        donor: index % 3 === 0 ? 'yes' : '',
      },
      file: 'lists/all.csv',
      line: index + 2,
    };
  }
}

/** In seconds. */
async function timed(client: Client, work: () => Promise<unknown>): Promise<number> {
  await client.query('checkpoint');
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function weigh(client: Client): Promise<{ disk: number; wal: number }> {
  const { rows } = await client.query(
    `select pg_total_relation_size('recipients') + pg_total_relation_size('batches') as disk,
       pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal`,
  );
  return { disk: Number(rows[0].disk), wal: Number(rows[0].wal) };
}

/** What was planned is fetched first, so that nothing but COPY is timed. */
async function copyBare(client: Client, campaign: number): Promise<number> {
  const columns = 'campaign, batch, number, email, fields';
  const out = client.query(
    copyTo(`copy (select ${columns} from recipients where campaign = ${campaign}
      order by number) to stdout`),
  );
  const blocks: Buffer[] = [];
  for await (const block of out) blocks.push(block as Buffer);
  await client.query('drop table if exists bare_copy');
  await client.query('create table bare_copy (like recipients including all)');
  const seconds = await timed(client, () =>
    pipeline(blocks, client.query(copyFrom(`copy bare_copy (${columns}) from stdin`))),
  );
  await client.query('drop table bare_copy');
  return seconds;
}
