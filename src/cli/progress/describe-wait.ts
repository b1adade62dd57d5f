import { DateTime } from 'luxon';
import type { WaitReason } from '../../campaign/send-events.ts';

export type Reason = WaitReason | 'retry';

/** What nothing leaves for, until when (milliseconds since 1970), and in whose words, if in any. */
export interface Wait {
  readonly reason: Reason;
  readonly until: number;
  readonly detail?: string | undefined;
}

export interface LocalTime {
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Words = (time: string, detail: string) => string;

/** In full, and in brief for narrow terminals. */
const WORDS: Readonly<Record<Reason, { readonly full: Words; readonly brief: Words }>> = {
  start: { full: (time) => `starts ${time}`, brief: (time) => `starts ${time}` },
  rate: {
    full: (time) => `waiting until ${time}, to keep to the rate`,
    brief: (time) => `rate, until ${time}`,
  },
  'warm-up': {
    full: (time) => `waiting until ${time}: the warm-up allows no more today`,
    brief: (time) => `warm-up, until ${time}`,
  },
  limit: {
    full: (time) => `waiting until ${time}: SendGrid's limit is used up`,
    brief: (time) => `limit, until ${time}`,
  },
  trial: {
    full: (time) => `waiting until ${time} for the trial of the subjects`,
    brief: (time) => `trial, until ${time}`,
  },
  first: {
    full: () => 'waiting for the answer to the first batch',
    brief: () => 'first batch',
  },
  wave: {
    full: (time) => `the first wave is sent; waiting until ${time} to see how it goes`,
    brief: (time) => `first wave, until ${time}`,
  },
  worker: {
    full: () => 'waiting for a worker: none is alive. Start one with: outcry worker',
    brief: () => 'no worker',
  },
  retry: {
    full: (time, detail) => `trying again at ${time}: ${detail}`,
    brief: (time) => `trying again ${time}`,
  },
};

const OTHER = {
  full: (time: string) => `waiting until ${time}`,
  brief: (time: string) => `until ${time}`,
};

/** What a send waits for and until when, in local time: in full and in brief. */
export function describeWait({ reason, until, detail = '' }: Wait, local: LocalTime) {
  // Whoever tells of a send may come to wait for something that nobody here has heard of.
  const words = Object.hasOwn(WORDS, reason) ? WORDS[reason] : OTHER;
  const time = sayClock(until, local);
  // The whole of it stands in a line of its own.
  const [gist = ''] = detail.split(/: |\.$/);
  return { full: words.full(time, gist), brief: words.brief(time, gist) };
}

/** "09:00:10", or "Thu 26 Nov 09:00" on another day. */
function sayClock(at: number, { zone, now }: LocalTime): string {
  const time = DateTime.fromMillis(at, { zone, locale: 'en-GB' });
  const isToday = time.hasSame(DateTime.fromMillis(now, { zone }), 'day');
  return time.toFormat(isToday ? 'HH:mm:ss' : 'ccc d LLL HH:mm');
}
