import type { Delivery, Retry } from '../delivery/deliver.ts';
import { EXIT, type ExitStatus } from '../errors.ts';
import type { Batch, Campaign } from '../ledger/ledger.ts';
import { needsAttention, sendCampaign } from '../send.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { campaignJson, presentTally } from './present-campaign.ts';
import { plural } from './present-problems.ts';

/** SendGrid answers in tens to hundreds of milliseconds: so many requests are under way at once. */
const CONCURRENCY = 4;

/** The transport that the environment asks for. Throws an OutcryError (exit 3) for a bad key or address. */
export async function openTransport({ workspace: { environment } }: Context) {
  const { createSendGrid } = await import('../delivery/sendgrid.ts');
  return createSendGrid({
    apiKey: environment.SENDGRID_API_KEY ?? '',
    url: environment.OUTCRY_SENDGRID_URL || undefined,
  });
}

/** Sends what is planned, with progress on stderr, and says how it ended. For `send` and `resume`. */
export async function runSend(
  campaign: Campaign,
  context: Context,
  io: Io,
  asJson: boolean,
): Promise<ExitStatus> {
  const [ledger, transport] = [await context.ledger(), await openTransport(context)];
  const { systemClock } = await import('../delivery/system-clock.ts');
  const progress = createProgress(io, (await ledger.tally(campaign.number)).planned);
  try {
    const stop = await sendCampaign(campaign, {
      ledger,
      links: await context.links(),
      secret: await context.secret(),
      concurrency: CONCURRENCY,
      means: {
        transport,
        clock: systemClock,
        random: Math.random,
        signal: io.signal,
        onRetry: progress.onRetry,
      },
      onBatch: progress.onBatch,
    });
    progress.end();
    const tally = await ledger.tally(campaign.number);
    const state = tally.planned > 0 ? 'paused' : 'done';
    if (asJson) io.out(JSON.stringify(campaignJson(campaign, state, tally)));
    else io.out(presentTally(campaign, state, tally));
    if (stop) io.err(`\n${stop.reason}\n${stop.fix}`);
    if (tally.planned > 0) return EXIT.stopped;
    return needsAttention(tally) ? EXIT.attention : EXIT.done;
  } finally {
    await transport.close();
  }
}

/** One line that is written over on a terminal; elsewhere a line whenever a tenth is done. */
function createProgress(io: Io, total: number) {
  let done = 0;
  let tenths = 0;
  const show = (text: string) => {
    if (io.isErrTerminal) io.err(`\u001b[1A\u001b[2K${text}`);
    else io.err(text);
  };
  if (io.isErrTerminal) io.err('');
  return {
    onBatch: (batch: Batch, delivery: Delivery) => {
      if (delivery.kind === 'notTaken' || delivery.kind === 'blocked') return;
      done += batch.recipients.length;
      if (delivery.kind !== 'accepted') {
        io.err(`Batch ${batch.number}: ${delivery.kind}. ${delivery.reason}`);
        if (io.isErrTerminal) io.err('');
      }
      const tenth = Math.floor((done / total) * 10);
      if (io.isErrTerminal || tenth > tenths) {
        show(`${done.toLocaleString('en-GB')} of ${plural(total, 'recipient')} sent`);
      }
      tenths = tenth;
    },
    onRetry: ({ attempt, waitMs, reason }: Retry) => {
      const seconds = (waitMs / 1000).toFixed(1);
      io.err(`Not taken (${reason}); trying again in ${seconds} s, attempt ${attempt + 1}.`);
      if (io.isErrTerminal) io.err('');
    },
    end: () => {
      if (io.isErrTerminal) io.err('');
    },
  };
}
