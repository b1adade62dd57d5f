import { z } from 'zod';
import type { WaveWish } from '../campaign/plan-wave.ts';
import { EXIT, OutcryError } from '../errors.ts';
import { readDuration } from '../schedule/read-duration.ts';

/** Options of a first wave. */
export const waveShape = { first: z.string().optional(), wait: z.string().optional() };

interface Typed {
  readonly first?: string | undefined;
  readonly wait?: string | undefined;
  readonly test?: readonly string[] | undefined;
}

const USUAL_WAIT_MS = 15 * 60_000;
const LONGEST_WAIT_MS = 7 * 86_400_000;

/** What was typed, if anything. Throws an OutcryError (exit 2) for what cannot be right. */
export function readWave({ first, wait, test }: Typed): WaveWish | undefined {
  if (first === undefined && wait === undefined) return undefined;
  if (test) throw wrong('A test goes to everybody at once: it takes no --first and no --wait.');
  if (first === undefined) throw wrong('--wait is for a first wave: it needs --first.');
  const people = /^\d[\d,_ ]*$/.test(first.trim()) ? Number(first.replace(/[,_ ]/g, '')) : 0;
  if (people < 1) {
    throw wrong(`--first "${first}" is not right: write a number of people such as "5000".`);
  }
  return { people, waitMs: wait === undefined ? USUAL_WAIT_MS : waitOf(wait) };
}

function waitOf(wait: string): number {
  const waitMs = readDuration(wait);
  if (waitMs !== undefined && waitMs <= LONGEST_WAIT_MS) return waitMs;
  throw wrong(`--wait "${wait}" is not right: write a time such as "15m" or "2h", a week at most.`);
}

function wrong(what: string): OutcryError {
  const fix = 'Add --help to see how the command is used.';
  return new OutcryError({ code: 'usage', what, fix, exit: EXIT.usage });
}
