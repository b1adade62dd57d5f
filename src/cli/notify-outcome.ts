import { OutcryError } from '../errors.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign } from '../ledger/ledger.ts';
import { type Notice, postNotice } from '../notify.ts';
import { sayDuration } from '../schedule/say-time.ts';
import type { End } from '../worker/tell-ends.ts';
import { sayErr } from './fit-lines.ts';
import type { Io } from './io.ts';
import { campaignJson, whoWasMailed } from './present-campaign.ts';
import type { Outcome } from './present-outcome.ts';
import { coloursFor, plural, presentProblems } from './present-problems.ts';

const HARMLESS = new Set(['already-sending', 'campaign-cancelled']);

/** Posts how a send ended. That it could not be posted is a warning, and changes nothing of the send. */
export async function notifyOutcome(hook: URL, outcome: Outcome, io: Io): Promise<void> {
  await post(hook, noticeOf(outcome), io);
}

/** How a campaign ended, as a worker tells it, who does not know how long it took; see `postNotice`. */
export function notifyEnd(hook: URL, end: End): Promise<string | undefined> {
  return postNotice(hook, noticeOf(end));
}

/** `tookMs` where one process saw it through. */
type Ended = End & { readonly tookMs?: number };

function noticeOf(ended: Ended): Notice {
  const { campaign, state, tally, stop } = ended;
  const counts = campaignJson(campaign, state, tally);
  return { text: outcomeText(ended), ...counts, stopped: stop ?? null };
}

/** Posts that a send ended by a failure: how it stands, perhaps nobody can tell now. */
export async function notifyFailure(
  hook: URL,
  { name }: Campaign,
  error: unknown,
  io: Io,
): Promise<void> {
  const known = error instanceof OutcryError ? error : undefined;
  // This process sent nothing, and whoever does, or did, tells of it.
  if (known && HARMLESS.has(known.code)) return;
  const reason = known?.message ?? 'This is a bug in Outcry.';
  const fix = known?.fix ?? '';
  const steps = `See how it stands with: outcry status ${name}`;
  const text = [`${name} has stopped.`, reason, fix, steps].filter(Boolean).join(' ');
  await post(hook, { text, campaign: name, state: 'stopped', stopped: { reason, fix } }, io);
}

async function post(hook: URL, notice: Notice, io: Io): Promise<void> {
  const failure = await postNotice(hook, notice);
  if (failure === undefined) return;
  const what = `The summary was not posted: ${failure}. The send is not affected.`;
  const fix = 'Look at the address of the web hook (--notify, OUTCRY_NOTIFY_URL, or outcry.yaml).';
  const problem = { severity: 'warning', code: 'notify-failed', what, fix } as const;
  sayErr(`\n${presentProblems([problem], coloursFor(io.isErrTerminal, io.env))}`, io);
}

/** One paragraph for people who were not there. */
export function outcomeText({ campaign, state, tally, stop, tookMs }: Ended): string {
  const { name } = campaign;
  if (stop || state !== 'done') {
    const parts = [stop?.reason ?? '', whoWasMailed(tally, state), stop?.fix ?? ''];
    return [`${name} is not done (${state}).`, ...parts].filter(Boolean).join(' ');
  }
  const mailed = `${formatCount(tally.accepted)} of ${plural(tally.recipients, 'recipient')}`;
  const took = tookMs === undefined ? '' : `, in ${sayDuration(tookMs)}`;
  const amiss = [
    count(tally.refused, 'refused'),
    count(tally.unknown, 'may or may not have been mailed'),
    count(tally.suppressed, 'left out, for they had unsubscribed or bounced meanwhile'),
  ].filter(Boolean);
  return [
    `${name} is done: ${mailed} mailed${took}.`,
    ...(amiss.length > 0 ? [`${amiss.join('; ')}.`] : []),
    `See what the letter does with: outcry report ${name}`,
  ].join(' ');
}

function count(people: number, fate: string): string {
  return people > 0 ? `${formatCount(people)} ${fate}` : '';
}
