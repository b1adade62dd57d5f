import { setTimeout as wait } from 'node:timers/promises';
import { formatCount } from '../format-count.ts';
import type { Report } from '../report/make-report.ts';
import { reportText } from '../report/report-text.ts';
import type { Io } from './io.ts';

const PAUSE_MS = 2000;
/** To the upper left corner, and nothing left of what was there. */
const CLEAR = '\u001b[H\u001b[2J\u001b[3J';

interface Watching {
  readonly make: () => Promise<Report>;
  readonly isJson: boolean;
  readonly pauseMs?: number;
}

/**
 * Shows the report anew whenever its figures have changed, until the command is asked to stop: on a
 * terminal in the place of the last one, elsewhere a line for each change; as JSON one document a line.
 */
export async function watchReport(io: Io, watching: Watching): Promise<void> {
  const { make, isJson, pauseMs = PAUSE_MS } = watching;
  let before = '';
  while (!io.signal.aborted) {
    const report = await make();
    const document = JSON.stringify(report);
    if (document !== before) {
      if (isJson) io.out(document);
      else if (io.isOutTerminal) io.out(`${CLEAR}${reportText(report)}\n\nCtrl-C ends.`);
      else io.out(lineOf(io.now(), report));
    }
    before = document;
    await wait(pauseMs, undefined, { signal: io.signal }).catch(() => {});
  }
}

function lineOf(now: number, report: Report): string {
  const figures = [
    ['accepted', report.accepted],
    ['delivered', report.events.delivered ?? 0],
    ['bounced', report.events.bounce ?? 0],
    ['clicked', report.clicks.people],
    ['signatures', report.signatures],
    ['unsubscribed', report.unsubscribes],
  ] as const;
  const told = figures.map(([name, count]) => `${name} ${formatCount(count)}`).join(', ');
  return `${new Date(now).toISOString().slice(0, 19)}Z ${report.campaign}: ${report.state}; ${told}`;
}
