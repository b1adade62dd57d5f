import type { SendEvent, Tell } from '../campaign/send-events.ts';
import type { Campaign, Tally } from '../ledger/ledger.ts';
import type { Io } from './io.ts';
import { barLine } from './progress/bar-line.ts';
import type { LocalTime } from './progress/describe-wait.ts';
import { createNotes } from './progress/event-notes.ts';
import { eventLine } from './progress/json-progress.ts';
import { createMeter, type Standing } from './progress/meter.ts';
import { createPlain } from './progress/plain-progress.ts';

export interface SendProgress {
  readonly tell: Tell;
  /** How the ledger stands in the end. */
  readonly settle: (tally: Tally) => void;
  readonly end: () => void;
}

interface Shown {
  readonly tally: Tally;
  readonly pace?: Campaign['pace'];
  /** The time zone of the times that are shown. */
  readonly zone: string;
  /** What may be missing where the first batch is tried in vain. */
  readonly hint: string;
  readonly asJson: boolean;
  /** Others send: who leaves stops nothing. */
  readonly follows?: boolean;
}

interface Stage {
  readonly standing: () => Standing;
  readonly local: () => LocalTime;
}

/** Shows what is told; each way of showing it has one. */
interface Display {
  show(event: SendEvent): void;
  note(text: string): void;
  tick?(): void;
  end(): void;
}

const TICK_MS = 1_000;
const STOPPING = 'Stopping once what is under way is answered. Ctrl-C again ends it at once.';

/**
 * How far a send has come, on stderr: a line at the foot of a terminal, plain lines elsewhere, or
 * NDJSON. Whatever is out of the ordinary gets a line that stays.
 */
export async function showProgress(io: Io, shown: Shown): Promise<SendProgress> {
  const meter = createMeter({ tally: shown.tally, pace: shown.pace, now: io.now });
  const local = () => ({ zone: shown.zone, now: io.now() });
  const display = await openDisplay(io, shown, { standing: meter.standing, local });
  const stopping = () => {
    if (!shown.follows) display.note(STOPPING);
  };
  io.signal.addEventListener('abort', stopping, { once: true });
  const timer = setInterval(() => display.tick?.(), TICK_MS).unref();
  return {
    tell: (event) => {
      meter.take(event);
      display.show(event);
    },
    settle: meter.settle,
    end: () => {
      clearInterval(timer);
      io.signal.removeEventListener('abort', stopping);
      display.end();
    },
  };
}

function openDisplay(io: Io, shown: Shown, stage: Stage): Display | Promise<Display> {
  if (shown.asJson) return jsonDisplay(io, stage);
  // A terminal that cannot move its cursor gets what a file gets.
  if (!io.screen || io.env.TERM === 'dumb') return plainDisplay(io, shown, stage);
  return terminalDisplay(io, io.screen, shown, stage);
}

function jsonDisplay(io: Io, { standing }: Stage): Display {
  const write = (event: { readonly type: string }) =>
    io.err(eventLine(event, standing(), io.now()));
  return {
    show: write,
    note: () => write({ type: 'stopping' }),
    end: () => write({ type: 'end' }),
  };
}

function plainDisplay(io: Io, { hint }: Shown, stage: Stage): Display {
  const plain = createPlain({ ...stage, write: io.err });
  const notesOf = createNotes({ hint, local: stage.local });
  return {
    show: (event) => {
      notesOf(event).forEach(plain.note);
      plain.told();
    },
    note: plain.note,
    tick: plain.tick,
    end: () => {},
  };
}

async function terminalDisplay(
  io: Io,
  screen: NonNullable<Io['screen']>,
  { hint }: Shown,
  { standing, local }: Stage,
): Promise<Display> {
  const { openFoot } = await import('./progress/terminal-progress.ts');
  let hasEnded = false;
  const foot = openFoot(screen, () => {
    const isStopping = io.signal.aborted && !hasEnded;
    return barLine(standing(), screen.columns, local(), isStopping);
  });
  const notesOf = createNotes({ hint, local });
  return {
    show: (event) => notesOf(event).forEach(foot.note),
    note: foot.note,
    end: () => {
      hasEnded = true;
      foot.end();
    },
  };
}
