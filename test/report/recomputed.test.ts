import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { makeReport, type Report, reportRates } from '../../src/report/make-report.ts';
import { reportText } from '../../src/report/report-text.ts';
import type { Address, BatchNumber, SignatureNumber } from '../../src/terms.ts';
import { claimed, draft, recipientNumber, rowsOf } from '../ledger/ledgers.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 24, 10);
const DOMAINS = ['mail.example.org', 'post.example.net', 'Example.com', 'one.example.org'];
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0';

let folder: string;
let ledger: Ledger;
let campaign: Campaign;
let db: SQLite.Database;
let report: Report;
const clock = { now: START };

const emailOf = (number: number) => `s${number}@${DOMAINS[number % 7] ?? DOMAINS[0]}` as Address;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outcry-report-'));
  const file = join(folder, 'ledger.sqlite');
  ledger = await openLedger({ file, now: () => clock.now });
  campaign = await mailSixty();
  await keepEvents();
  await clickAndSign();
  report = await makeReport(ledger, campaign, () => null);
  db = new SQLite(file, { readonly: true });
});
afterAll(async () => {
  db?.close();
  await ledger?.close();
  rmSync(folder, { recursive: true });
});

/** Of six batches one is refused and one unknown; three people unsubscribe before theirs leaves. */
async function mailSixty(): Promise<Campaign> {
  const opened = await ledger.openCampaign(draft);
  const people = Array.from({ length: 60 }, (_, index) => ({
    email: emailOf(index + 1),
    fields: {},
    file: 'a.csv',
    line: index + 2,
  }));
  await ledger.freezeAudience(opened.number, rowsOf(people), 10);
  await ledger.takeSender(opened.number);
  for (const number of [11, 12, 31])
    await ledger.suppress(emailOf(number), 'unsubscribed', undefined);
  for (let batch = 1; batch <= 6; batch += 1) {
    const next = await claimed(ledger, opened.number);
    const reason = 'as the test wants it';
    if (batch === 3) await ledger.settleBatch(next, { state: 'refused', reason });
    else if (batch === 5) await ledger.settleBatch(next, { state: 'unknown', reason });
    else await ledger.settleBatch(next, { state: 'accepted', messageId: `m${batch}` });
  }
  await ledger.setCampaignState(opened.number, 'done');
  const done = await ledger.campaignByNumber(opened.number);
  if (!done) throw new Error('The campaign is gone.');
  return done;
}

/** Some come twice, as two events of one kind about one recipient. */
async function keepEvents(): Promise<void> {
  const names = ['processed', 'delivered', 'bounce', 'spamreport', 'dropped', 'open'];
  const events = Array.from({ length: 150 }, (_, index) => {
    const number = ((index * 13) % 20) + 1;
    return {
      identity: `event ${index}`,
      campaign: campaign.number,
      batch: Math.ceil(number / 10) as BatchNumber,
      recipient: recipientNumber(number),
      email: emailOf(number),
      event: names[index % names.length] ?? '',
      at: START + index,
      suppress: undefined,
      raw: '{}',
    };
  });
  await ledger.recordEvents(events);
}

async function clickAndSign(): Promise<void> {
  for (let number = 1; number <= 20; number += 1) {
    clock.now += 0.7 * HOUR_MS;
    const who = { campaign: campaign.number, recipient: recipientNumber(number) };
    const userAgent = number % 3 === 0 ? 'curl/8.5.0' : BROWSER;
    for (let visit = 0; visit <= number % 2; visit += 1) {
      await ledger.recordClick({ ...who, kind: 'sign', method: 'GET', userAgent });
    }
    if (number % 4 === 0) await sign(emailOf(number), who);
  }
  // The first signer shares; so does who came by that; and somebody of the public page, twice over.
  await sign('a@example.org', { sharedBy: await numberOf(emailOf(4)) });
  await sign('b@example.org', { sharedBy: await numberOf('a@example.org') });
  await sign('c@example.org', { sharedBy: await numberOf('b@example.org') });
  await sign('p@example.org', {});
  await sign('q@example.org', { sharedBy: await numberOf('p@example.org') });
  const other = await ledger.openCampaign({ ...draft, name: 'other' });
  const from = { campaign: other.number, recipient: recipientNumber(1) };
  await sign('o@example.org', from);
  await sign('s@example.org', { sharedBy: await numberOf('o@example.org') });
}

interface From {
  readonly campaign?: Campaign['number'];
  readonly recipient?: ReturnType<typeof recipientNumber>;
  readonly sharedBy?: SignatureNumber | undefined;
}

