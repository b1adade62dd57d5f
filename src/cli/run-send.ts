import type { Press } from '../campaign/press.ts';
import type { Stop } from '../campaign/stops.ts';
import type { Retry } from '../delivery/deliver.ts';
import { EXIT, type ExitStatus } from '../errors.ts';
import type { Campaign, Tally } from '../ledger/ledger.ts';
import { needsAttention, sendCampaign } from '../send.ts';
import { confirmSend } from './confirm-send.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { campaignJson, presentTally, whoWasMailed } from './present-campaign.ts';
import { showProgress } from './send-progress.ts';

/** So many requests at most are under way at once: a socket each. */
const CONCURRENCY = 8;
/** With so many recipients, requests are written in a thread of their own. */
const WORTH_A_THREAD = 5_000;

/** The transport that the environment asks for. Throws an OutcryError (exit 3) for a bad key or address. */
export async function openTransport({ workspace: { environment } }: Context) {
  const { createSendGrid } = await import('../delivery/sendgrid.ts');
  return createSendGrid({
    apiKey: environment.SENDGRID_API_KEY ?? '',
    url: environment.OUTCRY_SENDGRID_URL || undefined,
  });
}

/**
 * Sends what is planned, with progress on stderr, and says how it ended. For `send` and `resume`;
 * `more` is what else their JSON says.
 */
export async function runSend(
  campaign: Campaign,
  context: Context,
  io: Io,
  asJson: boolean,
  more: Readonly<Record<string, unknown>> = {},
  startNow = false,
): Promise<ExitStatus> {
  const ledger = await context.ledger();
  let stop = await send(campaign, context, io, startNow);
  if (stop?.isLate && io.canAsk && (await isStillMeant(campaign, stop, context, io, asJson))) {
    stop = await send(campaign, context, io, true);
  }
  const tally = await ledger.tally(campaign.number);
  const after = (await ledger.campaignByNumber(campaign.number)) ?? campaign;
  const { state } = after;
  if (asJson) {
    io.out(
      JSON.stringify({ ...campaignJson(after, state, tally), stopped: stop ?? null, ...more }),
    );
  } else {
    io.out(presentTally(campaign, state, tally));
  }
  io.err(closing(campaign, tally, stop));
  if (state !== 'done') return EXIT.stopped;
  return needsAttention(tally) ? EXIT.attention : EXIT.done;
}

/** Asks whoever is at the terminal about a campaign that should have started long ago. */
async function isStillMeant(
  campaign: Campaign,
  { reason }: Stop,
  context: Context,
  io: Io,
  json: boolean,
): Promise<boolean> {
  const tally = await (await context.ledger()).tally(campaign.number);
  io.err(`\n${reason}`);
  const how = { lists: [], dryRun: false, yes: false, json };
  return (await confirmSend({ campaign, tally, context, io, ...how })) === 'send';
}

async function send(
  campaign: Campaign,
  context: Context,
  io: Io,
  startNow: boolean,
): Promise<Stop | undefined> {
  const ledger = await context.ledger();
  const transport = await openTransport(context);
  const { systemClock } = await import('../delivery/system-clock.ts');
  const { planned } = await ledger.tally(campaign.number);
  const press = await pressFor(campaign, planned, context);
  const progress = showProgress(io, planned, sandboxHint(context));
  const { signal } = io;
  const { tell } = progress;
  const onRetry = (retry: Retry) => tell({ type: 'retry', ...retry });
  const onHold = (ms: number) => tell({ type: 'wait', reason: 'limit', until: io.now() + ms });
  try {
    return await sendCampaign(campaign, {
      ledger,
      links: await context.links(),
      secret: await context.secret(),
      press,
      now: io.now,
      concurrency: CONCURRENCY,
      means: { transport, clock: systemClock, random: Math.random, signal, onRetry, onHold },
      tell,
      startNow,
    });
  } finally {
    progress.end();
    await press?.close();
    await transport.close();
  }
}

/** A thread takes its time to start; and it is there only once the program is built. */
async function pressFor(
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

/** What happened, who was mailed, what to do. */
function closing({ name }: Campaign, tally: Tally, stop: Stop | undefined): string {
  if (stop) return `\n${stop.reason}\n${whoWasMailed(tally)}\n${stop.fix}`;
  const details = needsAttention(tally) ? `\n${troubleOf(tally)}: outcry status ${name}` : '';
  return `${details}\nSee what the letter does with: outcry report ${name}`;
}

function troubleOf({ refused, unknown }: Tally): string {
  if (unknown === 0) return 'What was refused, and why';
  return refused === 0
    ? 'What may not have arrived, and why'
    : 'What was refused or may not have arrived, and why';
}
