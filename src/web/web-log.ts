import pino from 'pino';

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

/** What is known of a bug, without whatever value its message may hold. */
export function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return 'Something that is no error was thrown.';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 8)].join('\n');
}
