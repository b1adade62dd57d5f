/**
 * STORY 1: appeal → message → audience → batches → transport → ledger.
 *
 * `planCampaign` freezes who gets what, and mails nobody. `sendCampaign` sends what is planned, and
 * can be called again whenever it stopped before the end.
 */
import type { Selection } from './audience/select-rows.ts';
import { admit } from './campaign/admit.ts';
import { awaitWave } from './campaign/await-wave.ts';
import { awaitWinner } from './campaign/await-winner.ts';
import { deliverBatch } from './campaign/deliver-batch.ts';
import { type Editions, hashOf, inVariant, mapEditions } from './campaign/editions.ts';
import { sealEditions, sealEnvelope } from './campaign/envelope.ts';
import { inLanes } from './campaign/in-lanes.ts';
import { createKeeper } from './campaign/keep-answers.ts';
import { begin, createDepartures } from './campaign/keep-pace.ts';
import { keepWatch } from './campaign/keep-watch.ts';
import { beforeMailing, ifItCan, mendingOf, troubleStop } from './campaign/ledger-trouble.ts';
import { requireLetter, type Workshop } from './campaign/load-letter.ts';
import type { AskPage } from './campaign/look-around.ts';
import { createRequestMaker } from './campaign/make-request.ts';
import {
  openVariants,
  planTrial,
  refuseSmallTrial,
  type TrialWish,
} from './campaign/plan-trial.ts';
import { planWave, type WaveWish } from './campaign/plan-wave.ts';
import type { Press } from './campaign/press.ts';
import { refuseEdition } from './campaign/refuse-edition.ts';
import { refuseTakenName } from './campaign/refuse-taken-name.ts';
import { rowsOf } from './campaign/rows.ts';
import type { Tell } from './campaign/send-events.ts';
import type { Senders } from './campaign/senders.ts';
import { settlementOf } from './campaign/settlement.ts';
import { outsideStop, type Stop } from './campaign/stops.ts';
import { testPetition } from './campaign/test-petition.ts';
import { createRetries } from './campaign/try-again.ts';
import type { Means } from './delivery/deliver.ts';
import { createTraffic } from './delivery/traffic.ts';
import type { Answer } from './delivery/transport.ts';
import { EXIT, OutcryError } from './errors.ts';
import type { GuardLimits } from './guard/guard.ts';
import type { Campaign, CampaignDraft, Ledger, Tally } from './ledger/ledger.ts';
import type { Pace } from './ledger/pace-ledger.ts';
import type { Links } from './links.ts';
import { batchSizeFor } from './schedule/batch-size.ts';
import { BATCH_SIZE } from './terms.ts';

/** What staff ask for. */
export interface Order {
  readonly appeal: string;
  readonly lists: readonly string[];
  /** The campaign's name, if it should not be the appeal's with the day; it must be a new one. */
  readonly name?: string | undefined;
  /** Send a test, of the very same letter, to these addresses only. */
  readonly test?: readonly string[] | undefined;
  /** Whom staff want of the lists; everybody, if it is not said. */
  readonly selection?: Selection | undefined;
  /** The language in which a test is sent, if not that of each address's own row. */
  readonly lang?: string | undefined;
  /** The variant of which a test is sent, if not each of them in turn. */
  readonly variant?: string | undefined;
  /** On whom variants are tried, if the letter has several. */
  readonly trial?: TrialWish | undefined;
  /** When it is to start, in milliseconds since 1970; at once, if it is not said. */
  readonly startsAt?: number | undefined;
  /** How fast it is to go. */
  readonly pace?: Pace | undefined;
  /** What the guard stops it for; without it, nothing does. */
  readonly guard?: GuardLimits | undefined;
  /** Whom it goes to first; the rest follows only if the guard finds nothing. */
  readonly wave?: WaveWish | undefined;
  /** Recipients in one request, if not as many as may be. */
  readonly batchSize?: number | undefined;
}

