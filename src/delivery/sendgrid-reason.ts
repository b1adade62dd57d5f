import { z } from 'zod';
import { maskAddresses } from './mask-addresses.ts';

const ApiErrors = z.object({
  errors: z.array(
    z
      .object({ message: z.string(), field: z.string().nullish().catch(null) })
      .catch({ message: '' }),
  ),
});

export interface ApiError {
  /** As the API wrote it; may hold addresses. */
  readonly message: string;
  /** Such as `from` or `personalizations.12.to.0.email`. */
  readonly field?: string | null | undefined;
}

const SHOWN = 3;
const LONGEST = 300;

/** The errors of an answer's body; none if it is not SendGrid's JSON (a gateway's page, nothing). */
export function readApiErrors(body: unknown): readonly ApiError[] {
  const parsed = ApiErrors.safeParse(body);
  return parsed.success ? parsed.data.errors.filter((error) => error.message !== '') : [];
}

/**
 * The errors as text for people, without addresses: "Does not contain a valid address (recipient 13
 * of the batch)". Empty if there are none.
 */
export function describeErrors(errors: readonly ApiError[]): string {
  const texts = [...new Set(errors.map(describeError))];
  const more = texts.length - SHOWN;
  return [...texts.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** The index in a field such as `personalizations.12.to.0.email`; undefined if it has none. */
export function personalizationOf(field: string): number | undefined {
  const index = /^personalizations\W(\d+)/.exec(field)?.[1];
  return index === undefined ? undefined : Number(index);
}

function describeError({ message, field }: ApiError): string {
  const place = field ? ` (${describeField(field)})` : '';
  return `${clean(message)}${place}`;
}

/** Field names count personalizations from 0; people count recipients from 1. */
function describeField(field: string): string {
  const [, index, rest] = /^personalizations\W(\d+)\W*(.*)$/.exec(field) ?? [];
  if (index === undefined) return clean(field);
  const recipient = `recipient ${Number(index) + 1} of the batch`;
  return !rest || /^to\b/.test(rest) ? recipient : `${recipient}, ${clean(rest)}`;
}

const KEY = /\bSG\.[\w.-]+/g;

/** One line, no control characters (they could act on a terminal), no key, no addresses, not endless. */
function clean(text: string): string {
  const line = text.slice(0, 4 * LONGEST).replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
  const safe = maskAddresses(line.replace(KEY, 'SG.…')).trim().replace(/\.$/, '');
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}
