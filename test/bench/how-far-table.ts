import { ALLOWED, type Cost, costOf, passed, REQUESTS_A_SECOND, SIZES } from './how-far-costs.ts';
import type { Measured } from './measured.ts';

interface Line {
  readonly name: string;
  readonly cell: (cost: Cost) => string;
}

const LINES: readonly Line[] = [
  { name: 'planning: the list read, checked, frozen', cell: ({ planning }) => time(planning) },
  { name: 'sending by one worker', cell: ({ sending }) => time(sending) },
  { name: 'workers, to be out within an hour', cell: ({ sending }) => text(machines(sending)) },
  { name: `the API at ${REQUESTS_A_SECOND} requests a second`, cell: ({ api }) => time(api) },
  {
    name: 'two events of each copy, taken in one POST after another',
    cell: ({ events }) => time(events),
  },
  {
    name: 'web servers, to take them in within an hour',
    cell: ({ events }) => text(machines(events)),
  },
  {
    name: 'processor time of the database, for all of that',
    cell: ({ databaseTime }) => time(databaseTime),
  },
  {
    name: 'disk: who was mailed · the events',
    cell: ({ ownDisk, eventDisk }) => `${size(ownDisk)} · ${size(eventDisk)}`,
  },
  { name: "written to the database's log", cell: ({ wal }) => size(wal) },
  { name: 'over the wire to SendGrid', cell: ({ wire }) => size(wire) },
];

function machines(seconds: number): number {
  return Math.ceil(seconds / ALLOWED.seconds);
}

/** What a run has shown, as a table in Markdown. */
function sends({ sending, sqlite }: Measured): string[] {
  const lines = sending.map(({ workers, rate, ...each }) => {
    const name = `PostgreSQL, ${workers} worker${workers === 1 ? '' : 's'}`;
    const times = [each.databaseTime, each.workerTime, each.sandboxTime].map(
      (one) => `${text(one)} µs`,
    );
    return `| ${[name, text(rate), ...times].join(' | ')} |`;
  });
  return [
    '| sending | recipients/s | processor time of the database, a recipient | of the workers | of the sandbox |',
    '| --- | --- | --- | --- | --- |',
    `| ledger in a file, one process | ${text(sqlite)} | | | |`,
    ...lines,
  ];
}

/** How far it goes, for 1, 10 and 100 million recipients, and what to do about what breaks, in Markdown. */
export function howFar(measured: Measured): string[] {
  const { recipients, machine, load, latencyMs, planning } = measured;
  const costs = SIZES.map((people) => costOf(people, measured));
  const rows = LINES.map(({ name, cell }) => `| ${[name, ...costs.map(cell)].join(' | ')} |`);
  return [
    `Measured with ${count(recipients)} recipients and an API that answers after ${latencyMs} ms, on ${machine} (load before it: ${load}). Workers,`,
    'database and sandbox shared these cores, so more workers could not be faster there; what carries over to other machines is the processor',
    `time. Planning is ${text(planning.ratio)} times as fast as a bare \`COPY\` of the same rows.`,
    '',
    ...sends(measured),
    '',
    `| computed from that, for recipients | ${SIZES.map(count).join(' | ')} |`,
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'What breaks first, if all is to be over within an hour:',
    '',
    ...passed(measured).map(
      ({ name, from, remedy }) =>
        `- From ${text(from / 1e6)} million recipients on ${name}. Then ${remedy}.`,
    ),
  ];
}

/** A page with its table as it is to be now. */
export function withHowFar(page: string, measured: Measured): string {
  const [before, rest, ...others] = page.split(BEGIN);
  const [, after, ...more] = (rest ?? '').split(END);
  if (after === undefined || others.length + more.length > 0) {
    throw new Error(`The page has to have one ${BEGIN} and one ${END}.`);
  }
  return [before, BEGIN, '\n', howFar(measured).join('\n'), '\n', END, after].join('');
}

const BEGIN = '<!-- npm run how-far -->';
const END = '<!-- end of npm run how-far -->';

function time(seconds: number): string {
  if (seconds < 90) return `${text(seconds)} s`;
  if (seconds < 90 * 60) return `${text(seconds / 60)} min`;
  return `${text(seconds / 3600)} h`;
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${text(bytes / 1e6)} MB` : `${text(bytes / 1e9)} GB`;
}

function text(value: number): string {
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 2 });
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
