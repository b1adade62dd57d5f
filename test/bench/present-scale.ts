import type { Measured } from './measured.ts';

const BOUND = { copy: 0.5, oneWorker: 0.6 };

/** Whether planning is near to a bare COPY, and one worker near to a send from a file. */
export function isWithinBounds(measured: Measured): boolean {
  return measured.planning.ratio >= BOUND.copy && ratioToFile(measured) >= BOUND.oneWorker;
}

function ratioToFile({ sending, sqlite }: Measured): number {
  return (sending[0]?.rate ?? 0) / sqlite;
}

/** The lines that a run prints. */
export function presentScale(measured: Measured): string[] {
  const { recipients, machine, load, latencyMs } = measured;
  return [
    `${text(recipients)} recipients; ${machine}, load before it ${text(load)}; an API that answers after ${latencyMs} ms`,
    'Workers, database and sandbox share these cores. What carries over to other machines is the',
    "processor time (from /proc: of all the server's processes, of the workers, of the sandbox).",
    ...presentPlanning(measured),
    ...presentSending(measured),
    ...presentDisk(measured),
    ...presentEvents(measured),
  ];
}

function presentPlanning({ planning }: Measured): string[] {
  return [
    '',
    'planning',
    row('rows to a campaign that is ready', planning.planned, 'recipients/s'),
    row('a bare COPY of the same rows', planning.bareCopy, 'rows/s'),
    row('planning to that', planning.ratio, `times, bound ${BOUND.copy}`),
    row('from a list: read, checked, frozen', planning.fromList, 'recipients/s'),
    row('the database for that', planning.databaseTime, 'µs a recipient'),
    row('on the disk', planning.diskBytes, 'bytes a recipient'),
    row("in the server's log", planning.walBytes, 'bytes a recipient'),
  ];
}

function presentSending(measured: Measured): string[] {
  const { sending, sqlite } = measured;
  return [
    '',
    'sending, from the first claim to the last answer',
    row('ledger in a file, one process', sqlite, 'recipients/s'),
    ...sending.map(({ workers, rate, databaseTime, workerTime, sandboxTime, walBytes }) =>
      row(
        `PostgreSQL, ${workers} worker${workers === 1 ? '' : 's'}`,
        rate,
        `recipients/s; µs each: database ${text(databaseTime)}, workers ${text(workerTime)}, sandbox ${text(sandboxTime)}; log ${text(walBytes)} bytes each`,
      ),
    ),
    row('one worker to the file', ratioToFile(measured), `times, bound ${BOUND.oneWorker}`),
  ];
}

function presentDisk({ disk }: Measured): string[] {
  const sum = Object.values(disk).reduce((total, one) => total + one, 0);
  return [
    '',
    'on the disk once all were sent to, bytes a recipient',
    ...Object.entries(disk).map(([name, bytes]) => row(name, bytes, '')),
    row('their sum', sum, ''),
  ];
}

function presentEvents({ events }: Measured): string[] {
  return [
    '',
    `${text(events.count)} events of copies that were delivered`,
    row('kept, one POST after another', events.rate, 'events/s'),
    row('the database for that', events.databaseTime, 'µs an event'),
    row('on the disk', events.diskBytes, 'bytes an event'),
    row("in the server's log", events.walBytes, 'bytes an event'),
    row('the letter over the wire', events.wireBytes, 'bytes a recipient'),
  ];
}

function text(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 2 : 0 });
}

function row(name: string, value: number, unit: string): string {
  return `  ${name.padEnd(38)}${text(value).padStart(10)} ${unit}`.trimEnd();
}
