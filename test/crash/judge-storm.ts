import type { Arrival, Storm } from './crash-workers.ts';
import { type Account, judgeCrashes } from './judge-crashes.ts';
import type { Stage } from './open-stage.ts';
import type { Step } from './watch-ledger.ts';

/** Where the kill of a worker landed. */
export const PHASES = {
  start: 'before it claimed a batch',
  underWay: 'with batches claimed and not settled',
  between: 'between two batches',
} as const;
export type Phase = keyof typeof PHASES;

export interface StormAccount extends Account {
  readonly kills: Readonly<Record<Phase, number>>;
  /** Signatures that were answered, and how many of those are not there. */
  readonly answered: number;
  readonly lost: number;
  /** The most recipients in any `WINDOW_S` seconds, and how many the rate lets go in so long. */
  readonly most: number;
  readonly allowed: number;
}

export const WINDOW_S = 10;
/** A request may arrive so much later than it was let go, by a worker with its hands full. */
const LATE_S = 2;

/** What `judgeCrashes` counts, and what is promised where many send and many web servers answer. */
export async function judgeStorm(
  stage: Stage,
  storm: Storm,
  { people, batchSize, pace }: { people: number; batchSize: number; pace: number },
): Promise<StormAccount> {
  const steps = await stage.watch.steps();
  const died = diedOf(steps, storm);
  const account = await judgeCrashes(
    stage.scene,
    { campaign: storm.campaign, died, describe: (batch) => describe(batch, steps, storm) },
    people,
  );
  const answered = [...storm.answers].flatMap(([recipient, status]) =>
    status === 303 ? [recipient] : [],
  );
  const kept = await stage.watch.signers();
  const lost = answered.filter((recipient) => !kept.has(recipient));
  const most = busiest(storm.arrivals) * batchSize;
  const allowed = pace * batchSize * WINDOW_S;
  const complaints = [...account.complaints, ...storm.complaints];
  if (lost.length > 0) complaints.push(`Signatures answered and lost: ${lost.join(', ')}`);
  if (answered.length === 0) complaints.push('No signature was answered.');
  const isTooFast = most > allowed + batchSize + pace * batchSize * LATE_S;
  if (isTooFast) complaints.push(`${most} recipients in ${WINDOW_S} s, where ${allowed} may go.`);
  return {
    ...account,
    kills: phasesOf(steps, storm),
    answered: answered.length,
    lost: lost.length,
    most,
    allowed,
    complaints,
  };
}

interface Claim extends Step {
  /** When the next thing became of it. */
  readonly until: number;
  readonly became: string | undefined;
}

function claimsOf(steps: readonly Step[]): Claim[] {
  const following = new Map<number, Step>();
  const claims = [...steps].reverse().flatMap((step) => {
    const next = following.get(step.batch);
    following.set(step.batch, step);
    if (step.state !== 'sending') return [];
    return [{ ...step, until: next?.at ?? Number.POSITIVE_INFINITY, became: next?.state }];
  });
  return claims.reverse();
}

/** Unknown batches whose worker was killed, or whose database was stopped, while they were claimed. */
function diedOf(steps: readonly Step[], { killed, stops }: Storm): Set<number> {
  const isOf = ({ pid, at, until }: Claim) =>
    killed.some((kill) => kill.pid === pid && kill.at <= until) ||
    stops.some(({ from, to }) => at <= to && from <= until);
  const unknown = claimsOf(steps).filter(({ became }) => became === 'unknown');
  return new Set(unknown.filter(isOf).map(({ batch }) => batch));
}

function phasesOf(steps: readonly Step[], { killed }: Storm): Record<Phase, number> {
  const claims = claimsOf(steps);
  const kills = { start: 0, underWay: 0, between: 0 };
  for (const kill of killed) {
    const own = claims.filter(({ pid }) => pid === kill.pid);
    const isUnderWay = own.some(({ until }) => until > kill.at);
    kills[isUnderWay ? 'underWay' : own.length > 0 ? 'between' : 'start'] += 1;
  }
  return kills;
}

/** The most requests in any window. */
function busiest(arrivals: readonly Arrival[]): number {
  let most = 0;
  let first = 0;
  for (const { at, requests } of arrivals) {
    while (at - (arrivals[first]?.at ?? at) > WINDOW_S * 1000) first += 1;
    most = Math.max(most, requests - (arrivals[first]?.requests ?? 0));
  }
  return most;
}

/** Its steps, and what was struck meanwhile, in seconds from its first claim. */
function describe(batch: number, steps: readonly Step[], { killed, stops }: Storm): string {
  const own = steps.filter((step) => step.batch === batch);
  const [from, to] = [own[0]?.at ?? 0, own.at(-1)?.at ?? 0];
  const since = (at: number) => `${((at - from) / 1000).toFixed(2)} s`;
  const met = [
    ...own.map(({ state, pid, at }) => ({ at, what: `${state} by ${pid}` })),
    ...killed.map(({ pid, at }) => ({ at, what: `${pid} killed` })),
    ...stops.map(({ from: at }) => ({ at, what: 'the database stopped' })),
  ].filter(({ at }) => at >= from && at <= to);
  const told = met.sort((a, b) => a.at - b.at).map(({ at, what }) => `${what} at ${since(at)}`);
  return `batch ${batch} (${told.join(', ')})`;
}
