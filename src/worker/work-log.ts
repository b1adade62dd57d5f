import pino from 'pino';

/** A line for the log of a worker: never an address, nor anything of a recipient. */
export interface WorkLine {
  readonly level: 'info' | 'warn' | 'error';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whose line it is, as `HOST/PID`: logs of many workers are read as one. */
  readonly worker: string;
  readonly what: string;
  /** The campaign's name. */
  readonly campaign?: string | undefined;
  readonly batch?: number | undefined;
  readonly people?: number | undefined;
  readonly state?: string | undefined;
}
export type WorkLog = (line: Omit<WorkLine, 'at' | 'worker'>) => void;

/** Writes each line as JSON (one object a line, by pino), with the fields of `WorkLine`. */
export function jsonWorkLog(write: (line: string) => void): (line: WorkLine) => void {
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

/** The same for people: "09:00:01 river: batch 7 accepted, 1,000 people". */
export function workLine({ at, what, campaign }: WorkLine): string {
  const time = new Date(at).toISOString().slice(11, 19);
  return campaign === undefined ? `${time} ${what}` : `${time} ${campaign}: ${what}`;
}
