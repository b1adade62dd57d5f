import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger, Supporter, Translations } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks, type Links } from '../../src/links.ts';
import type { Address, CampaignNumber, Petition, RecipientNumber } from '../../src/terms.ts';
import { type ServeOptions, startServer } from '../../src/web/serve.ts';
import type { LogLine } from '../../src/web/web-log.ts';

export const SECRET = 'a-secret-for-tests-that-is-long-enough';
export const PETITION = {
  slug: 'keep-the-door-open',
  target: 'U.S. Department of Justice',
  statement: 'Keep the door open to those who flee for their lives.',
  goal: 50_000,
};
export const FROM = { name: 'Safe Harbour', email: 'campaigns@example.org' };
export const ROSA = 'rosa.reyes@example.org' as Address;

/** The web side with everything real, on a port of its own, and a campaign of one letter. */
export interface ASite {
  readonly url: string;
  readonly metricsUrl: string | undefined;
  readonly ledger: Ledger;
  readonly links: Links;
  readonly campaign: CampaignNumber;
  readonly log: LogLine[];
  /** Where the ledger's files are. */
  readonly folder: string;
  /** The address here of a recipient's link: number 1 unless said. */
  signLink(recipient?: number): string;
  unsubscribeLink(recipient?: number): string;
  close(): Promise<void>;
}

interface ASupporter {
  readonly email: string;
  readonly fields: Record<string, string>;
  readonly lang?: string;
}

export interface Wishes extends Partial<ServeOptions> {
  readonly goal?: number;
  readonly tell?: string;
  /** What else is said of the petition. */
  readonly petition?: Partial<Petition>;
  readonly supporters?: readonly ASupporter[];
  readonly translations?: Translations;
  readonly batchSize?: number;
  readonly envelope?: string;
  /** The address of a PostgreSQL database for the ledger; a SQLite file unless said. */
  readonly database?: string;
  /** For the ledger's answers. */
  readonly patienceMs?: number;
  /** What the web side is given in the ledger's place. */
  readonly troubled?: (ledger: Ledger) => Ledger;
}

export async function openSite(wishes: Wishes = {}): Promise<ASite> {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-web-'));
  const now = () => Date.UTC(2026, 10, 24, 12);
  const { database, patienceMs } = wishes;
  const place = database === undefined ? { file: join(folder, 'ledger.sqlite') } : { database };
  const ledger = await openLedger({ ...place, patienceMs, now });
  const campaign = await openCampaign(ledger, wishes);
  const publicUrl = wishes.publicUrl ?? 'https://act.example.org';
  const links = createLinks({ url: publicUrl, secrets: [SECRET] });
  const log: LogLine[] = [];
  const starting = startServer({
    ledger: wishes.troubled?.(ledger) ?? ledger,
    links,
    templateRoots: ['templates'],
    organisation: { name: 'Safe Harbour', address: '12 Quay Street, Portland', url: undefined },
    publicUrl,
    host: '127.0.0.1',
    port: 0,
    now,
    log: (line) => log.push(line),
    ...wishes,
  });
  const server = await starting.catch(async (error: unknown) => {
    await clearAway(ledger, folder);
    throw error;
  });
  const clock = wishes.now ?? now;
  stamps.set(server.url, () => links.formStamp(PETITION.slug, clock() - 60_000));
  const local = (link: string) => server.url + new URL(link).pathname;
  const linksOf = (recipient: number) => links.linksOf(campaign, recipient as RecipientNumber);
  return {
    url: server.url,
    metricsUrl: server.metricsUrl,
    ledger,
    links,
    campaign,
    log,
    folder,
    signLink: (recipient = 1) => local(linksOf(recipient).sign_link),
    unsubscribeLink: (recipient = 1) => local(linksOf(recipient).unsubscribe_link),
    close: async () => {
      await server.close();
      stamps.delete(server.url);
      await clearAway(ledger, folder);
    },
  };
}

/** The stamps of forms that were opened a minute ago, by the origin of the site. */
const stamps = new Map<string, () => string>();

/** Posts a form as a browser does in which it was opened a minute ago; redirects are not followed. */
export function post(url: string, fields: Record<string, string>): Promise<Response> {
  const opened = stamps.get(new URL(url).origin)?.() ?? '';
  const body = new URLSearchParams({ opened, ...fields });
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
}

async function clearAway(ledger: Ledger, folder: string): Promise<void> {
  await ledger.close();
  rmSync(folder, { recursive: true });
}

const ROSA_ALONE = [{ email: ROSA, fields: { first_name: 'Rosa', last_name: 'Reyes' } }];

const ENVELOPE = JSON.stringify({ editions: [{ lang: 'en', from: FROM }], url: '' });

async function openCampaign(ledger: Ledger, wishes: Wishes): Promise<CampaignNumber> {
  const {
    supporters = ROSA_ALONE,
    envelope = ENVELOPE,
    goal = PETITION.goal,
    tell,
    translations = {},
  } = wishes;
  const { number } = await ledger.openCampaign({
    name: 'keep-the-door-open-2026-11-24',
    subject: 'Keep the door open',
    petition: { ...PETITION, goal, tell, ...wishes.petition },
    lang: 'en',
    translations,
    envelope,
    hash: '0'.repeat(64),
  });
  await ledger.freezeAudience(number, rowsOf(supporters), wishes.batchSize ?? 1000);
  return number;
}

async function* rowsOf(supporters: NonNullable<Wishes['supporters']>): AsyncIterable<Supporter> {
  for (const [index, { email, ...supporter }] of supporters.entries()) {
    yield { email: email as Address, ...supporter, file: 'list.csv', line: index + 2 };
  }
}
