import type { Delivery, Retry } from '../delivery/deliver.ts';
import type { Batch } from '../ledger/ledger.ts';
import type { Io } from './io.ts';
import { plural } from './present-problems.ts';

export interface SendProgress {
  readonly onBatch: (batch: Batch, delivery: Delivery) => void;
  readonly onRetry: (retry: Retry) => void;
  readonly end: () => void;
}

/**
 * How far a send has come, on stderr: one line that is written over on a terminal, elsewhere a line
 * whenever a tenth is done. Whatever is out of the ordinary gets a line of its own.
 */
export function showProgress(io: Io, total: number, hint: string): SendProgress {
  const line = openLine(io);
  let [done, tenths, hinted] = [0, 0, false];
  const show = () => line.write(`${count(done)} of ${plural(total, 'recipient')} sent`);
  const stopping = () =>
    line.note('Stopping: what is under way is seen through first. Ctrl-C again ends it at once.');
  io.signal.addEventListener('abort', stopping, { once: true });
  if (io.isErrTerminal) show();
  return {
    onBatch: ({ number, recipients }, delivery) => {
      if (delivery.kind === 'notTaken' || delivery.kind === 'blocked') return;
      if (delivery.kind !== 'accepted') {
        line.note(`Batch ${number}: ${delivery.kind}. ${delivery.reason}`);
      }
      done += recipients.length;
      const tenth = Math.floor((done / total) * 10);
      if (io.isErrTerminal || tenth > tenths) show();
      tenths = tenth;
    },
    onRetry: ({ attempt, waitMs, reason }) => {
      line.note(`${reason} Trying again in ${seconds(waitMs)} (attempt ${attempt + 1}).`);
      if (!hinted && hint !== '') line.note(hint);
      hinted = true;
    },
    end: () => {
      io.signal.removeEventListener('abort', stopping);
      line.end();
    },
  };
}

/** The last line of a terminal, which is written over until something else must stay. */
function openLine(io: Io) {
  let shown: string | undefined;
  const over = (text: string) => (shown === undefined ? text : `\u001b[1A\u001b[2K${text}`);
  return {
    write: (text: string) => {
      io.err(io.isErrTerminal ? over(text) : text);
      if (io.isErrTerminal) shown = text;
    },
    /** Stays, above the line. */
    note: (text: string) => {
      io.err(shown === undefined ? text : `${over(text)}\n${shown}`);
    },
    end: () => {
      if (shown !== undefined) io.err('');
    },
  };
}

function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
