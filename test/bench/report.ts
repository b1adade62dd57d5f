/**
 * How long `outcry report` takes on a ledger of a large campaign: `npm run bench:report [RECIPIENTS]`, by default a
 * million, with three events to each, 400,000 clicks and 60,000 signatures. The rows are inserted as they would have
 * been kept; then the command itself is run, from its start to its end: once when all clicks have yet to be judged, as
 * after an update of the rules, and three times when they are. Ends with 1 if the middle one of those takes two seconds.
 */
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openBenchFolder } from './bench-folder.ts';
import { runNode } from './start-process.ts';

const [RECIPIENTS = 1_000_000] = process.argv.slice(2).map(Number);
const MOST_MS = 2000;
const BATCH = 1000;
const START = Date.UTC(2026, 10, 24, 10);
const PROVIDERS = ['gmail.com', 'yahoo.com', 'outlook.com', 'aol.com', 'icloud.com'];
const AGENTS = ['Mozilla/5.0 (Windows NT 10.0)', 'Mozilla/5.0 (iPhone)', 'Barracuda Sentinel'];

const workspace = openBenchFolder();
try {
  const file = join(workspace.folder, '.outcry', 'ledger.sqlite');
  await openCampaign(file);
  const events = fill(file);
  say(`${text(RECIPIENTS)} recipients, ${text(events)} events`);
  const argv = ['bin/outcry.js', 'report', 'big', '--workspace', workspace.folder];
  say(`  ${text((await runNode(argv)).ms)} ms with every click to be judged`);
  const runs = [await runNode(argv), await runNode(argv), await runNode(argv)];
  const [, middle] = runs.toSorted((one, other) => one.ms - other.ms);
  say(`  ${text(middle?.ms ?? 0)} ms, ${text(middle?.peakMb ?? 0)} MB when they are judged`);
  const start = await runNode(['bin/outcry.js', '--version']);
  say(`  ${text(start.ms)} ms of that for outcry to start`);
  if (!middle || middle.ms >= MOST_MS) process.exitCode = 1;
} finally {
  workspace.close();
}

async function openCampaign(file: string): Promise<void> {
  const ledger = await openLedger({ file, now: () => START });
  const message = { tracked: [{ url: ['https://example.org/law'] }] };
  await ledger.openCampaign({
    name: 'big',
    subject: 'Keep the door open',
    petition: { slug: 'door', target: 'The Council', statement: 'Keep it open.', goal: 100_000 },
    lang: 'en',
    translations: {},
    envelope: JSON.stringify({
      editions: [{ lang: 'en', variant: '', message }],
      url: 'https://x.example.org',
    }),
    hash: 'big',
  });
  await ledger.close();
}

/** Returns how many events there are. */
function fill(file: string): number {
  const db = new SQLite(file);
  db.pragma('synchronous = off');
  db.pragma('cache_size = -200000');
  const all = db.transaction(() => {
    fillRecipients(db);
    fillReplies(db);
    return fillEvents(db);
  });
  const events = all();
  db.exec("update campaigns set state = 'done'");
  db.exec(`insert into batch_domains select campaign, batch, substr(email, instr(email, '@') + 1), count(*)
    from recipients group by 1, 2, 3`);
  db.close();
  return events;
}

/** Eight of ten at the large providers, the others at twenty thousand small ones. */
function emailOf(recipient: number): string {
  const domain =
    recipient % 10 < 8
      ? PROVIDERS[(recipient * 7919) % PROVIDERS.length]
      : `mail${(recipient * 31) % 20_000}.example.org`;
  return `supporter.${(recipient * 7919) % 1_000_003}.${recipient}@${domain}`;
}

function fillRecipients(db: SQLite.Database): void {
  const batch = db.prepare(
    "insert into batches (campaign, number, state, lang, size) values (1, ?, 'accepted', 'en', ?)",
  );
  const recipient = db.prepare(
    'insert into recipients (campaign, batch, number, email, fields) values (1, ?, ?, ?, ?)',
  );
  for (let number = 1; number <= RECIPIENTS; number += 1) {
    const first = number % BATCH === 1;
    if (first) batch.run(batchOf(number), Math.min(BATCH, RECIPIENTS - number + 1));
    recipient.run(batchOf(number), number, emailOf(number), '{"first_name":"Ana","city":"Reno"}');
  }
}

function batchOf(recipient: number): number {
  return Math.ceil(recipient / BATCH);
}

function fillEvents(db: SQLite.Database): number {
  const event = db.prepare(
    'insert into events (identity, campaign, batch, recipient, email, event, at, raw) values (?, 1, ?, ?, ?, ?, ?, ?)',
  );
  const raw = JSON.stringify({
    event: 'some',
    ip: '192.0.2.1',
    response: '250 2.0.0 OK '.repeat(4),
  });
  let count = 0;
  for (let number = 1; number <= RECIPIENTS; number += 1) {
    const ends = number % 40 === 0 ? 'bounce' : 'delivered';
    const third = number % 10 === 9 ? 'deferred' : 'open';
    for (const name of ['processed', ends, third]) {
      count += 1;
      const identity = `${(number * 7919) % 1_000_003}.${name}`;
      event.run(identity, batchOf(number), number, emailOf(number), name, START + number, raw);
    }
  }
  return count;
}

function fillReplies(db: SQLite.Database): void {
  const click = db.prepare(
    `insert into clicks (campaign, recipient, kind, link, method, user_agent, network, at)
     values (1, ?, ?, ?, 'GET', ?, ?, ?)`,
  );
  const signature = db.prepare(
    `insert into signatures (petition, email, first_name, last_name, postcode, country, comment, consent, campaign,
     recipient, at) values ('door', ?, 'Ana', 'Ray', '', 'US', '', 1, 1, ?, ?)`,
  );
  for (let one = 0; one < RECIPIENTS * 0.4; one += 1) {
    const recipient = ((one * 2) % RECIPIENTS) + 1;
    const at = START + one * 700;
    const [kind, link] = one % 4 === 3 ? ['link', 0] : ['sign', null];
    click.run(recipient, kind, link, AGENTS[one % 3], `network ${one % 5000}`, at);
    if (one < RECIPIENTS * 0.06) signature.run(emailOf(recipient), recipient, at + 60_000);
  }
}

function text(number: number): string {
  return Math.round(number).toLocaleString('en-GB');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
