import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, Campaign, Ledger, Skipped, Supporter } from '../../src/ledger/ledger.ts';
import { type LedgerPlace, openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address, CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { giveDatabase, takeDatabase } from './a-database.ts';

/** Greater than any system gives out, so surely dead. */
export const DEAD_PID = 2 ** 22 + 1;

export interface Who {
  readonly pid?: number;
  readonly host?: string;
  readonly startedAt?: number;
  readonly bootedAt?: number;
}

/** One database that several ledgers can be opened on, as several processes do. */
export interface Store {
  readonly clock: { now: number };
  readonly place: LedgerPlace;
  open(who?: Who): Promise<Ledger>;
  remove(): Promise<void>;
}

/** Every database that the suite runs on. */
export const ledgers: readonly LedgerKind[] = [
  { name: 'SQLite', createStore: createSqliteStore, modelRuns: 80 },
  { name: 'PostgreSQL', createStore: createPostgresStore, modelRuns: 25 },
];

interface LedgerKind {
  readonly name: string;
  readonly createStore: () => Promise<Store>;
  /** How many sequences of the model are played on it, if it is not said: each step has a price. */
  readonly modelRuns: number;
}

async function createSqliteStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-ledger-'));
  const place = { file: join(folder, '.outcry', 'ledger.sqlite') };
  return storeAt(place, async () => rmSync(folder, { recursive: true, force: true }));
}

async function createPostgresStore(): Promise<Store> {
  const database = await takeDatabase();
  return storeAt({ database }, () => giveDatabase(database));
}

function storeAt(place: LedgerPlace, removePlace: () => Promise<void>): Store {
  const clock = { now: Date.UTC(2026, 10, 24, 10, 32) };
  const opened: Ledger[] = [];
  return {
    clock,
    place,
    async open(who = {}) {
      const ledger = await openLedger({ ...place, now: () => clock.now, bootedAt: 0, ...who });
      opened.push(ledger);
      return ledger;
    },
    async remove() {
      for (const ledger of opened) await ledger.close();
      await removePlace();
    },
  };
}

export const draft = {
  name: 'river',
  subject: 'Save the river',
  petition: { slug: 'save-the-river', target: 'The Council', statement: 'Save it.', goal: 500 },
  lang: 'en',
  translations: {},
  envelope: '{"letter":"…"}',
  hash: 'abc123',
};

export function address(name: string | number): Address {
  return `${name}@example.org` as Address;
}

export function supporter(name: string | number, line = 2): Supporter {
  const fields = { first_name: `O'Brien & ${name}`, city: '日本語' };
  return { email: address(name), fields, file: 'lists/a.csv', line };
}

export async function* rowsOf<T extends Supporter | Skipped>(rows: Iterable<T>): AsyncGenerator<T> {
  yield* rows;
}

export function supporters(count: number): Supporter[] {
  return Array.from({ length: count }, (_, index) => supporter(index + 1, index + 2));
}

/** A campaign that is ready, with recipients `1@example.org` … in batches of `batchSize`. */
export async function readyCampaign(
  ledger: Ledger,
  { count = 5, batchSize = 2, name = 'river' } = {},
): Promise<Campaign> {
  const campaign = await ledger.openCampaign({ ...draft, name });
  await ledger.freezeAudience(campaign.number, rowsOf(supporters(count)), batchSize);
  return campaign;
}

export async function claimed(ledger: Ledger, campaign: CampaignNumber): Promise<Batch> {
  const batch = await ledger.claimBatch(campaign);
  if (!batch) throw new Error('There was no batch to claim.');
  return batch;
}

export function emailsOf(batch: Batch | undefined): string[] | undefined {
  return batch?.recipients.map(({ email }) => email);
}

export const recipientNumber = (number: number) => number as RecipientNumber;
