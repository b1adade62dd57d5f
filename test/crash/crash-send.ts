/**
 * One campaign, sent by a program that is killed again and again, and started again each time: at
 * first while it starts and freezes its list, then while it sends. Every moment is drawn from a seed;
 * what was met there is read from what the program left behind.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Random, seeded } from '../../src/sandbox/seeded.ts';
import type { Crashed } from './judge-crashes.ts';
import { type Look, lookAtLedger } from './look-at-ledger.ts';
import { APPEAL, type Scene } from './open-scene.ts';
import { requireGood, type Victim } from './start-victim.ts';

/** Where a kill landed. */
export const PHASES = {
  start: 'before the process claimed a batch',
  freeze: 'while it froze the list',
  underWay: 'with a batch claimed and not settled',
  between: 'between two batches',
} as const;
export type Phase = keyof typeof PHASES;

export interface CrashPlan {
  readonly people: number;
  /** Kills before the list is frozen, and after. */
  readonly freezeKills: number;
  readonly sendKills: number;
  /** Recipients in a batch: a tenth of it a second is what the campaign is planned for. */
  readonly batchSize: number;
  /** Batches a second, once it is resumed. */
  readonly pace: number;
  readonly seed: number;
  /** Told how far it is. */
  readonly tell?: ((line: string) => void) | undefined;
}

export interface Crashes extends Crashed {
  readonly kills: Readonly<Record<Phase, number>>;
}

/** A start that is killed comes this far at most, in ms. */
const START_MS = 900;
/** Rows are seen to be frozen so many at a time. */
const FREEZE_STEP = 5000;
const FREEZE_MS = 40;
/** The share of the list that is frozen at most when its process is killed. */
const MOST_FROZEN = 0.8;
/** How many requests a process makes at most before it is killed, and what comes on top, in ms. */
const MOST_REQUESTS = 5;
const AFTER_MS = 120;
/** Nobody waits for a request for longer, in ms: SendGrid may have asked for a pause. */
const PATIENCE_MS = 1500;
const LOOK_MS = 4;
const MOST_RESUMES = 10;

/**
 * Kills the program as often as planned, at random; then, as long as chance has left out a phase, when
 * that phase is seen; then lets it finish.
 */
export async function crashSend(scene: Scene, plan: CrashPlan): Promise<Crashes> {
  const random = seeded(plan.seed, 0x0dead);
  const crashes = {
    kills: { start: 0, freeze: 0, underWay: 0, between: 0 },
    died: new Set<number>(),
  };
  const { kills } = crashes;
  const strike = createStrike(scene, crashes);
  const campaign = await crashFreeze(scene, plan, strike, random);
  plan.tell?.(`${total(kills)} kills; the list is frozen`);

  const least = plan.freezeKills + plan.sendKills;
  const resume = ['resume', campaign, '--rate', `${plan.pace * plan.batchSize}/s`];
  const isDone = () => lookAtLedger(scene.ledgerFile).campaign?.state === 'done';
  while (total(kills) < least && !isDone()) {
    await strike(resume, (victim) => sendMoment(scene, random, victim));
    if (total(kills) % 20 === 0) plan.tell?.(`${total(kills)} kills`);
  }
  for (const phase of ['start', 'underWay', 'between'] as const) {
    while (kills[phase] === 0 && !isDone()) {
      await strike(resume, (victim) => seen(phase, scene, victim));
    }
  }
  await finish(scene, campaign);
  return { campaign, ...crashes };
}

/** Starts the program, kills it when the moment has come, and sees what it has left. */
type Strike = (args: readonly string[], moment: Moment) => Promise<void>;
type Moment = (victim: Victim) => Promise<unknown>;

function createStrike(
  { start, ledgerFile }: Scene,
  { kills, died }: { kills: Record<Phase, number>; died: Set<number> },
): Strike {
  return async (args, moment) => {
    const before = lookAtLedger(ledgerFile);
    const victim = start(args);
    await moment(victim);
    await victim.kill();
    const end = await victim.ended;
    if (!end.wasKilled) return requireGood(end);
    const after = lookAtLedger(ledgerFile);
    kills[phaseOf(before, after)] += 1;
    for (const batch of sending(after)) died.add(batch);
  };
}

