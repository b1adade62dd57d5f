import { readdirSync, readFileSync } from 'node:fs';

/** In which unit the kernel gives processor time: `getconf CLK_TCK`, 100 on every Linux. */
const TICKS_A_SECOND = 100;

/** Seconds of processor time that a process has used, all its threads (Linux: /proc). */
export function timeOf(pid: number): number {
  const { own } = readTimes(pid);
  return own / TICKS_A_SECOND;
}

/** The same of a process and all that it has started, whether they are still there or not: of a database server. */
export function timeOfFamily(pid: number): number {
  const { own, ofEnded } = readTimes(pid);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readTimes(Number(name)))
    .filter(({ parent }) => parent === pid);
  // One that ended meanwhile may be in neither sum.
  if (readTimes(pid).ofEnded !== ofEnded) return timeOfFamily(pid);
  return children.reduce((sum, child) => sum + child.own, own + ofEnded) / TICKS_A_SECOND;
}

/** Fields 4 and 14 to 17 of proc_pid_stat(5); nothing of a process that has just ended. */
function readTimes(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
    const parent = Number(fields[1]);
    return { parent, own: user + system, ofEnded: endedUser + endedSystem };
  } catch {
    return { parent: 0, own: 0, ofEnded: 0 };
  }
}
