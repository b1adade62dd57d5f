import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutcryError } from '../../src/errors.ts';
import type { Ledger, Settlement } from '../../src/ledger/ledger.ts';
import { migrations } from '../../src/ledger/migrations/index.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { requireVersion } from '../../src/ledger/postgres/require-version.ts';
import { createDatabase, dropDatabase, nameOf, run } from './a-database.ts';
import { ANA, HERS, liveALife } from './a-life.ts';
import { openTunnel, type Tunnel } from './a-tunnel.ts';
import { claimed, draft, readyCampaign } from './ledgers.ts';

const now = () => 1_700_000_000_000;
const PASSWORD = 'secret';
/** A message that ends with it; others have the word in them. */
const COMMIT = 'commit\0';

let database: string;
const opened: Ledger[] = [];
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
  await dropDatabase(database);
});

async function open(address = database): Promise<Ledger> {
  const ledger = await openLedger({ database: address, now });
  opened.push(ledger);
  return ledger;
}

async function failure(promise: Promise<unknown>): Promise<OutcryError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OutcryError)) throw new Error(`not an OutcryError: ${error}`);
  expect(`${error.message} ${error.fix}`).not.toContain(PASSWORD);
  return error;
}

function addressWith(change: Partial<URL>): string {
  return Object.assign(new URL(database), change).href;
}

describe('a ledger in a PostgreSQL database', () => {
  it('is made where there is none, and each migration runs once', async () => {
    for (let count = 0; count < 2; count++) await open();
    expect(await run('select name from kysely_migration order by name', database)).toEqual(
      Object.keys(migrations).map((name) => ({ name })),
    );
  });

  it('can be opened for the first time by several at once', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => open()));
    expect(await Promise.all(all.map((ledger) => ledger.listCampaigns()))).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('compares text byte by byte, whatever the server is set to', async () => {
    await open();
    const [{ count }] = (await run(
      `select count(*)::int from information_schema.columns where table_schema = 'public'
       and table_name not like 'kysely%' and data_type = 'text' and collation_name is distinct from 'C'`,
      database,
    )) as [{ count: number }];
    expect(count).toBe(0);
  });

  it('waits for the disk with every claim, whatever the server is set to', async () => {
    await run(`alter database "${nameOf(database)}" set synchronous_commit = off`);
    const ledger = await open();
    await run(
      `create function note() returns trigger language plpgsql as $$ begin
         new.reason := current_setting('synchronous_commit'); return new; end $$;
       create trigger note before update on batches for each row
         when (new.state in ('sending', 'accepted')) execute function note()`,
      database,
    );
    const { number } = await readyCampaign(ledger);
    const batch = await claimed(ledger, number);
    expect(await run('select reason from batches where number = 1', database)).toEqual([
      { reason: 'on' },
    ]);
    await ledger.takeSender(number);
    await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm' });
    expect(await run('select reason from batches where number = 1', database)).toEqual([
      { reason: 'off' },
    ]);
  });

  it('keeps few bytes beside each recipient to find her batch by', async () => {
    const people = 5_000;
    await readyCampaign(await open(), { count: people, batchSize: 1000 });
    const [{ bytes }] = (await run(
      `select pg_relation_size('recipients_by_batch')::int as bytes`,
      database,
    )) as [{ bytes: number }];
    // With each recipient's number it takes 22 and more.
    expect(bytes / people).toBeLessThan(15);
  });

  it('lets those who come at the same time each do all of theirs', async () => {
    const ledgers = await Promise.all([1, 2, 3].map(() => open()));
    const campaigns = await Promise.all(
      Array.from({ length: 12 }, (_, index) => ledgers[index % 3]?.openCampaign(draft)),
    );
    const names = campaigns.map((campaign) => campaign?.name as string | undefined);
    const expected = Array.from({ length: 11 }, (_, index) => `river-${index + 2}`);
    expect(names.sort()).toEqual(['river', ...expected].sort());
  });
});

