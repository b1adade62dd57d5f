import type { SendEvent, Tell } from '../campaign/send-events.ts';
import { formatCount } from '../format-count.ts';
import type { Io } from './io.ts';
import { plural } from './present-problems.ts';

export interface SendProgress {
  readonly tell: Tell;
  readonly end: () => void;
}

type Of<Type extends SendEvent['type']> = Extract<SendEvent, { readonly type: Type }>;

/** Tries in vain of the first batch after which it is said what may be missing. */
const HINT_AFTER = 2;

/**
 * How far a send has come, on stderr: one line that is written over on a terminal, elsewhere a line
 * whenever a tenth is done. Whatever is out of the ordinary gets a line of its own.
 */
export function showProgress(io: Io, total: number, hint: string): SendProgress {
  const line = openLine(io);
  let [done, tenths] = [0, 0];
  // Told once for each search, and not for every half.
  let searching = false;
  const show = () => line.write(`${formatCount(done)} of ${plural(total, 'recipient')} sent`);
  const stopping = () =>
    line.note('Stopping once what is under way is answered. Ctrl-C again ends it at once.');
  io.signal.addEventListener('abort', stopping, { once: true });
  if (io.isErrTerminal) show();
  const onBatch = ({ batch: { number, recipients }, settlement }: Of<'batch'>) => {
    const { state } = settlement;
    if (state === 'notTaken') return;
    if (state === 'divided') {
      if (!searching) line.note(`Somebody in batch ${number} is refused: looking for whom.`);
      searching = true;
      return;
    }
    if (state !== 'accepted') line.note(`Batch ${number}: ${state}. ${settlement.reason}`);
    searching &&= state !== 'refused';
    done += recipients.length;
    const tenth = Math.floor((done / total) * 10);
    if (io.isErrTerminal || tenth > tenths) show();
    tenths = tenth;
  };
  const onRetry = ({ attempt, waitMs, reason }: Of<'retry'>) => {
    line.note(`${reason} Trying again in ${seconds(waitMs)} (attempt ${attempt + 1}).`);
    if (attempt === HINT_AFTER && done === 0 && hint !== '') line.note(hint);
  };
  return {
    tell: (event) => {
      if (event.type === 'batch') onBatch(event);
      if (event.type === 'retry') onRetry(event);
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
  const over = (text: string) => (shown === undefined ? text : `\r\u001b[1A\u001b[J${text}`);
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
