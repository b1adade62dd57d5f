import pino from 'pino';
import { EXIT, OutcryError } from '../errors.ts';

/** A line for the log. It never holds a token or an address: `path` is the route, not the URL. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly at: number;
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly ms?: number;
}
export type Log = (line: LogLine) => void;

/** Writes each line as JSON (one object a line, by pino), with the fields of `LogLine`. */
export function jsonLog(write: (line: string) => void): Log {
  const logger = pino(
    {
      base: undefined,
      timestamp: false,
      messageKey: 'what',
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line) => write(line.trimEnd()) },
  );
  return ({ level, what, ...rest }) => logger[level](rest, what);
}

/** `/s/:token` → `/s/…`. An unknown path may hold anything, so nothing of it is shown. */
export function maskPath(route: string | undefined): string {
  return route === undefined ? '/…' : route.replace(/:[^/]+/g, '…');
}

/**
 * What is known of an error, without whatever value its message may hold: of a bug, where it is; of
 * this machine's troubles (a locked ledger, a full disk), what they are.
 */
export function describeBug(error: unknown): string {
  if (error instanceof OutcryError && error.exit === EXIT.environment) {
    return `${error.message} [${error.code}]`;
  }
  if (!(error instanceof Error)) return 'Something that is no error was thrown.';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 8)].join('\n');
}