/** What the story is told with. */
export interface Tools extends Workshop {
  readonly ledger: Ledger;
  readonly links: Links;
  readonly url: string;
  readonly senders: Senders;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface SendTools extends Pick<Tools, 'ledger' | 'links' | 'secret' | 'now'> {
  readonly means: Means;
  /** Writes the requests, if this thread is not to. */
  readonly press?: Press | undefined;
  /** The most requests under way at once; how many it really is shows from the answers. */
  readonly concurrency: number;
  readonly tell?: Tell | undefined;
  /** Asks pages for the guard, if they are to be looked at. */
  readonly askPage?: AskPage | undefined;
  /** Starts now, whatever time it was to start. */
  readonly startNow?: boolean | undefined;
  /** Sends beside other workers, and not alone. */
  readonly shared?: boolean | undefined;
}

/** Makes a campaign of an appeal and lists: frozen, planned, nobody mailed yet. */
export async function planCampaign(order: Order, tools: Tools): Promise<Campaign> {
  const { editions } = await requireLetter(order.appeal, order.lists, tools);
  refuseEdition(editions, order);
  const trial = await planTrial(editions, order, tools.links);
  const campaign = await tools.ledger.openCampaign({ ...draftOf(editions, order, tools), trial });
  try {
    await refuseTakenName(order.name, campaign, tools.ledger);
    const variantOf = openVariants(editions, order, trial);
    const isFirst = await planWave(
      order.wave,
      { editions, wanted: order, links: tools.links },
      trial,
    );
    const rows = admit(rowsOf(order), editions, tools.links, variantOf, isFirst);
    await tools.ledger.freezeAudience(campaign.number, rows, batchSizeOf(order));
    await refuseSmallTrial(campaign, trial, tools.ledger);
    return campaign;
  } catch (error) {
    await ifItCan(() => tools.ledger.dropCampaign(campaign.number));
    throw beforeMailing(error);
  }
}

function draftOf(editions: Editions, order: Order, { senders, url, now }: Tools): CampaignDraft {
  const own = inVariant(editions, editions[0].variant);
  const [first, ...others] = mapEditions(own, ({ lang, appeal }) => {
    const { subject, petition } = appeal.frontMatter;
    return { lang, subject, petition: order.test ? testPetition(petition) : petition };
  });
  return {
    ...first,
    name: order.name ?? nameFor(editions[0].appeal.name, order, now()),
    translations: Object.fromEntries(others.map(({ lang, ...shown }) => [lang, shown])),
    envelope: sealEnvelope({
      editions: sealEditions(editions, senders),
      url,
      appeal: editions[0].appeal.name,
    }),
    hash: hashOf(editions),
    startsAt: order.startsAt,
    pace: order.pace,
    guard: order.guard && { limits: order.guard, waitMs: order.wave?.waitMs },
  };
}

function batchSizeOf({ batchSize = BATCH_SIZE, pace = {} }: Order): number {
  return Math.min(batchSize, batchSizeFor(pace));
}

/** Sends what is planned of a campaign. Returns why it stopped, or undefined when all is done. */
export async function sendCampaign(
  campaign: Campaign,
  tools: SendTools,
): Promise<Stop | undefined> {
  const { ledger } = tools;
  const sender = await ledger.takeSender(campaign.number);
  if (!sender.taken) throw alreadySending(campaign, sender.by);
  try {
    return await sendToTheEnd(campaign, tools);
  } catch (error) {
    return troubleStop(error, campaign);
  } finally {
    await ifItCan(() => leave(campaign, ledger));
  }
}

async function sendToTheEnd(campaign: Campaign, tools: SendTools): Promise<Stop | undefined> {
  const { ledger } = tools;
  const early = await begin(campaign, tools);
  if (early) return early;
  const watch = await keepWatch(campaign, tools);
  const stop = await sendAll(campaign, tools).finally(watch.end);
  try {
    const { planned } = await ledger.tally(campaign.number);
    if (planned > 0) return stop ?? (await outsideStop(campaign, tools));
    await ledger.setCampaignState(campaign.number, 'done');
    return stop;
  } catch (error) {
    // Why it stopped says more than that the ledger cannot even be asked now.
    if (stop && mendingOf(error)) return stop;
    throw error;
  }
}

/** Whoever stops half-way leaves a campaign that can be resumed, unless it was cancelled meanwhile. */
async function leave({ number }: Campaign, ledger: Ledger): Promise<void> {
  // Another process may have taken it over meanwhile; then it is that one's.
  if (!(await ledger.takeSender(number)).taken) return;
  const { state } = (await ledger.campaignByNumber(number)) ?? {};
  if (state === 'sending') await ledger.setCampaignState(number, 'paused');
  await ledger.releaseSender(number);
}

/** All; or first a wave, and the rest if it goes well; or first the trial, and the rest once its winner is chosen. */
async function sendAll(campaign: Campaign, tools: SendTools): Promise<Stop | undefined> {
  const stop = await sendBatches(campaign, tools);
  if (stop) return stop;
  for (const awaitTurn of [awaitWave, awaitWinner]) {
    const awaited = await awaitTurn(campaign, tools);
    const end = awaited.mayGoOn ? await sendBatches(campaign, tools) : awaited.stop;
    if (end) return end;
  }
  return undefined;
}

/** Several at once, but one alone until something is accepted: what is wrong with the letter shows there. */
export async function sendBatches(campaign: Campaign, tools: SendTools): Promise<Stop | undefined> {
  const makeRequest = tools.press?.print ?? createRequestMaker(campaign, tools.links, tools.secret);
  const traffic = createTraffic({ ...tools.means, most: tools.concurrency });
  const means = { ...tools.means, traffic };
  const keeper = createKeeper(campaign, tools);
  const retryOf = createRetries(means.random);
  let stop: Stop | undefined;
  let accepted = (await tools.ledger.tally(campaign.number)).accepted > 0;
  let refusals = 0;

  // What is held back anyway is not claimed: a crash meanwhile leaves it planned, not unknown.
  const goesOn = async () => !stop && (await traffic.pass()) && !stop;
  const nextBatch = createDepartures(campaign, tools, goesOn);
  const onTrouble = (error: unknown) => {
    stop ??= troubleStop(error, campaign);
  };

  const sendOne = async (): Promise<boolean> => {
    const batch = await nextBatch().catch(onTrouble);
    if (!batch) return false;
    const answer = await deliverBatch(batch, makeRequest, tools.ledger, means);
    const isStopped = means.signal?.aborted;
    const retry = isStopped ? undefined : retryOf(batch, answer);
    if (retry) {
      tools.tell?.({ type: 'retry', batch: batch.number, ...retry });
      traffic.hold(retry.waitMs);
      if (isLimit(answer)) await tellOthers(retry.waitMs, tools);
    }
    const history = { accepted, refusals, isStopped, isTriedAgain: retry !== undefined };
    const verdict = settlementOf(batch, answer, history, campaign);
    // Before the batch is planned again, so that nobody takes it up.
    const { stop: forAll } = verdict;
    if (forAll) await ifItCan(() => tools.ledger.stopCampaign(campaign.number, forAll));
    const isKept = await keeper.keep(batch, verdict.settlement);
    stop ??= keeper.stop() ?? verdict.stop;
    accepted ||= answer.kind === 'accepted';
    if (answer.kind === 'accepted') refusals = 0;
    if (answer.kind === 'refused') refusals += 1;
    if (isKept && !retry) tools.tell?.({ type: 'batch', batch, settlement: verdict.settlement });
    return true;
  };

  while (!accepted && (await sendOne()));
  await inLanes(traffic.width, sendOne);
  return keeper.stop() ?? stop;
}

function isLimit(answer: Answer): boolean {
  return answer.kind === 'notTaken' && answer.isLimit === true;
}

/** What one sender is told of the limit holds for all who use the key. */
async function tellOthers(waitMs: number, { ledger, shared }: SendTools): Promise<void> {
  if (shared) await ifItCan(() => ledger.holdBack(waitMs));
}

/** Whether everybody got the letter, or somebody needs a look. */
export function needsAttention(tally: Tally): boolean {
  return tally.refused > 0 || tally.unknown > 0;
}

function nameFor(appeal: string, { test }: Order, now: number): string {
  return `${appeal}-${test ? 'test-' : ''}${new Date(now).toISOString().slice(0, 10)}`;
}

export function alreadySending(campaign: Campaign, by: string): OutcryError {
  return new OutcryError({
    code: 'already-sending',
    what: `${campaign.name} is being sent already, by ${by}.`,
    fix: `Wait for it, or stop it: there with Ctrl-C, or with: outcry pause ${campaign.name}`,
    exit: EXIT.environment,
  });
}