async function sign(email: string, from: From): Promise<void> {
  await ledger.recordSignature({
    petition: draft.petition.slug,
    email: email as Address,
    firstName: 'A',
    lastName: 'B',
    postcode: '',
    country: '',
    comment: '',
    consent: false,
    campaign: from.campaign,
    recipient: from.recipient,
    sharedBy: from.sharedBy,
  });
}

const numberOf = (email: string) => ledger.signatureOf(draft.petition.slug, email as Address);

interface Row {
  readonly [column: string]: string | number | null;
}
const rows = (sql: string) => db.prepare(sql).all() as Row[];
const domain = (email: unknown) => String(email).split('@').at(-1) ?? '';

it('counts events, people and signatures as the rows in the ledger do, one by one', () => {
  const events = new Map<string, Set<unknown>>();
  for (const { event, recipient } of rows('select * from events where campaign = 1')) {
    events.set(String(event), (events.get(String(event)) ?? new Set()).add(recipient));
  }
  const counted = [...events].map(([event, people]) => [event, people.size]);
  expect(report.events).toEqual(Object.fromEntries(counted));
  const visits = rows("select * from clicks where campaign = 1 and kind = 'sign'");
  expect(report.clicks.all).toBe(visits.length);
  const signers = new Set(
    rows('select * from signatures where campaign = 1').map(({ recipient }) => recipient),
  );
  expect(report.signatures).toBe(signers.size);
  const people = visits.filter(
    (visit) => String(visit.user_agent).startsWith('Mozilla') || signers.has(visit.recipient),
  );
  expect(report.clicks.people).toBe(new Set(people.map(({ recipient }) => recipient)).size);
  expect(report).toMatchObject({ recipients: 60, refused: 10, unknown: 10, suppressed: 3 });
});

it('counts each mail domain as the rows in the ledger do, and all of them as the whole', () => {
  const recipients = rows(
    `select email, outcome, state, recipients.number from recipients join batches
     on batches.campaign = recipients.campaign and batches.number = recipients.batch`,
  );
  const events = rows('select distinct event, recipient, email from events where campaign = 1');
  const signed = new Set(
    rows('select recipient from signatures where campaign = 1').map((one) => one.recipient),
  );
  expect(report.domains).toHaveLength(4);
  for (const one of report.domains) {
    const own = recipients.filter(({ email }) => domain(email) === one.domain);
    const mailed = own.filter(({ state, outcome }) => state === 'accepted' && outcome === null);
    const those = (event: string) =>
      events.filter((row) => row.event === event && domain(row.email) === one.domain).length;
    expect(one).toEqual({
      domain: one.domain,
      recipients: own.length,
      accepted: mailed.length,
      delivered: those('delivered'),
      bounced: those('bounce'),
      dropped: those('dropped'),
      complaints: those('spamreport'),
      signatures: own.filter(({ number }) => signed.has(number)).length,
    });
  }
  const sum = (column: 'recipients' | 'accepted' | 'signatures') =>
    report.domains.reduce((total, one) => total + one[column], 0);
  expect([sum('recipients'), sum('accepted'), sum('signatures')]).toEqual([
    report.recipients,
    report.accepted,
    report.signatures,
  ]);
});

it('credits a share to whoever began its chain, however long, and every signature once', () => {
  expect(report.sources).toEqual({
    link: 5,
    shared: 3,
    public: 1,
    public_shared: 1,
    other_campaigns: 2,
  });
  const total = Object.values(report.sources).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(report.petition.signatures);
  expect(total).toBe(rows('select * from signatures').length);
});

it('has every hour between the first signature and the last, with those that fell in it', () => {
  const times = rows('select at from signatures where campaign = 1').map(({ at }) => Number(at));
  const { unit, spans } = report.times;
  expect(unit).toBe('hour');
  for (const [index, { from, signatures }] of spans.entries()) {
    const begin = Date.parse(from);
    expect(begin - Date.parse(spans[0]?.from ?? '')).toBe(index * HOUR_MS);
    expect(signatures).toBe(times.filter((at) => at >= begin && at < begin + HOUR_MS).length);
  }
  expect(spans.reduce((sum, { signatures }) => sum + signatures, 0)).toBe(times.length);
});

it('names each share with its denominator, inside of its interval', () => {
  const rates = reportRates(report);
  expect(rates.map(({ name }) => name)).toContain('signatures');
  for (const { count, of_count, rate = Number.NaN, low = 0, high = 1, of } of rates) {
    if (of === 'rows') continue;
    expect(rate).toBe(count / of_count);
    expect(low).toBeLessThanOrEqual(rate);
    expect(high).toBeGreaterThanOrEqual(rate);
  }
});

it('is the same, byte for byte, when it is made again', async () => {
  const again = await makeReport(ledger, campaign, () => null);
  expect(JSON.stringify(again)).toBe(JSON.stringify(report));
  expect(reportText(again)).toBe(reportText(report));
});
