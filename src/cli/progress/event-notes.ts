import type { SendEvent } from '../../campaign/send-events.ts';
import { describeWait, type LocalTime } from './describe-wait.ts';

type Of<Type extends SendEvent['type']> = Extract<SendEvent, { readonly type: Type }>;

interface Noted {
  /** What may be missing where the first batch is tried in vain. */
  readonly hint: string;
  readonly local: () => LocalTime;
}

/** Tries in vain of the first batch after which it is said what may be missing. */
const HINT_AFTER = 2;
/** A wait of the same kind is told again only after so many milliseconds. */
const SAME_WAIT_MS = 60_000;
const DEAF =
  'The guard hears nothing: SendGrid has posted no event of this send, so bounces and complaints cannot stop it. Find out why with: outcry doctor';
/** Shorter waits for the rate are its pace. */
const PACING_MS = 15_000;

/** Gives the lines that say what is out of the ordinary in an event: mostly none. */
export function createNotes({ hint, local }: Noted): (event: SendEvent) => readonly string[] {
  let anyDone = false;
  // Told once for each search, and not for every half.
  let isSearching = false;
  const toldAt = new Map<string, number>();

  const onBatch = ({ batch: { number }, settlement }: Of<'batch'>): string[] => {
    if (settlement.state === 'notTaken') return [];
    if (settlement.state === 'divided') {
      const note = `Somebody in batch ${number} is refused: looking for whom.`;
      const notes = isSearching ? [] : [note];
      isSearching = true;
      return notes;
    }
    anyDone = true;
    isSearching &&= settlement.state !== 'refused';
    if (settlement.state === 'accepted') return [];
    return [`Batch ${number}: ${settlement.state}. ${settlement.reason}`];
  };
  const onRetry = ({ attempt, waitMs, reason }: Of<'retry'>): string[] => {
    const note = `${reason} Trying again in ${seconds(waitMs)} (attempt ${attempt + 1}).`;
    return attempt === HINT_AFTER && !anyDone && hint !== '' ? [note, hint] : [note];
  };
  const onWait = ({ reason, until }: Of<'wait'>): string[] => {
    const { now, zone } = local();
    const isKnown = now - (toldAt.get(reason) ?? Number.NEGATIVE_INFINITY) < SAME_WAIT_MS;
    if (isKnown || (reason === 'rate' && until - now <= PACING_MS)) return [];
    toldAt.set(reason, now);
    const { full } = describeWait({ reason, until }, { now, zone });
    return [`${full.charAt(0).toUpperCase()}${full.slice(1)}.`];
  };
  return (event) => {
    if (event.type === 'batch') return onBatch(event);
    if (event.type === 'retry') return onRetry(event);
    if (event.type === 'wait') return onWait(event);
    if (event.type === 'winner') return [`The rest gets variant ${event.winner.variant}.`];
    if (event.type === 'wave') return ['The first wave has passed: the rest goes now.'];
    if (event.type === 'deaf') return [DEAF];
    return [];
  };
}

function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
