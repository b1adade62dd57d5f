import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * The machine's name, and after a slash within which its pids mean the same (Linux: since which start of
 * the machine, in which namespace of pids): containers, and machines that are copies, may share a name.
 */
export function thisHost(): string {
  const start = known(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8));
  const pids = known(() => readlinkSync('/proc/self/ns/pid').replace(/\D/g, ''));
  return [hostname(), [start, pids].filter(Boolean).join('-')].filter(Boolean).join('/');
}

/** What people know a host by. */
export function nameOfHost(host: string): string {
  return host.split('/')[0] ?? host;
}

/** Other systems have no such files. */
function known(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
