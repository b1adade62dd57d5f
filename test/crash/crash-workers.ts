/**
 * One campaign, sent by workers that are killed again and again, and signed on web servers that are
 * killed too, while their database is stopped at once and started again, and connections to it break.
 * Every moment is drawn from a seed; whatever ends is started again, and what is paused is resumed.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Random, seeded } from '../../src/sandbox/seeded.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { SECRET } from '../send/settings.ts';
import { keepRunning, type Running } from './keep-running.ts';
import { type Answers, keepSigning } from './keep-signing.ts';
import { type Crew, type LoosePlan, letLoose, type Met, pick } from './let-loose.ts';
import { APPEAL } from './open-scene.ts';
import type { Stage } from './open-stage.ts';
import { requireGood } from './start-victim.ts';

export interface StormPlan extends LoosePlan {
  readonly people: number;
  readonly workers: number;
  readonly servers: number;
  /** Recipients in a batch: a tenth of it a second is what the campaign is planned for. */
  readonly batchSize: number;
  /** Batches a second, once it is resumed. */
  readonly pace: number;
  /** How many sign at once. */
  readonly signers: number;
  readonly seed: number;
}

export interface Storm extends Met {
  readonly campaign: string;
  readonly number: CampaignNumber;
  /** Whether anything was left to be sent at the end of it. */
  readonly wasUnderWay: boolean;
  readonly answers: Answers;
  /** How many requests had reached the sandbox at a moment, while the rate held. */
  readonly arrivals: readonly Arrival[];
  /** What ended otherwise than it should. */
  readonly complaints: readonly string[];
}

export interface Arrival {
  readonly at: number;
  readonly requests: number;
}

const CAMPAIGN = 'storm';
const SIGN_PAUSE_MS = 60;
const COUNT_MS = 20;
const LOOK_MS = 500;
const MOST_RESUMES = 10;

/** Plans the campaign, lets the storm loose, and then lets the workers finish. */
export async function crashWorkers(stage: Stage, plan: StormPlan): Promise<Storm> {
  const number = await planIt(stage, plan);
  const random = seeded(plan.seed, 0x570);
  const crew = startCrew(stage, plan);
  const signed = keepSigning({
    campaign: number,
    people: plan.people,
    secret: SECRET,
    lanes: plan.signers,
    pauseMs: SIGN_PAUSE_MS,
    whereTo: () => serverOf(crew.servers, random),
  });
  const counting = keepCounting(stage);
  const resuming = keepResuming(stage);
  const met = await letLoose(stage, plan, crew, random);
  stage.tunnel.mend();
  const wasUnderWay = (await stage.watch.look()).campaign?.state !== 'done';
  plan.tell?.(`${met.killed.length} workers killed; the campaign is finished`);
  const arrivals = counting();
  const complaints = [...(await resuming())];
  const answers = await signed();
  await finish(stage);
  for (const one of [...crew.workers, ...crew.servers]) {
    const status = await one.stop();
    complaints.push(...one.complaints);
    if (status !== 0) complaints.push(`Asked to stop, a program ended with ${status}.`);
  }
  return { campaign: CAMPAIGN, number, ...met, wasUnderWay, answers, arrivals, complaints };
}

/** Frozen in small batches, and handed over to workers that are not there yet. */
async function planIt({ scene, watch }: Stage, plan: StormPlan): Promise<CampaignNumber> {
  const { start, list } = scene;
  const rate = `${Math.ceil(plan.batchSize / 10)}/s`;
  const send = ['send', APPEAL, '--list', list, '--name', CAMPAIGN, '--rate', rate, '--yes'];
  requireGood(await start([...send, '--detach']).ended);
  await watch.begin();
  const pace = `${plan.pace * plan.batchSize}/s`;
  requireGood(await start(['resume', CAMPAIGN, '--rate', pace, '--detach']).ended);
  const { campaign } = await watch.look();
  return campaign?.number as CampaignNumber;
}

function startCrew({ scene: { start } }: Stage, plan: StormPlan): Crew {
  const several = (length: number, args: readonly string[]) =>
    Array.from({ length }, () => keepRunning(() => start(args)));
  return {
    workers: several(plan.workers, ['worker', '--json']),
    servers: several(plan.servers, ['serve', '--port', '0', '--json']),
  };
}

function serverOf(servers: readonly Running[], random: Random): URL | undefined {
  const { url } = JSON.parse(pick(servers, random).said() ?? '{}');
  return url && new URL(url);
}

function keepCounting({ scene: { sandbox } }: Stage) {
  const arrivals: Arrival[] = [];
  const timer = setInterval(() => {
    const { requests } = sandbox.stats();
    if (requests !== arrivals.at(-1)?.requests) arrivals.push({ at: performance.now(), requests });
  }, COUNT_MS);
  return () => {
    clearInterval(timer);
    return arrivals;
  };
}

/** As staff do: what SendGrid's answers have paused goes on. */
function keepResuming({ scene: { start }, watch }: Stage) {
  let isOver = false;
  const complaints: string[] = [];
  const lookAfter = async () => {
    while (!isOver) {
      const { campaign } = await watch.look().catch(() => ({ campaign: undefined }));
      if (campaign?.state === 'paused') {
        const { status, err } = await start(['resume', CAMPAIGN, '--detach']).ended;
        if (status !== 0 && status !== 3) complaints.push(`Not resumed (${status}): ${err}`);
      }
      await wait(LOOK_MS);
    }
  };
  const ended = lookAfter();
  return async () => {
    isOver = true;
    await ended;
    return complaints;
  };
}

async function finish({ scene: { start }, watch }: Stage): Promise<void> {
  for (let more = 0; more < MOST_RESUMES; more += 1) {
    requireGood(await start(['resume', CAMPAIGN, '--rate', '1000000/s']).ended);
    if ((await watch.look()).campaign?.state === 'done') return;
  }
}
