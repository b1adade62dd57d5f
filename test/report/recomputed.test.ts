import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { makeReport, type Report, reportRates } from '../../src/report/make-report.ts';
import { reportPage } from '../../src/report/report-page.ts';
import { reportText } from '../../src/report/report-text.ts';
import { tablesOf } from '../../src/report/tables.ts';
import { HAS_BROWSER, openBrowser } from '../a-browser.ts';
import { ledgers, type Store } from '../ledger/ledgers.ts';
import { violationsOn } from '../web/violations.ts';
import { aSentCampaign } from './a-sent-campaign.ts';
import { recount } from './recount.ts';

const HOUR_MS = 3_600_000;
type Counted = Awaited<ReturnType<typeof recount>>;

describe.each(ledgers)('the report, counted again from the rows, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: Campaign;
  let report: Report;
  let counted: Counted;
  const make = () => makeReport(ledger, campaign, () => null);

  beforeAll(async () => {
    store = await createStore();
    ledger = await store.open();
    campaign = await aSentCampaign(ledger, store.clock);
    report = await make();
    counted = await recount(store);
  });
  afterAll(() => store?.remove());

  it('has as many events, people and signatures', () => {
    expect(report.events).toEqual(counted.events);
    expect(report.clicks.all).toBe(counted.visits);
    expect(report.clicks.people).toBe(counted.clicked);
    expect(report.signatures).toBe(counted.signatures);
    expect(report).toMatchObject({ recipients: 60, refused: 10, unknown: 10, suppressed: 3 });
    expect([report.recipients, report.accepted]).toEqual([counted.recipients, counted.accepted]);
  });

  it('has the same mail domains, which add up to the whole', () => {
    const byName = (one: { domain: string }, other: { domain: string }) =>
      one.domain < other.domain ? -1 : 1;
    expect(report.domains).toHaveLength(4);
    expect(report.domains.toSorted(byName)).toEqual(counted.domains.toSorted(byName));
    const sum = (column: 'recipients' | 'accepted' | 'clicked' | 'signatures') =>
      report.domains.reduce((total, one) => total + one[column], 0);
    const sums = [sum('recipients'), sum('accepted'), sum('clicked'), sum('signatures')];
    const { recipients, accepted, clicks, signatures } = report;
    expect(sums).toEqual([recipients, accepted, clicks.people, signatures]);
  });

  it('credits a share to whoever began its chain, however long, and every signature once', () => {
    expect(counted.sources).toEqual({
      link: 4,
      shared: 4,
      public: 1,
      public_shared: 1,
      other_campaigns: 2,
    });
    expect(report.sources).toEqual(counted.sources);
    const total = Object.values(report.sources).reduce((sum, count) => sum + count, 0);
    expect([total, counted.petition]).toEqual(Array(2).fill(report.petition.signatures));
  });

  it('has every hour between the first signature and the last, with those that fell in it', () => {
    const { unit, spans } = report.times;
    expect(unit).toBe('hour');
    for (const [index, { from, signatures }] of spans.entries()) {
      const begin = Date.parse(from);
      expect(begin - Date.parse(spans[0]?.from ?? '')).toBe(index * HOUR_MS);
      expect(signatures).toBe(counted.hours.get(begin) ?? 0);
    }
    expect(spans.reduce((sum, { signatures }) => sum + signatures, 0)).toBe(counted.signatures);
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

  it('is the same, byte for byte, when it is made again, in every form', async () => {
    const again = await make();
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    expect(reportText(again)).toBe(reportText(report));
    expect(reportPage(again, [again])).toBe(reportPage(report, [report]));
    expect(JSON.stringify(tablesOf(again))).toBe(JSON.stringify(tablesOf(report)));
  });

  it.runIf(HAS_BROWSER)('says so on a phone, where axe-core finds nothing', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
      await page.setContent(reportPage(report));
      expect(await violationsOn(page)).toEqual([]);
      const steps = await tableUnder(page, 'From the list to the signature');
      expect(steps.map(([step, count]) => [step, Number(count)])).toEqual([
        ['rows in the lists', counted.recipients],
        ['recipients', counted.recipients],
        ['accepted', counted.accepted],
        ['delivered', counted.events.delivered],
        ['people who clicked', counted.clicked],
        ['signatures', counted.signatures],
      ]);
      const domains = await tableUnder(page, 'By mail domain');
      const figures = domains.map(([domain, ...cells]) => [
        domain,
        ...cells.map(Number.parseFloat),
      ]);
      const expected = counted.domains.map((one) => {
        const { domain, accepted, delivered, bounced, complaints, clicked, signatures } = one;
        return [domain, accepted, delivered, bounced, complaints, clicked, signatures];
      });
      expect(figures.sort()).toEqual(expected.sort());
      const sources = await tableUnder(page, 'What brought the signatures');
      expect(sources.map(([, count]) => Number(count))).toEqual(Object.values(counted.sources));
    } finally {
      await browser.close();
    }
  });
});

/** The cells of a table's rows as they are read, the first line of each. */
async function tableUnder(page: Page, heading: string): Promise<string[][]> {
  const rows = page.locator(`h2:has-text("${heading}") ~ table, h2:has-text("${heading}") ~ .wide`);
  const cells = await rows.first().locator('tbody tr').all();
  return Promise.all(
    cells.map(async (row) => {
      const texts = await row.locator('th, td').allInnerTexts();
      return texts.map((text) => text.trim().split('\n')[0] ?? '');
    }),
  );
}