describe('the tables of a ledger from which somebody was erased', () => {
  /** Tables in whose files, not only in whose rows, something of hers stands. */
  async function tracesOfHer(): Promise<string[]> {
    await run('checkpoint');
    const either = HERS.map((one) => `position(convert_to('${one}', 'utf8') in bytes) > 0`);
    const rows = await run(
      `select name from (
         select tablename as name, pg_read_binary_file(pg_relation_filepath(tablename::text)) as bytes
         from pg_tables where schemaname = 'public'
       ) as files where ${either.join(' or ')} order by name`,
      database,
    );
    return (rows as { name: string }[]).map(({ name }) => name);
  }

  it('hold nothing of hers any more once they are written anew', async () => {
    const ledger = await open();
    const { sent } = await liveALife(ledger);
    await ledger.releaseSender(sent);
    await ledger.eraseSupporter(ANA, { withdraw: false });
    expect(await tracesOfHer()).toContain('recipients');
    await ledger.wipe();
    expect(await tracesOfHer()).toEqual([]);
    expect((await ledger.tally(sent)).recipients).toBeGreaterThan(0);
  });

  it('hold nothing of hers, either, where somebody still reads as she is erased', async () => {
    const ledger = await open();
    const { sent } = await liveALife(ledger);
    await ledger.releaseSender(sent);
    const reading = run('select pg_sleep(1)', database);
    const isReading = `select 1 from pg_stat_activity
      where datname = current_database() and query = 'select pg_sleep(1)'`;
    await vi.waitFor(async () => expect(await run(isReading, database)).toHaveLength(1));
    await ledger.eraseSupporter(ANA, { withdraw: false });
    await ledger.wipe();
    await reading;
    expect(await tracesOfHer()).toEqual([]);
  });
});

