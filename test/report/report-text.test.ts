import { expect, it } from 'vitest';
import type { Report } from '../../src/report/make-report.ts';
import { reportPage } from '../../src/report/report-page.ts';
import { reportText } from '../../src/report/report-text.ts';
import { REPORT, TESTED } from './sample-report.ts';

const TROUBLED: Report = { ...REPORT, accepted: 997_000, refused: 1000, unknown: 2000 };

it('fits a terminal of 80 columns, with columns under each other', () => {
  const lines = reportText(REPORT).split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  const shares = lines.slice(3, 9).map((line) => line.indexOf('% of'));
  expect(new Set(shares.filter((place) => place >= 0)).size).toBe(1);
  const bars = lines
    .slice(3, 9)
    .filter((line) => line.includes('█'))
    .map((line) => line.indexOf('█'));
  expect(new Set(bars).size).toBe(1);
  expect(lines).toContainEqual(
    expect.stringMatching(/100\.0 % of recipients {2}100\.0–100\.0 {2}█/),
  );
});

it('says plainly who was refused and who is unknown, and where to read why', () => {
  const text = reportText(TROUBLED);
  expect(text).toMatch(/refused: not mailed +1,000 +0\.10 % of recipients/);
  expect(text).toMatch(/unknown: perhaps mailed +2,000 +0\.20 % of recipients/);
  expect(text).toContain('outcry status door');
  expect(reportText(REPORT)).not.toContain('unknown');
  expect(reportPage(TROUBLED)).toMatch(/unknown: perhaps mailed[\s\S]*?2,000/);
});

it('shows no share of nothing', () => {
  const nobody = { ...REPORT, recipients: 0, accepted: 0, signatures: 0 };
  expect(reportText(nobody)).not.toMatch(/NaN|Infinity/);
  expect(reportPage(nobody)).not.toMatch(/NaN|Infinity/);
});

it('counts each variant, with its rate and the probability that it is the best', () => {
  const text = reportText(TESTED);
  expect(text).toContain('accepted 101, signatures 12: 11.9 % (6.9 to 19.6), the best with 0.2 %');
  expect(text).toContain('the best with > 99.9 %');
  expect(text).toContain('The rest waits for the winner: 0 of 800 accepted');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  const page = reportPage(TESTED);
  expect(page).toContain('A · “Keep the &lt;door&gt; open”');
  expect(page).toContain('The rest waits for the winner: 0 of 800 accepted');
  const decided = {
    ...TESTED,
    rest: { recipients: 800, accepted: 800, signatures: 9, winner: 'A' },
  };
  expect(reportPage(decided)).toContain('· <strong>the winner</strong>');
  expect(reportText(decided)).toContain('The rest got A: 800 of 800 accepted, signatures 9');
});

it('escapes what staff have written', () => {
  expect(reportPage(REPORT)).toContain('Keep the &lt;door&gt; open');
});

it('tells people from machines for each link, and who would rather have fewer letters', () => {
  const text = reportText(REPORT);
  expect(text).toMatch(/the sign link +400 +30 +10\n/);
  expect(text).toMatch(/https:\/\/example\.org\/(long\/)+\w*… +12,345 +0 +0\n/);
  expect(text).toMatch(/the link that nobody sees +0 +7 +0\n/);
  expect(text).toMatch(/want fewer letters +3/);
  expect(text).toMatch(/want no more about this +2/);
  const page = reportPage(REPORT);
  expect(page).toContain('<th scope="row" class="link">the sign link</th><td class="count">400');
  expect(page).toContain('12,345');
});
