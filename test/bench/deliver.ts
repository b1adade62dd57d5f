/**
 * How long `outcry signatures deliver` takes, and that its memory does not grow with the signatures:
 * `npm run bench:deliver [FEW MANY]`, by default 20,000 and 100,000, in all scripts, every third with a
 * comment. Then reads its PDFs again, and compares them row by row with who has signed. Ends with 1 if
 * many take 1.3 times the memory of few, or if a row is missing or reads otherwise.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { readRows } from '../../src/petition-delivery/read-rows.ts';
import { signerName } from '../fixtures/signers/names.ts';
import { openPdfFile, readPages, squeezed } from '../petition-delivery/read-pages.ts';
import { openBenchFolder } from './bench-folder.ts';
import { runNode } from './start-process.ts';

const [FEW = 20_000, MANY = 100_000] = process.argv.slice(2).map(Number);
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
    const { ms, cpuMs = 0, peakMb = 0 } = await runNode([...argv, '--workspace', workspace.folder]);
    const files = readdirSync(out).map((name) => join(out, name));
    const pdfs = files.filter((file) => file.endsWith('.pdf'));
    const bytes = pdfs.reduce((sum, file) => sum + statSync(file).size, 0);
    say(
      `${text(signatures)} signatures: ${text(ms / 1000)} s (${text(cpuMs / 1000)} s of a processor), ${text(peakMb)} MB at most, ${(bytes / 1e6).toFixed(1)} MB of PDF`,
    );
    let read = 0;
    for (const pdf of pdfs) read += await countRight(pdf);
    say(`  ${text(read)} rows read again from the PDF as they were signed`);
    if (read !== signatures) process.exitCode = 1;
    return peakMb;
  } finally {
    workspace.close();
  }
}

/** How many rows of a document are those of its CSV file, with the names of who has signed. */
async function countRight(file: string): Promise<number> {
  const pdf = await openPdfFile(file);
  const found = await readPages(pdf);
  await pdf.destroy();
  let right = 0;
  const rows = readRows(file.replace(/pdf$/, 'csv'), { lang: 'en', han: 'sc' });
  for await (const { number, name, place, comment } of rows) {
    const { first, last } = signerName(number - 1);
    const read = squeezed(found.get(number) ?? '');
    if (name === `${first} ${last}` && read === squeezed(name + place + comment)) right += 1;
    else say(`  ${number}: ${name} ${place} ${comment}, in the PDF ${found.get(number)}`);
  }
  return right;
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