describe('what can be wrong with the database', () => {
  it.each([
    ['a word', 'secret'],
    ['the address of a page', 'https://outcry:secret@db.example.org/outcry'],
    ['a password with a slash in it', 'postgres://outcry:se/cret@db.example.org/outcry'],
    ['a password with a % in it', 'postgres://outcry:se%cret@db.example.org/outcry'],
  ])('is its address: %s', async (_name, address) => {
    const error = await failure(open(address));
    expect(error).toMatchObject({ code: 'database-address', exit: 3 });
    expect(error.message).not.toContain('cret');
    expect(error.fix).toContain('postgres://USER:PASSWORD@HOST:5432/DATABASE');
  });

  it('is the password', async () => {
    const error = await failure(open(addressWith({ password: 'not-this-one' })));
    expect(error).toMatchObject({ code: 'database-refused', exit: 3 });
    expect(error.message).toMatch(/at 127\.0\.0\.1:\d+ does not let Outcry in/);
    expect(error.message).not.toContain('not-this-one');
  });

  it('is that no password is given', async () => {
    const error = await failure(open(addressWith({ password: '' })));
    expect(error).toMatchObject({ code: 'database-refused', exit: 3 });
  });

  it('is its name', async () => {
    const error = await failure(open(addressWith({ pathname: 'nowhere' })));
    expect(error).toMatchObject({ code: 'database-refused', exit: 3 });
    expect(error.message).toContain('nowhere at 127.0.0.1');
  });

  it('is that nobody listens there', async () => {
    const error = await failure(open(addressWith({ port: '1' })));
    expect(error).toMatchObject({ code: 'database-away', exit: 3 });
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.fix).toContain('OUTCRY_DATABASE_URL');
  });

  it('is that no such host exists', async () => {
    const error = await failure(open(addressWith({ hostname: 'db.invalid' })));
    expect(error).toMatchObject({ code: 'database-away', exit: 3 });
  });

  it('is that a newer Outcry has used it', async () => {
    await open();
    await run(
      `insert into kysely_migration values ('0099-from-the-future', '2030-01-01')`,
      database,
    );
    const error = await failure(open());
    expect(error).toMatchObject({ code: 'ledger-newer', exit: 3 });
    expect(error.message).toContain('0099-from-the-future');
  });

  it('is that another program has its tables there; they are left as they were', async () => {
    await run('create table events (id int)', database);
    const error = await failure(open());
    expect(error).toMatchObject({ code: 'database-foreign', exit: 3 });
    expect(
      await run(`select 1 from pg_tables where tablename = 'campaigns'`, database),
    ).toHaveLength(0);
  });

  it('is that it can only be read', async () => {
    const ledger = await open();
    await ledger.openCampaign(draft);
    await run(`alter database "${nameOf(database)}" set default_transaction_read_only = on`);
    const reader = await open();
    expect(await reader.listCampaigns()).toHaveLength(1);
    const error = await failure(reader.openCampaign(draft));
    expect(error).toMatchObject({ code: 'ledger-read-only', exit: 3 });
    expect(error.fix).toContain('primary');
  });

  it('is that the user may not do what it has to', async () => {
    await open();
    await run('drop role if exists guest; create role guest login password $$secret$$');
    const error = await failure(open(addressWith({ username: 'guest' })));
    await run('drop role guest');
    expect(error).toMatchObject({ code: 'database-refused', exit: 3 });
  });

  it('is that it is a standby that has not got today’s tables yet', async () => {
    await run(`alter database "${nameOf(database)}" set default_transaction_read_only = on`);
    const error = await failure(open());
    expect(error).toMatchObject({ code: 'ledger-read-only', exit: 3 });
    expect(error.message).toContain('standby');
  });

  it('is that it takes no more connections; it is used again once it does', async () => {
    await run('drop role if exists busy; create role busy login password $$secret$$');
    await run(
      `alter database "${nameOf(database)}" owner to busy; alter role busy connection limit 0`,
    );
    const address = addressWith({ username: 'busy' });
    const error = await failure(open(address));
    expect(error).toMatchObject({ code: 'database-away', exit: 3 });
    expect(error.message).toContain('53300');
    expect(error.fix).toContain('more connections');
    await run('alter role busy connection limit -1');
    expect(await (await open(address)).listCampaigns()).toEqual([]);
    for (const ledger of opened.splice(0)) await ledger.close();
    await run('reassign owned by busy to outcry; drop owned by busy', database);
    await run('reassign owned by busy to outcry; drop role busy');
  });

  it.each([
    ['53100', 'ledger-disk-full'],
    ['58030', 'ledger-disk-failed'],
    ['53200', 'database-away'],
    ['57P01', 'database-lost'],
    ['57P03', 'database-lost'],
    ['XX001', 'ledger-damaged'],
  ])('is what the server says by %s', async (state, code) => {
    const ledger = await open();
    await run(
      `create function fail() returns trigger language plpgsql as
         $$ begin raise exception using errcode = '${state}'; end $$;
       create trigger fail before insert on campaigns for each row execute function fail()`,
      database,
    );
    expect(await failure(ledger.openCampaign(draft))).toMatchObject({ code, exit: 3 });
    await run('drop trigger fail on campaigns', database);
    expect((await ledger.openCampaign(draft)).name).toBe('river');
  });

  it('is that its server is too old', () => {
    expect(() => requireVersion(130_021, 'outcry at db')).toThrow(
      'The server of the ledger outcry at db is PostgreSQL 13; Outcry needs 14 or newer.',
    );
    expect(requireVersion(140_000, 'outcry at db')).toBeUndefined();
  });
});

