import type { Io } from '../io.ts';
import { barLine } from './bar-line.ts';
import { createSpeed } from './speed.ts';
import { openFoot } from './terminal-progress.ts';

export interface Copying {
  readonly told: (done: number, total: number) => void;
  readonly end: () => void;
}

/** How far a copy is, on a terminal; nothing where there is none. */
export function showCopying({ screen, now }: Pick<Io, 'screen' | 'now'>): Copying {
  if (!screen) return { told: () => {}, end: () => {} };
  let [done, total] = [0, 0];
  let speed: ReturnType<typeof createSpeed> | undefined;
  const line = () => {
    const perSecond = done < total ? speed?.perSecond(now()) : undefined;
    const leftMs = perSecond && ((total - done) / perSecond) * 1000;
    const standing = { total, done, accepted: done, refused: 0, unknown: 0, perSecond, leftMs };
    return barLine(standing, screen.columns, { zone: 'utc', now: now() });
  };
  let foot: ReturnType<typeof openFoot> | undefined;
  return {
    told: (nowDone, all) => {
      [done, total] = [nowDone, all];
      speed ??= createSpeed(now(), done);
      speed.add(now(), done);
      foot ??= openFoot(screen, line);
    },
    end: () => foot?.end(),
  };
}
