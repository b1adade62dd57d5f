import { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import type { Screen } from '../io.ts';

/** A line at the foot of a terminal that is written over, with lines above it that stay. */
export interface Foot {
  note(text: string): void;
  /** Writes the line once more, and leaves it. */
  end(): void;
}

/** So often is the line written anew, each second. */
const FRAMES = 5;
/** Wider than any terminal: what fits is for `line` to say. */
const NO_TRIMMING = 10_000;
const CLEAR_BELOW = '\u001b[J';

/** `line` is asked for what is to stand there, each time anew. */
export function openFoot(screen: Screen, line: () => string): Foot {
  const bars = new cliProgress.MultiBar({
    stream: streamTo(screen),
    format: () => line(),
    fps: FRAMES,
    // What is written above it wipes it out.
    forceRedraw: true,
    linewrap: true,
    gracefulExit: false,
  });
  // Where a terminal that is made narrower breaks the line in two, both halves are below the cursor.
  bars.on('redraw-post', () => screen.write(`${CLEAR_BELOW}\r`));
  screen.write('\n');
  bars.create(1, 0);
  bars.update();
  return {
    note: (text) => {
      bars.log(`${CLEAR_BELOW}${wrapWords(text, screen.columns)}\n`);
      bars.update();
    },
    end: () => {
      bars.update();
      bars.stop();
      screen.write('\n');
    },
  };
}

/** Broken between words; what is longer than a line is left to the terminal. */
function wrapWords(text: string, columns: number): string {
  const fitting = new RegExp(`(.{1,${Math.max(columns - 1, 1)}})(?:\\s+|$)`, 'g');
  return text.replace(fitting, '$1\n').trimEnd();
}

/** What `cli-progress` takes for a terminal. */
function streamTo(screen: Screen): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      screen.write(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY: true, columns: NO_TRIMMING });
}