describe('a database that goes away', () => {
  let tunnel: Tunnel;
  let ledger: Ledger;
  beforeEach(async () => {
    tunnel = await openTunnel(database);
    ledger = await open(tunnel.address);
  });
  afterEach(() => tunnel.close());

  it('is said to be away, and is used again once it is back', async () => {
    const { number } = await readyCampaign(ledger);
    tunnel.cut();
    const error = await failure(ledger.claimBatch(number));
    expect(error.code).toMatch(/^database-(away|lost)$/);
    expect((await failure(ledger.claimBatch(number))).code).toBe('database-away');
    tunnel.mend();
    expect((await claimed(ledger, number)).number).toBe(1);
  });

  it('in the middle of a transaction leaves nothing of it', async () => {
    tunnel.cutAfter('insert into "campaigns"');
    const error = await failure(ledger.openCampaign(draft));
    expect(error).toMatchObject({ code: 'database-lost', exit: 3 });
    expect(error.message).toContain('went away in the middle of the work');
    expect(await ledger.listCampaigns()).toEqual([]);
  });

  it('when its server is stopped says so too', async () => {
    await ledger.openCampaign(draft);
    await run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameOf(database)}'`,
    );
    // Each broken connection is noticed when it is used, if not before.
    await vi.waitFor(async () => {
      const seen = await ledger.listCampaigns().catch((error: unknown) => error);
      if (seen instanceof OutcryError) expect(seen.code).toMatch(/^database-(away|lost)$/);
      expect(seen).toHaveLength(1);
    });
  });

  it('as an answer is recorded takes it once more, whether it had been recorded or not', async () => {
    const { number } = await readyCampaign(ledger);
    await ledger.takeSender(number);
    const refused = { state: 'refused', reason: 'no' } as const;
    const cuts: [words: string, settlement: Settlement][] = [
      ["update batches set state = 'accepted'", { state: 'accepted', messageId: 'm' }],
      [COMMIT, refused],
      ['update "batches"', refused],
    ];
    for (const [words, settlement] of cuts) {
      const batch = await claimed(ledger, number);
      tunnel.cutAfter(words);
      const error = await failure(ledger.settleBatch(batch, settlement));
      expect(error.code).toBe('database-lost');
      await ledger.settleBatch(batch, settlement);
    }
    expect(await ledger.tally(number)).toMatchObject({ accepted: 2, refused: 3, unknown: 0 });
  });

  it('as a batch is claimed loses nobody: nothing of it has left, so it is planned again', async () => {
    const { number } = await readyCampaign(ledger, { count: 5 });
    await ledger.takeSender(number);
    await ledger.setRate(number, { recipients: 1, ms: 1 });
    for (const words of [COMMIT, 'update batches set state', COMMIT]) {
      tunnel.cutAfter(words);
      expect((await failure(ledger.claimBatch(number))).code).toBe('database-lost');
    }
    const batches = [1, 2, 3].map(async () => claimed(ledger, number));
    const claims = (await Promise.all(batches)).map((batch) => [batch.number, batch.claim]);
    expect(claims.sort()).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  it('as a batch is claimed leaves it planned, for whoever sends it after this process', async () => {
    const { number } = await readyCampaign(ledger, { count: 2 });
    await ledger.takeSender(number);
    tunnel.cutAfter(COMMIT);
    await failure(ledger.claimBatch(number));
    const states = () => run('select state, claimed_at, attempts from batches', database);
    expect(await states()).toEqual([{ state: 'sending', claimed_at: String(now()), attempts: 1 }]);
    await ledger.releaseSender(number);
    expect(await states()).toEqual([{ state: 'planned', claimed_at: null, attempts: 0 }]);
  });

  it('as a batch is claimed leaves it unknown if the process dies before it is back', async () => {
    const { number } = await readyCampaign(ledger, { count: 2 });
    await ledger.takeSender(number);
    tunnel.cutAfter(COMMIT);
    await failure(ledger.claimBatch(number));
    await run('update senders set pid = 0, heartbeat = 0', database);
    expect(await (await open()).sweepSenders(number)).toBe(1);
    // That process, should it live after all, must not take back what others have given up.
    await ledger.releaseSender(number);
    expect(await ledger.tally(number)).toMatchObject({ unknown: 2, planned: 0 });
  });
});
