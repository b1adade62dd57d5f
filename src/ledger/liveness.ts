import { systemCode } from '../errors.ts';
import type { LedgerContext, Process } from './context.ts';
import type { LifeRow } from './schema.ts';
import { nameOfHost } from './this-host.ts';

/** A process that cannot be looked for and has not been heard of for so long (ms) counts as dead. */
const SILENCE_MS = 60_000;

type Life = Pick<LifeRow, 'pid' | 'host' | 'started_at' | 'heartbeat'>;

/** Whether it is this very process. */
export function isSelf(self: Process, { pid, host, started_at }: Life): boolean {
  return pid === self.pid && host === self.host && started_at === self.startedAt;
}

/** Whether it may still be at work: known where its pid can be looked for, elsewhere a matter of silence. */
export function isAlive({ self, now, bootedAt }: LedgerContext, life: Life): boolean {
  if (isSelf(self, life)) return true;
  if (nameOfHost(life.host) === nameOfHost(self.host) && life.heartbeat < bootedAt) return false;
  if (life.host !== self.host) return now() - life.heartbeat <= SILENCE_MS;
  // The same pid, but not this process: an earlier one had it.
  return life.pid !== self.pid && isRunning(life.pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

export function describeLife({
  pid,
  host,
  since,
}: Pick<LifeRow, 'pid' | 'host' | 'since'>): string {
  return `process ${pid} on host ${nameOfHost(host)}, since ${localTime(since)}`;
}

/** As `2026-11-24 10:32`, on the clock of the person who reads it. */
function localTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
