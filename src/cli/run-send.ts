import { ifItCan, stoppedBlind } from '../campaign/ledger-trouble.ts';
import { createAskPage } from '../campaign/look-around.ts';
import type { Press } from '../campaign/press.ts';
import type { Stop } from '../campaign/stops.ts';
import { isLocal } from '../delivery/sendgrid-settings.ts';
import { EXIT, type ExitStatus } from '../errors.ts';
import type { Campaign, Ledger, Tally } from '../ledger/ledger.ts';
import { needsAttention, sendCampaign } from '../send.ts';
import { confirmSend } from './confirm-send.ts';
import { sayErr, sayOut } from './fit-lines.ts';
import { type Followed, followSend } from './follow-send.ts';
import { type Hands, handOver, sayLeft } from './hand-over.ts';
import type { Io } from './io.ts';
import { notifyFailure, notifyOutcome } from './notify-outcome.ts';
import type { Context } from './open-context.ts';
import { openTransport } from './open-transport.ts';
import { campaignJson, presentTally } from './present-campaign.ts';
import { closingWords, type Outcome, presentRun } from './present-outcome.ts';
import { zoneOf } from './read-schedule.ts';
import { showProgress } from './send-progress.ts';

/** So many requests at most are under way at once: a socket each. */
const CONCURRENCY = 8;
/** With so many recipients, requests are written in a thread of their own. */
const WORTH_A_THREAD = 5_000;

/** Asks pages for the guard; a send to the sandbox is a rehearsal. */
export function askPageFor({ workspace: { environment } }: Context) {
  return createAskPage(isLocal(environment.OUTCRY_SENDGRID_URL));
}

export interface Run {
  readonly campaign: Campaign;
  readonly context: Context;
  readonly io: Io;
  readonly json: boolean;
  /** What else the JSON says. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Starts now, whatever time it was to start. */
  readonly startNow?: boolean;
  /** The web hook that the summary is posted to. */
  readonly notify?: URL | undefined;
  /** Whether workers send it. */
  readonly hands?: Hands | undefined;
}

/** Sends what is planned, with progress on stderr, and says how it ended. For `send` and `resume`. */
export async function runSend(run: Run): Promise<ExitStatus> {
  const { campaign, io, json, more, notify, hands, startNow } = run;
  const toTell = hands?.detach || !notify;
  if (hands?.byWorkers) await handOver(campaign, run.context, io, { startNow, toTell });
  if (hands?.detach) return leave(run);
  const outcome = await sendAll(run).catch(async (error: unknown) => {
    if (notify) await notifyFailure(notify, campaign, error, io);
    throw error;
  });
  if (outcome === 'left') {
    if (notify) await (await run.context.ledger()).setToTell(campaign.number, true);
    return leave(run);
  }
  const { state, tally, stop } = outcome;
  if (json) {
    const document = campaignJson(outcome.campaign, state, tally);
    io.out(JSON.stringify({ ...document, stopped: stop ?? null, ...more }));
  } else sayOut(await present(outcome, run.context), io);
  sayErr(closingWords(outcome), io);
  if (notify) await notifyOutcome(notify, outcome, io);
  // What was cancelled cannot be resumed.
  if (state === 'cancelled') return EXIT.attention;
  if (state !== 'done') return EXIT.stopped;
  return needsAttention(tally) ? EXIT.attention : EXIT.done;
}

/** A hook that was typed may be a secret: the ledger does not keep it. */
function leave(run: Run): Promise<ExitStatus> {
  const { campaign, io, more, notify } = run;
  if (notify) {
    sayErr(
      'A worker posts the summary, if OUTCRY_NOTIFY_URL is set where it runs, or "notify" in its outcry.yaml. An address of --notify is not kept.',
      io,
    );
  }
  return sayLeft(campaign, run, more);
}

async function present(outcome: Outcome, context: Context): Promise<string> {
  const { campaign, state, tally } = outcome;
  const ledger = await context.ledger();
  const isMultilingual = Object.keys(campaign.translations).length > 0;
  const languages = isMultilingual ? await ledger.byLanguage(campaign.number) : {};
  const troubled = needsAttention(tally) ? await ledger.troubledBatches(campaign.number) : [];
  const lines = presentRun(outcome, languages, troubled);
  return [presentTally(campaign, state, tally), ...lines].join('\n');
}

