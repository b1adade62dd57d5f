import { z } from 'zod';
import type { TrialWish } from '../campaign/plan-trial.ts';
import type { Config } from '../config.ts';
import { EXIT, OutcryError } from '../errors.ts';
import { readDuration } from '../schedule/read-duration.ts';
import { readStart } from '../schedule/read-start.ts';
import { zoneOf } from './read-schedule.ts';

/** Options of letters that are tested against each other. */
export const trialShape = {
  against: z.array(z.string()).default([]),
  variant: z.string().optional(),
  trial: z.string().optional(),
  decide: z.string().optional(),
  until: z.string().optional(),
};

type Typed = Readonly<Partial<Record<'trial' | 'decide' | 'until', string | undefined>>>;

/** What was typed, if anything. Throws an OutcryError (exit 2) for what cannot be right. */
export function readTrial(typed: Typed, config: Config, now: number): TrialWish | undefined {
  const { trial, decide, until } = typed;
  if (trial === undefined && decide === undefined && until === undefined) return undefined;
  return {
    ...(trial === undefined ? {} : sizeOf(trial)),
    rule: {
      probability: decide === undefined ? undefined : probabilityOf(decide),
      ...(until === undefined ? {} : deadlineOf(until, config, now)),
    },
  };
}

function sizeOf(typed: string): Pick<TrialWish, 'share' | 'people'> {
  const share = percentOf(typed);
  if (share !== undefined && share > 0 && share <= 1) return { share };
  const people = /^\d[\d,_ ]*$/.test(typed.trim()) ? Number(typed.replace(/[,_ ]/g, '')) : 0;
  if (people > 0) return { people };
  throw wrong('trial', typed, 'write a share such as "20%", or a number of people such as "5000"');
}

function probabilityOf(typed: string): number {
  const probability = percentOf(typed);
  if (probability !== undefined && probability >= 0.5 && probability < 1) return probability;
  throw wrong('decide', typed, 'write a probability from "50%" to "99.9%"; "95%" is usual');
}

function percentOf(typed: string): number | undefined {
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(typed) ?? [];
  return percent === undefined ? undefined : Number(percent) / 100;
}

function deadlineOf(typed: string, config: Config, now: number): TrialWish['rule'] {
  const afterMs = readDuration(typed);
  if (afterMs !== undefined) return { afterMs };
  const time = readStart(typed, { now, zone: zoneOf(config) });
  if (!('complaint' in time)) return { until: time.at };
  const isOver = time.complaint.startsWith('it is over');
  throw wrong('until', typed, isOver ? 'it is over already' : `${time.complaint}, or as "4h"`);
}

function wrong(option: string, typed: string, complaint: string): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: `--${option} "${typed}" is not right: ${complaint}.`,
    fix: 'Add --help to see how the command is used.',
    exit: EXIT.usage,
  });
}
