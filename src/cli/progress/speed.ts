interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Nothing is said of the speed before so long has been measured. */
const FIRST_MS = 3_000;
/** The speed is that of the last minute. */
const WINDOW_MS = 60_000;

/** How many recipients a second, smoothed. Times in milliseconds. */
export function createSpeed(at: number, done: number) {
  let samples: Sample[] = [{ at, done }];
  return {
    add: (now: number, all: number): void => {
      const [first] = samples;
      // A clock that was set back, or what was still under way when a long wait began.
      if (!first || now < first.at) samples = [{ at: first?.at ?? now, done: all }];
      else samples.push({ at: now, done: all });
      while (samples.length > 2 && (samples[1]?.at ?? now) < now - WINDOW_MS) samples.shift();
    },
    /** Forgets what was: measuring begins at that moment. */
    restart: (from: number, all: number): void => {
      samples = [{ at: from, done: all }];
    },
    /** Undefined while there is too little to go by. */
    perSecond: (now: number): number | undefined => {
      const [first] = samples;
      const last = samples.at(-1);
      if (!first || !last || last.done === first.done || now - first.at < FIRST_MS)
        return undefined;
      const gap = (last.at - first.at) / (samples.length - 1);
      // Just before a batch is answered it is no slower than just after; when it takes long, it is.
      const end = now - last.at > 2 * gap ? now : last.at;
      return ((last.done - first.done) * 1000) / Math.max(end - first.at, 1);
    },
  };
}
