/**
 * SendGrid's lists of addresses that it does not mail, in our words.
 * https://www.twilio.com/docs/sendgrid/api-reference/suppressions-suppressions
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SuppressionReason } from '../ledger/ledger.ts';
import type { Address } from '../terms.ts';
import { readRetryHint } from './retry-hint.ts';
import type { HttpAnswer } from './sendgrid-answer.ts';
import { toAddress } from './sendgrid-events.ts';
import { openSendGridReader } from './sendgrid-reader.ts';
import { describeErrors, readApiErrors } from './sendgrid-reason.ts';

/**
 * The lists that count, and what being on them means. Blocks are none of them: a block is about one
 * letter or one hour (a full server, a filter), and SendGrid itself goes on mailing to the address.
 */
export const SENDGRID_LISTS = [
  { name: 'unsubscribes', reason: 'unsubscribed' },
  { name: 'bounces', reason: 'bounced' },
  { name: 'spam_reports', reason: 'complained' },
  { name: 'invalid_emails', reason: 'bounced' },
] as const satisfies readonly { name: string; reason: SuppressionReason }[];
export type SendGridList = (typeof SENDGRID_LISTS)[number]['name'];

/** As many as the API gives at once. */
export const PAGE_SIZE = 500;

export interface ListRequest {
  readonly list: SendGridList;
  /** Milliseconds since 1970, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

export interface ListEntry {
  /** Undefined if SendGrid keeps something that is no address. */
  readonly email: Address | undefined;
  /** Milliseconds since 1970. */
  readonly at: number | undefined;
  readonly detail: string;
}

/** `notTaken`: it may be asked again. `blocked`: not before a person has acted. */
export type ListAnswer =
  | { readonly kind: 'page'; readonly entries: readonly ListEntry[] }
  | {
      readonly kind: 'notTaken';
      readonly reason: string;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly kind: 'blocked'; readonly reason: string; readonly fix: string };

export interface SuppressionSource {
  /** The same for the same account: its address and its key, which cannot be read from it. */
  readonly name: string;
  /** Never throws for what a network may do. */
  read(request: ListRequest): Promise<ListAnswer>;
  close(): Promise<void>;
}

interface Options {
  readonly apiKey: string;
  readonly url?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly now?: (() => number) | undefined;
}

/** A mail server's answer may be long, and a page holds 500 of them. */
const MAX_PAGE_BYTES = 16_000_000;

/** Throws an OutcryError (exit 3) for a key or an address that cannot be right. */
export function openSendGridLists(options: Options): SuppressionSource {
  const { now = Date.now } = options;
  const reader = openSendGridReader({ ...options, maxAnswerBytes: MAX_PAGE_BYTES });
  const account = createHash('sha256').update(`${reader.baseUrl} ${reader.apiKey}`);
  return {
    name: account.digest('hex').slice(0, 16),
    read: async ({ list, from, to, offset }) => {
      const span = { start_time: inSeconds(from), end_time: inSeconds(to) };
      const qs = { ...span, limit: PAGE_SIZE, offset };
      const got = await reader.get(`/v3/suppression/${list}`, qs);
      return got.kind === 'answer'
        ? readList(got.http, now())
        : { kind: 'notTaken', reason: got.reason };
    },
    close: async () => reader.close(),
  };
}

function inSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** Numbers come as numbers or as strings; what cannot be read counts as missing. */
const Text = z.string().optional().catch(undefined);
const Entry = z.object({
  email: Text,
  created: z.coerce.number().positive().max(1e11).optional().catch(undefined),
  reason: Text,
});
const Entries = z.array(Entry.catch({}));

/** What an HTTP answer means. `now` in milliseconds. */
export function readList({ status, headers, body }: HttpAnswer, now: number): ListAnswer {
  const errors = describeErrors(readApiErrors(body));
  const reason = `SendGrid answered ${status}${errors ? `: ${errors}` : ''}.`;
  const fix = FIX[status];
  if (fix) return { kind: 'blocked', reason, fix };
  if (status === 429)
    return { kind: 'notTaken', reason, retryAfterMs: readRetryHint(headers, now) };
  if (status >= 500) return { kind: 'notTaken', reason };
  const parsed = Entries.safeParse(status === 200 ? body : undefined);
  if (parsed.success) return { kind: 'page', entries: parsed.data.map(toEntry) };
  return {
    kind: 'blocked',
    reason: status === 200 ? 'SendGrid answered with something that is no list.' : reason,
    fix: ADDRESS,
  };
}

function toEntry({ email, created, reason = '' }: z.infer<typeof Entry>): ListEntry {
  const at = created === undefined ? undefined : created * 1000;
  return { email: toAddress(email), at, detail: reason };
}

const ADDRESS =
  "Set OUTCRY_SENDGRID_URL to SendGrid's address (https://api.sendgrid.com or https://api.eu.sendgrid.com) or remove it.";

const FIX: Readonly<Record<number, string>> = {
  401: 'Put a working key in SENDGRID_API_KEY.',
  403: 'Give the key read access to "Suppressions" in SendGrid (Settings, API Keys, Edit), or put another key in SENDGRID_API_KEY for this command.',
  404: ADDRESS,
};
