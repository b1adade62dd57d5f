import type { Measured } from './measured.ts';

/** What a letter to so many people takes. Seconds of a clock where it is not said otherwise, and bytes. */
export interface Cost {
  readonly people: number;
  readonly planning: number;
  /** With one worker. */
  readonly sending: number;
  /** By the strictest limit that SendGrid names for other endpoints of its API. */
  readonly api: number;
  /** What SendGrid tells afterwards, taken in by one web server. */
  readonly events: number;
  /** Seconds of a processor, for all of that. */
  readonly databaseTime: number;
  readonly ownDisk: number;
  readonly eventDisk: number;
  readonly wal: number;
  readonly wire: number;
}

export const SIZES = [1e6, 1e7, 1e8];
const BATCH = 1000;
/** SendGrid publishes no limit of mail/send; other endpoints take about 600 requests a minute. */
export const REQUESTS_A_SECOND = 10;
/** Of each copy: processed, and delivered. */
const EVENTS_EACH = 2;

/** What a letter is to be out in, and told of; and what a disk of a usual server has room for. */
export const ALLOWED = { seconds: 3600, bytes: 100e9 };

/** What it takes to send to so many people, as everything grows with them. */
export function costOf(people: number, measured: Measured): Cost {
  const { planning, events } = measured;
  const one = oneWorker(measured);
  const told = people * EVENTS_EACH;
  const { diskBytes } = planning;
  return {
    people,
    planning: people / planning.fromList,
    sending: people / one.rate,
    api: people / BATCH / REQUESTS_A_SECOND,
    events: told / events.rate,
    databaseTime:
      (people * (planning.databaseTime + one.databaseTime) + told * events.databaseTime) / 1e6,
    ownDisk: people * diskBytes,
    eventDisk: told * events.diskBytes,
    wal: people * (planning.walBytes + one.walBytes) + told * events.walBytes,
    wire: people * events.wireBytes,
  };
}

function oneWorker({ sending }: Measured) {
  const [first] = sending;
  if (first?.workers !== 1) throw new Error('Of one worker nothing was measured.');
  return first;
}

/** One of what a letter needs, what part of it is used up (1: all of it), and what to do then. */
interface Limit {
  readonly name: string;
  readonly used: (cost: Cost) => number;
  readonly remedy: string;
}

const LIMITS: readonly Limit[] = [
  {
    name: 'one process that reads the list',
    used: ({ planning }) => planning / ALLOWED.seconds,
    remedy: 'plan the day before (`--at`), or send several lists as campaigns of their own',
  },
  {
    name: 'one worker',
    used: ({ sending }) => sending / ALLOWED.seconds,
    remedy: 'start more, each on a machine of its own',
  },
  {
    name: `an API that takes ${REQUESTS_A_SECOND} requests a second`,
    used: ({ api }) => api / ALLOWED.seconds,
    remedy: 'ask SendGrid for more, or take the time: a 429 holds all workers back by itself',
  },
  {
    name: 'one web server that takes in the events',
    used: ({ events }) => events / ALLOWED.seconds,
    remedy:
      'start more behind the load balancer; what is not taken in time SendGrid posts again, for up to 24 hours',
  },
  {
    name: "one of the database's processors",
    used: ({ databaseTime }) => databaseTime / ALLOWED.seconds,
    remedy: 'give the server more: each worker, web server and list keeps one of its own busy',
  },
  {
    name: 'a disk of 100 GB',
    used: ({ ownDisk, eventDisk }) => (ownDisk + eventDisk) / ALLOWED.bytes,
    remedy: 'a larger one, and `outcry forget` for campaigns that are long over',
  },
];

/** From how many people on each limit is passed, the lowest first: every cost grows as people do. */
export function passed(measured: Measured) {
  const most = costOf(Math.max(...SIZES), measured);
  return LIMITS.map(({ used, ...limit }) => ({ ...limit, from: most.people / used(most) }))
    .filter(({ from }) => from < most.people)
    .sort((one, other) => one.from - other.from);
}
