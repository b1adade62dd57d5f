import { sayStanding } from './describe-standing.ts';
import { describeWait, type LocalTime } from './describe-wait.ts';
import type { Standing } from './meter.ts';

interface Plain {
  readonly standing: () => Standing;
  readonly local: () => LocalTime;
  readonly write: (line: string) => void;
}

/** Silence is no longer than this while something goes on. */
const SILENCE_MS = 30_000;
/** Nor than this while nothing can. */
const WAITING_SILENCE_MS = 10 * 60_000;

/** Progress where nothing can be written over: a line for each tenth, and now and then one between. */
export function createPlain({ standing, local, write }: Plain) {
  let tenths = tenthsOf(standing());
  let writtenAt = local().now;

  const show = () => {
    const shown = standing();
    const time = local();
    tenths = tenthsOf(shown);
    writtenAt = time.now;
    write(`${sayStanding(shown, shown.wait && describeWait(shown.wait, time).full)}.`);
  };
  return {
    /** To be called after whatever was told. */
    told: (): void => {
      if (tenthsOf(standing()) > tenths) show();
    },
    /** To be called every second or so. */
    tick: (): void => {
      const silence = standing().wait ? WAITING_SILENCE_MS : SILENCE_MS;
      if (local().now - writtenAt >= silence) show();
    },
    note: (text: string): void => {
      writtenAt = local().now;
      write(text);
    },
  };
}

function tenthsOf({ done, total }: Standing): number {
  return Math.floor((done / Math.max(total, 1)) * 10);
}