async function sendAll(run: Run): Promise<Outcome | 'left'> {
  const { campaign, context, io } = run;
  const ledger = await context.ledger();
  const before = await ledger.tally(campaign.number);
  // Workers may have had it before.
  if (run.notify && !run.hands?.byWorkers) await ledger.setToTell(campaign.number, false);
  let begun = io.now();
  const followed = run.hands?.byWorkers ? await follow(run, before) : undefined;
  if (followed?.left) return 'left';
  let stop = followed ? followed.stop : await send(run, run.startNow ?? false);
  if (stop?.isLate && io.canAsk && (await isStillMeant(run, stop))) {
    begun = io.now();
    stop = await send(run, true);
  }
  const { tally, after } = await standingOf(campaign, ledger).catch((error: unknown) => {
    throw stop ? stoppedBlind(stop, error) : error;
  });
  return {
    campaign: after,
    state: after.state,
    tally,
    stop,
    // Until its time came, nothing was to be done.
    tookMs: Math.max(0, io.now() - Math.max(begun, startOf(run))),
    settled: before.planned - tally.planned,
  };
}

async function standingOf(campaign: Campaign, ledger: Ledger) {
  const tally = await ledger.tally(campaign.number);
  return { tally, after: (await ledger.campaignByNumber(campaign.number)) ?? campaign };
}

function startOf({ campaign, startNow }: Run): number {
  return startNow ? 0 : (campaign.startsAt ?? 0);
}

/** Asks whoever is at the terminal about a campaign that should have started long ago. */
async function isStillMeant(run: Run, { reason }: Stop): Promise<boolean> {
  const { campaign, context, io, json } = run;
  const tally = await (await context.ledger()).tally(campaign.number);
  io.err(`\n${reason}`);
  const how = { lists: [], dryRun: false, yes: false, json };
  return (await confirmSend({ campaign, tally, context, io, ...how })) === 'send';
}

async function send(run: Run, startNow: boolean): Promise<Stop | undefined> {
  const { campaign, context, io } = run;
  const ledger = await context.ledger();
  const transport = await openTransport(context.workspace.environment);
  const { systemClock } = await import('../delivery/system-clock.ts');
  const tally = await ledger.tally(campaign.number);
  const press = await pressFor(campaign, tally.planned, context);
  const progress = await showProgress(io, progressOf(run, tally));
  const { signal } = io;
  const { tell } = progress;
  const onHold = (ms: number) => tell({ type: 'wait', reason: 'limit', until: io.now() + ms });
  try {
    const stop = await sendCampaign(campaign, {
      ledger,
      links: await context.links(),
      secret: await context.secret(),
      press,
      now: io.now,
      concurrency: CONCURRENCY,
      means: { transport, clock: systemClock, random: Math.random, signal, onHold },
      tell,
      askPage: askPageFor(context),
      startNow,
    });
    await ifItCan(async () => progress.settle(await ledger.tally(campaign.number)));
    return stop;
  } finally {
    progress.end();
    await press?.close();
    await transport.close();
  }
}

/** Shows how far workers have come. */
async function follow(run: Run, tally: Tally): Promise<Followed> {
  const { campaign, context, io } = run;
  const ledger = await context.ledger();
  const progress = await showProgress(io, { ...progressOf(run, tally), follows: true });
  try {
    const followed = await followSend(campaign, { ledger, io, tell: progress.tell });
    if (!followed.left) progress.settle(await ledger.tally(campaign.number));
    return followed;
  } finally {
    progress.end();
  }
}

function progressOf({ campaign, context, json }: Run, tally: Tally) {
  return {
    tally,
    pace: campaign.pace,
    zone: zoneOf(context.workspace.config),
    hint: sandboxHint(context),
    asJson: json,
  };
}

/** A thread takes its time to start; and it is there only once the program is built. */
export async function pressFor(
  { name, number, envelope }: Campaign,
  planned: number,
  context: Context,
): Promise<Press | undefined> {
  if (planned < WORTH_A_THREAD || !import.meta.url.endsWith('.js')) return undefined;
  const { openPress } = await import('../campaign/press.ts');
  return openPress({
    campaign: { name, number, envelope },
    links: await context.linkSettings(),
    secret: await context.secret(),
  });
}

/** Mail to this machine mostly waits for a sandbox that nobody has started. */
function sandboxHint({ workspace: { environment } }: Context): string {
  const url = environment.OUTCRY_SENDGRID_URL ?? '';
  return /^http:/.test(url)
    ? `Is the sandbox running at ${url}? Start it in another terminal with: outcry sandbox`
    : '';
}
