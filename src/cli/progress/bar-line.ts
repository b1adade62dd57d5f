import { formatCount } from '../../format-count.ts';
import { percentOf, sayLeft, saySpeed, sayTrouble } from './describe-standing.ts';
import { describeWait, type LocalTime } from './describe-wait.ts';
import type { Standing } from './meter.ts';

const [SHORTEST_BAR, LONGEST_BAR] = [8, 30];
const GAP = '  ';

/** The line that is written over on a terminal of so many columns: what matters least is left out. */
export function barLine(
  standing: Standing,
  columns: number,
  local: LocalTime,
  isStopping = false,
): string {
  // The last column stays empty: some terminals begin a new line there.
  const width = Math.max(1, columns - 1);
  const [percent, status] = [percentOf(standing), statusOf(standing, local, isStopping)];
  const [done, total] = [formatCount(standing.done), formatCount(standing.total)];
  const trouble = sayTrouble(standing);
  const look = trouble && `${formatCount(standing.refused + standing.unknown)} amiss`;
  const wide = join([percent, `${done} of ${total}`, status.full, trouble]);
  const bar = barOf(standing, width - wide.length - GAP.length);
  if (bar) return join([bar, wide]);
  const narrower = [
    wide,
    join([percent, `${done} of ${total}`, status.brief, trouble]),
    join([percent, `${done}/${total}`, status.brief, look]),
    join([percent, status.brief, trouble]),
    join([percent, status.brief, look]),
    join([percent, status.brief]),
    status.brief || percent,
  ];
  return narrower.find((line) => line.length <= width) ?? percent.slice(0, width);
}

function statusOf({ perSecond, leftMs, wait }: Standing, local: LocalTime, isStopping: boolean) {
  if (isStopping) return { full: 'stopping', brief: 'stopping' };
  if (wait) return describeWait(wait, local);
  const speed = perSecond === undefined ? '' : saySpeed(perSecond);
  const left = leftMs === undefined ? '' : sayLeft(leftMs);
  return { full: join([speed, left]), brief: left.replace(' left', '') || speed };
}

function barOf({ total, done }: Standing, room: number): string {
  const size = Math.min(room, LONGEST_BAR);
  if (size < SHORTEST_BAR) return '';
  const full = total === 0 ? size : Math.floor((done / total) * size);
  return `${'█'.repeat(full)}${'░'.repeat(size - full)}`;
}

function join(parts: readonly string[]): string {
  return parts.filter(Boolean).join(GAP);
}
