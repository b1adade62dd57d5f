/**
 * How long `outcry signatures deliver` takes, and that its memory does not grow with the signatures:
 * `npm run bench:deliver [FEW MANY]`, by default 10,000 and 100,000, in all scripts, every third with a
 * comment. Ends with 1 if many take 1.3 times the memory of few, or if a name is missing in the CSV.
 */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { parse } from 'csv-parse';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { signerName } from '../fixtures/signers/names.ts';
import { openBenchFolder } from './bench-folder.ts';
import { runNode } from './start-process.ts';

const [FEW = 10_000, MANY = 100_000] = process.argv.slice(2).map(Number);
const MOST_GROWTH = 1.3;
const START = Date.UTC(2026, 10, 24, 10);
const COUNTRIES = ['US', 'ES', 'DE', 'JP', 'TW', 'KR', 'EG', 'IL', 'GR', 'UA'];
const COMMENT = 'Because every family deserves a home, and the law says so. 每个人都应该有一个家。';

const few = await measure(FEW);
const many = await measure(MANY);
if (many > few * MOST_GROWTH) {
  say('Memory grows with the signatures.');
  process.exitCode = 1;
}

/** Returns the memory that it took at its height, in MB. */
async function measure(signatures: number): Promise<number> {
  const workspace = openBenchFolder();
  try {
    await fill(join(workspace.folder, '.outcry', 'ledger.sqlite'), signatures);
    const out = join(workspace.folder, 'out');
    const argv = ['bin/outcry.js', 'signatures', 'deliver', 'door', '--out', out];
    const { ms, peakMb = 0 } = await runNode([...argv, '--workspace', workspace.folder]);
    const files = readdirSync(out).map((name) => join(out, name));
    const bytes = files
      .filter((file) => file.endsWith('.pdf'))
      .reduce((sum, file) => sum + statSync(file).size, 0);
    const names = await countNames(files.filter((file) => file.endsWith('.csv')));
    if (names !== signatures) process.exitCode = 1;
    say(
      `${text(signatures)} signatures: ${text(ms / 1000)} s, ${text(peakMb)} MB at most, ${(bytes / 1e6).toFixed(1)} MB of PDF, ${text(names)} names`,
    );
    return peakMb;
  } finally {
    workspace.close();
  }
}

async function countNames(files: readonly string[]): Promise<number> {
  let count = 0;
  for (const file of files) {
    const rows = createReadStream(file).pipe(parse({ columns: true, bom: true }));
    for await (const { last_name } of rows as AsyncIterable<{ last_name: string }>) {
      if (last_name) count += 1;
    }
  }
  return count;
}

async function fill(file: string, signatures: number): Promise<void> {
  const ledger = await openLedger({ file, now: () => START });
  await ledger.openCampaign({
    name: 'big',
    subject: 'Keep the door open',
    petition: { slug: 'door', target: 'The Council', statement: 'Keep it open.', goal: 100_000 },
    lang: 'en',
    translations: {},
    envelope: '{}',
    hash: 'big',
  });
  await ledger.close();
  const db = new SQLite(file);
  const insert = db.prepare(
    `insert into signatures (petition, email, first_name, last_name, postcode, country, comment, consent, consents, at)
     values ('door', ?, ?, ?, ?, ?, ?, 0, '["show"]', ?)`,
  );
  db.transaction(() => {
    for (let index = 0; index < signatures; index += 1) {
      const { first, last } = signerName(index);
      const place = [`${10_000 + (index % 80_000)}`, COUNTRIES[index % COUNTRIES.length]];
      const comment = index % 3 === 0 ? `${COMMENT} ${index}` : '';
      insert.run(`${index}@example.org`, first, last, ...place, comment, START + index);
    }
  })();
  db.close();
}

function text(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