/** Until the list is frozen whole; gives the campaign's name. */
async function crashFreeze(
  scene: Scene,
  { batchSize, freezeKills, people }: CrashPlan,
  strike: Strike,
  random: Random,
): Promise<string> {
  const look = () => lookAtLedger(scene.ledgerFile);
  const rate = `${Math.ceil(batchSize / 10)}/s`;
  const send = ['send', APPEAL, '--list', scene.list, '--rate', rate, '--yes'];
  const inFreeze = freezeMoment(look, random, people);
  for (let kill = 0; kill < freezeKills && !look().campaign; kill += 1) {
    const isEarly = random() < 0.2;
    await strike(send, isEarly ? (victim) => within(START_MS, random, victim) : inFreeze);
  }
  // What is left of lists that were frozen half-way must not be in the way of one that is whole.
  const hasMailed = () => scene.sandbox.stats().requests > 0;
  while (!look().campaign) await strike(send, (victim) => until(hasMailed, victim));
  return look().campaign?.name ?? '';
}

/** Until the campaign is done: SendGrid may ask for so much patience that the send stops. */
async function finish({ start, ledgerFile }: Scene, campaign: string): Promise<void> {
  for (let more = 0; more < MOST_RESUMES; more += 1) {
    if (lookAtLedger(ledgerFile).campaign?.state === 'done') return;
    requireGood(await start(['resume', campaign, '--rate', '1000000/s']).ended);
  }
}

/** When some of the list is frozen, and a little later: so that it is seldom frozen whole. */
function freezeMoment(look: () => Look, random: Random, people: number) {
  return async (victim: Victim) => {
    const known = look().frozenHalfway;
    const rows = random() * MOST_FROZEN * people - FREEZE_STEP;
    const isReached = (seen: Look) => seen.frozenHalfway > known && seen.frozenRows >= rows;
    await until(() => isReached(look()) || !!look().campaign, victim);
    await wait(random() * FREEZE_MS);
  };
}

/** One in ten while it starts; else after some requests of its own, and then at any moment. */
async function sendMoment({ sandbox }: Scene, random: Random, victim: Victim): Promise<void> {
  if (random() < 0.1) return within(START_MS, random, victim);
  const first = sandbox.stats().requests;
  const requests = 1 + Math.floor(random() * MOST_REQUESTS);
  const met = () => sandbox.stats().requests - first;
  await until(() => met() >= 1, victim);
  const last = Date.now() + random() * PATIENCE_MS;
  await until(() => met() >= requests || Date.now() > last, victim);
  await wait(random() * AFTER_MS);
}

/** When it is in a phase, as far as the ledger tells. */
async function seen(phase: Phase, { ledgerFile }: Scene, victim: Victim): Promise<void> {
  if (phase === 'start') return;
  const before = lookAtLedger(ledgerFile);
  await until(() => phaseOf(before, lookAtLedger(ledgerFile)) === phase, victim);
}

async function within(ms: number, random: Random, victim: Victim): Promise<void> {
  const last = Date.now() + random() * ms;
  await until(() => Date.now() > last, victim);
}

async function until(hasCome: () => boolean, victim: Victim): Promise<void> {
  while (!hasCome() && !victim.hasEnded()) await wait(LOOK_MS);
}

function phaseOf(before: Look, after: Look): Phase {
  if (!after.campaign) return after.frozenHalfway > before.frozenHalfway ? 'freeze' : 'start';
  if (attempts(after) === attempts(before)) return 'start';
  return sending(after).length > 0 ? 'underWay' : 'between';
}

function attempts({ batches }: Look): number {
  return batches.reduce((sum, batch) => sum + batch.attempts, 0);
}

function sending({ batches }: Look): number[] {
  return batches.filter(({ state }) => state === 'sending').map(({ number }) => number);
}

function total(kills: Readonly<Record<Phase, number>>): number {
  return Object.values(kills).reduce((sum, count) => sum + count, 0);
}
