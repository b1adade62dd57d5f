import { z } from 'zod';
import type { Config } from '../config.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Pace, Rate } from '../ledger/pace-ledger.ts';
import { readRate } from '../schedule/read-rate.ts';
import { readStart } from '../schedule/read-start.ts';
import { readWarmUp } from '../schedule/read-warm-up.ts';

/** Options that say when a campaign goes, and how fast. */
export const scheduleShape = {
  at: z.string().optional(),
  rate: z.string().optional(),
  warmup: z.string().optional(),
};

interface Typed {
  readonly at?: string | undefined;
  readonly rate?: string | undefined;
  readonly warmup?: string | undefined;
}

export interface Schedule {
  readonly startsAt: number | undefined;
  /** The zone in which the time was meant, and is said back. */
  readonly zone: string;
  readonly pace: Pace;
}

/** What was typed goes before what outcry.yaml says. Throws an OutcryError (exit 2) for what is wrong. */
export function readSchedule(typed: Typed, config: Config, now: number): Schedule {
  const own = zoneOf(config);
  const start = typed.at === undefined ? undefined : readStart(typed.at, { now, zone: own });
  if (start && 'complaint' in start) throw wrong('at', typed.at, start.complaint);
  const warmUp = typed.warmup === undefined ? undefined : readWarmUp(typed.warmup);
  if (typed.warmup !== undefined && !warmUp) {
    throw wrong('warmup', typed.warmup, 'write the numbers of the days as "1000,2000,5000"');
  }
  const rate = typed.rate === undefined ? config.rate : requireRate(typed.rate);
  return { startsAt: start?.at, zone: start?.zone ?? own, pace: { rate, warmUp } };
}

export function requireRate(typed: string): Rate {
  const rate = readRate(typed);
  if (rate) return rate;
  throw wrong('rate', typed, 'write recipients and a unit of time, such as "50000/h" or "600/min"');
}

/** The zone of times that name none: outcry.yaml's, else this machine's. */
export function zoneOf({ timezone }: Pick<Config, 'timezone'>): string {
  return timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function wrong(option: string, typed: string | undefined, complaint: string): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: `--${option} "${typed}" is not right: ${complaint}.`,
    fix: 'Add --help to see how the command is used.',
    exit: EXIT.usage,
  });
}
