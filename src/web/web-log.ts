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
