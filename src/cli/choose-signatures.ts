import { z } from 'zod';
import { parseWhere } from '../audience/condition/bind-condition.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Moment, readMoment } from '../schedule/read-moment.ts';
import { everySignature, theseSignatures } from '../signatures/every-signature.ts';
import { bindToSignatures } from '../signatures/signature-columns.ts';
import type { SignatureRow } from '../signatures/signature-row.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { minuteOf } from './present-suppressions.ts';
import { zoneOf } from './read-schedule.ts';
import { missingSignature, readSignatureNumber } from './signature-number.ts';

/** Options that say which signatures of a petition are meant. */
export const choiceShape = {
  where: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
};
type Typed = z.infer<z.ZodObject<typeof choiceShape>>;

/** Which signatures are meant: of those that count, in the order of their numbers, erased ones too. */
export interface Choice {
  readonly rows: AsyncIterable<SignatureRow>;
  /** The same in words, with times as they were understood; empty for all. */
  readonly words: string;
}

interface Room {
  readonly context: Context;
  readonly ledger: Ledger;
  readonly io: Io;
}

/** Reads what was typed. Throws an OutcryError (exit 2) for what cannot be followed. */
export async function chooseSignatures(
  { where, ...typed }: Typed,
  petition: string,
  { context, ledger, io }: Room,
): Promise<Choice> {
  const around = { now: io.now(), zone: zoneOf(context.workspace.config) };
  const since = readTime('since', typed.since, around)?.from;
  const until = readTime('until', typed.until, around)?.to;
  const rows = everySignature(ledger, { petition, since, until, withErased: true });
  const words = [where, timeWords('since', since), timeWords('until', until)].filter(Boolean);
  if (where === undefined) return { rows, words: words.join(', ') };
  const fits = await bindToSignatures(parseWhere(where), petition, ledger);
  return { rows: filtered(rows, fits), words: words.join(', ') };
}

/** Those of these numbers. Throws an OutcryError (exit 2) unless all are there, and count. */
export async function chooseByNumber(
  typed: readonly string[],
  petition: string,
  { ledger }: Pick<Room, 'ledger'>,
): Promise<Choice> {
  const numbers = [...new Set(typed.map(readSignatureNumber))].sort((one, other) => one - other);
  const rows = await theseSignatures(ledger, petition, numbers);
  const missing = numbers.find((number) => !rows.some((row) => row.number === number));
  if (missing !== undefined) {
    throw missingSignature(`${missing} under ${petition}, or it is invalid already`);
  }
  return { rows: filtered(rows, () => true), words: `number ${numbers.join(', ')}` };
}

async function* filtered<T>(
  rows: AsyncIterable<T> | Iterable<T>,
  fits: (row: T) => boolean,
): AsyncGenerator<T> {
  for await (const row of rows) if (fits(row)) yield row;
}

function timeWords(word: string, at: number | undefined): string {
  return at === undefined ? '' : `${word} ${minuteOf(at)} (UTC)`;
}

function readTime(
  option: string,
  typed: string | undefined,
  around: { readonly now: number; readonly zone: string },
): Moment | undefined {
  if (typed === undefined) return undefined;
  const moment = readMoment(typed, around);
  if (moment) return moment;
  throw new OutcryError({
    code: 'usage',
    what: `--${option} "${typed}" is no day and no time.`,
    fix: 'Write it as "2026-11-24" or "2026-11-24 09:00", with a zone such as UTC behind it if you like.',
    exit: EXIT.usage,
  });
}
