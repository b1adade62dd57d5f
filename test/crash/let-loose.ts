/** What befalls workers, web servers and their database, one thing after the other and some at once. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Random, shuffled } from '../../src/sandbox/seeded.ts';
import type { Killed, Running } from './keep-running.ts';
import type { Stage } from './open-stage.ts';
import type { Watch } from './watch-ledger.ts';

export interface LoosePlan {
  readonly kills: { readonly workers: number; readonly servers: number };
  /** How often the database is stopped, and how often connections to it break. */
  readonly stops: number;
  readonly cuts: number;
  /** Between two of them at most, in ms. */
  readonly pauseMs: number;
  /** Told how far it is. */
  readonly tell?: ((line: string) => void) | undefined;
}

/** From when until when, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What was met. */
export interface Met {
  readonly killed: readonly Killed[];
  readonly serverKills: number;
  readonly stops: readonly Span[];
  readonly cuts: number;
}

export interface Crew {
  readonly workers: readonly Running[];
  readonly servers: readonly Running[];
}

/** What happens next: `both` is a stop of the database and a kill of a worker at once. */
type Act = 'worker' | 'server' | 'stop' | 'cut' | 'both';

/** How long the database or the way to it is away, at most, in ms. */
const AWAY_MS = 1500;
/** So many workers are killed whatever they do; the others when they have claimed up to so many batches. */
const START_SHARE = 0.15;
const MOST_CLAIMS = 4;
/** Nobody waits for that for longer, in ms. */
const PATIENCE_MS = 4000;
const LOOK_MS = 50;

/** Does everything that is planned, in a random order; what happens at once is two of them. */
export async function letLoose(
  stage: Stage,
  plan: LoosePlan,
  { workers, servers }: Crew,
  random: Random,
): Promise<Met> {
  const { database, tunnel, watch } = stage;
  const killed: Killed[] = [];
  const stops: Span[] = [];
  const strike = async () => killed.push(await (await pickWorker(workers, watch, random)).kill());
  const stop = async () => {
    const from = Date.now();
    await database.crash();
    await wait(random() * AWAY_MS);
    await database.startAgain();
    stops.push({ from, to: Date.now() });
  };
  const acts: Record<Act, () => unknown> = {
    worker: strike,
    server: () => pick(servers, random).kill(),
    stop,
    both: () => Promise.all([strike(), stop()]),
    cut: async () => {
      const how = random();
      if (how < 0.3) return tunnel.snip();
      if (how < 0.7) return tunnel.cutAfter('commit\0');
      tunnel.cut();
      await wait(random() * AWAY_MS);
      tunnel.mend();
    },
  };
  for (const act of orderOf(plan, random)) {
    await acts[act]();
    await wait(random() * plan.pauseMs);
    if (act === 'stop' || act === 'both')
      plan.tell?.(`${stops.length} stops, ${killed.length} workers killed`);
  }
  return { killed, serverKills: plan.kills.servers, stops, cuts: plan.cuts };
}

function orderOf({ kills, stops, cuts }: LoosePlan, random: Random): Act[] {
  const both = Math.floor(stops / 2);
  const counts: Record<Act, number> = {
    worker: kills.workers - both,
    server: kills.servers,
    stop: stops - both,
    cut: cuts,
    both,
  };
  const acts = Object.entries(counts) as [Act, number][];
  return shuffled(
    acts.flatMap(([act, count]) => Array.from({ length: count }, () => act)),
    random,
  );
}

/** Mostly one that has claimed some batches: else those that have just started would be killed again. */
async function pickWorker(
  workers: readonly Running[],
  watch: Watch,
  random: Random,
): Promise<Running> {
  if (random() < START_SHARE) return pick(workers, random);
  const least = 1 + Math.floor(random() * MOST_CLAIMS);
  for (const last = Date.now() + PATIENCE_MS; Date.now() < last; await wait(LOOK_MS)) {
    const claims = await watch.claims().catch(() => new Map<number, number>());
    const atWork = workers.filter((one) => (claims.get(one.pid()) ?? 0) >= least);
    if (atWork.length > 0) return pick(atWork, random);
  }
  return pick(workers, random);
}

export function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)] as T;
}
