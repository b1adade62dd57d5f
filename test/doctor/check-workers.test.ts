import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { examineLedger } from '../../src/doctor/examine-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { type Engine, openEngine } from '../../src/worker/engine.ts';
import { createDatabase, dropDatabase, emptyDatabase, run } from '../ledger/a-database.ts';
import { readyCampaign } from '../ledger/ledgers.ts';
import { aSetup, codesOf } from './a-setup.ts';

let database: string;
let ledger: Ledger;
let engine: Engine;
beforeAll(async () => {
  database = await createDatabase();
  ledger = await openLedger({ database, host: 'sender-1' });
  engine = await openEngine(database, () => {});
});
afterEach(async () => {
  await emptyDatabase(database);
  await make('delete from graphile_worker._private_jobs');
});
afterAll(async () => {
  await engine.close();
  await ledger.close();
  await dropDatabase(database);
});

async function look(where = database) {
  const { findings } = await examineLedger(aSetup({ environment: { OUTCRY_DATABASE_URL: where } }));
  const of = (about: string) => findings.find((finding) => finding.about === about);
  const [jobs, workers] = [of('Job engine'), of('Workers')];
  if (!jobs || !workers) throw new Error('They were not looked at.');
  return { jobs, workers, codes: codesOf([jobs, workers]) };
}

/** By hand, past the ledger and the engine. */
const make = (sql: string) => run(sql, database);
const AGO = `(extract(epoch from now()) * 1000)::bigint - 600000`;

async function handedOver(name = 'river') {
  const { number } = await readyCampaign(ledger, { count: 4, batchSize: 2, name });
  await ledger.handOver(number);
  return number;
}

describe('workers, as the doctor sees them', () => {
  it('are not missed where nothing was handed over to any', async () => {
    const { jobs, workers, codes } = await look();
    expect(codes).toEqual([]);
    expect([jobs.state, workers.state]).toEqual(['ok', 'skipped']);
  });

  it('need no engine where none has ever run', async () => {
    const bare = await createDatabase();
    await (await openLedger({ database: bare })).close();
    expect((await look(bare)).jobs).toMatchObject({ state: 'skipped', problems: [] });
    await dropDatabase(bare);
  });

  it('are well while they are heard of, with what is under way', async () => {
    await handedOver();
    await ledger.startWork(['hand-1']);
    const { workers, codes } = await look();
    expect(codes).toEqual([]);
    expect(workers.what).toMatch(
      /^1 worker runs \(sender-1\), heard of within \d+ seconds?; campaigns that are theirs: 1\./,
    );
  });

  it('are missing where a campaign waits for one, or is to start later', async () => {
    await handedOver();
    const { workers } = await look();
    expect(codesOf([workers])).toEqual(['error workers-missing']);
    expect(workers.problems[0]?.fix).toContain('outcry resume river');
    await make(`update campaigns set state = 'ready',
      starts_at = (extract(epoch from now()) * 1000)::bigint + 7200000`);
    const later = (await look()).workers;
    expect(codesOf([later])).toEqual(['warning workers-missing']);
    expect(later.what).toMatch(/river is to start in (2 hours|1 hour 59 minutes)/);
  });

  it('are told of when they fall silent, by process and host', async () => {
    await ledger.startWork([]);
    await make(`update workers set heartbeat = ${AGO}`);
    const { workers, codes } = await look();
    expect(codes).toEqual(['warning worker-silent']);
    expect(workers.what).toContain(`process ${process.pid} on host sender-1`);
  });

  it('have let a batch lie that is under way for too long', async () => {
    const number = await handedOver();
    await ledger.startWork([]);
    await ledger.joinSenders(number);
    expect(await ledger.claimAtPace(number)).toMatchObject({ batch: { number: 1 } });
    const { workers, codes } = await look();
    expect(codes).toEqual([]);
    expect(workers.what).toMatch(/The oldest batch under way left \d+ seconds? ago\./);
    await make(`update batches set claimed_at = ${AGO} where state = 'sending'`);
    const late = await look();
    expect(late.codes).toEqual(['warning batch-late']);
    expect(late.workers.what).toMatch(/^Batch 1 of river has been under way for 10 minutes/);
  });

  it('have a campaign that stands still, unless something of its own holds it back', async () => {
    await handedOver();
    await ledger.startWork([]);
    await make(`update campaigns set created_at = ${AGO}`);
    expect((await look()).codes).toEqual(['warning campaign-stalled']);
    await make(`update campaigns set pace = '{"rate":{"recipients":1,"ms":86400000}}'`);
    expect((await look()).codes).toEqual([]);
  });

  it('are not looked at in a ledger of another version', async () => {
    await make("update kysely_migration set name = '9999-newer' where name like '0014%'");
    const { jobs, workers } = await look();
    await make("update kysely_migration set name = '0014-several-senders' where name like '9999%'");
    expect([jobs.state, workers.state]).toEqual(['skipped', 'skipped']);
  });
});

describe('the job engine, as the doctor sees it', () => {
  const JOBS = 'graphile_worker._private_jobs';

  it('is of the revision that the package makes', async () => {
    const { jobs, codes } = await look();
    expect(codes).toEqual([]);
    expect(jobs.what).toBe('Its tables are there (revision 18); jobs that are to be taken: 0.');
    await make('insert into graphile_worker.migrations (id) values (99)');
    const { codes: newer } = await look();
    await make('delete from graphile_worker.migrations where id = 99');
    expect(newer).toEqual(['warning engine-newer']);
  });

  it('has a backlog where jobs wait though a worker lives', async () => {
    await engine.knock(await handedOver());
    await ledger.startWork([]);
    expect((await look()).jobs.what).toContain('jobs that are to be taken: 1.');
    await make(`update ${JOBS} set run_at = now() - interval '10 minutes'`);
    const { jobs, codes } = await look();
    expect(codes).toEqual(['warning engine-backlog']);
    expect(jobs.what).toContain('the oldest for 10 minutes');
  });

  it('has jobs that fail, of which it says why without an address', async () => {
    await engine.knock(await handedOver(), Date.now() + 60_000);
    await ledger.startWork([]);
    await make(`update ${JOBS} set attempts = 1, last_error = 'No rosa@example.org.\n  at line 1'`);
    const { jobs, codes } = await look();
    expect(codes).toEqual(['warning engine-failing']);
    expect(jobs.what).toMatch(/failed: 1, the last one with: No r…@example\.org\.$/);
  });

  it('has jobs that workers hold who are gone', async () => {
    await engine.knock(await handedOver());
    await ledger.startWork(['hand-1']);
    const hold = (hand: string) =>
      make(`update ${JOBS} set locked_by = '${hand}', locked_at = now() - interval '5 minutes'`);
    await hold('hand-1');
    expect((await look()).codes).toEqual([]);
    await hold('hand-of-another');
    expect((await look()).codes).toEqual(['warning engine-held']);
  });
});
