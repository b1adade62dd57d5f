import { expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { watchReport } from '../../src/cli/watch-report.ts';
import type { Report } from '../../src/report/make-report.ts';
import { REPORT } from '../report/sample-report.ts';

/** Watches until the reports that are given run out; what was written, piece by piece. */
async function watch(reports: readonly Report[], isOutTerminal: boolean, isJson = false) {
  const written: string[] = [];
  const stop = new AbortController();
  let next = 0;
  const make = async () => {
    const report = reports[next] ?? REPORT;
    next += 1;
    if (next === reports.length) stop.abort();
    return report;
  };
  const io = {
    out: (text: string) => written.push(text),
    now: () => Date.UTC(2026, 10, 24, 9),
    isOutTerminal,
    signal: stop.signal,
  } as unknown as Io;
  await watchReport(io, { make, isJson, pauseMs: 1 });
  return written;
}

const LATER: Report = { ...REPORT, signatures: 313 };

it('writes a plain line for each change where there is no terminal, and none without', async () => {
  const lines = await watch([REPORT, REPORT, LATER, LATER], false);
  expect(lines).toEqual([
    '2026-11-24T09:00:00Z door: done; accepted 1,000,000, delivered 985,000, bounced 5,000, clicked 390, signatures 312, unsubscribed 5',
    expect.stringContaining('signatures 313'),
  ]);
  expect(lines.join('')).not.toContain('\u001b');
});

it('draws the report in the place of the last one on a terminal', async () => {
  const screens = await watch([REPORT, LATER, LATER], true);
  expect(screens).toHaveLength(2);
  for (const screen of screens) expect(screen.startsWith('\u001b[H\u001b[2J')).toBe(true);
  expect(screens[1]).toMatch(/signatures +313 /);
  expect(screens[1]).toMatch(/Ctrl-C ends\.$/);
});

it('writes a document a line as JSON', async () => {
  const documents = await watch([REPORT, LATER], true, true);
  expect(documents.map((text) => JSON.parse(text).signatures)).toEqual([312, 313]);
});
