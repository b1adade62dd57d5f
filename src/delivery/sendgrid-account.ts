/**
 * What SendGrid says of the account behind a key, in our words; nothing is changed there.
 * https://www.twilio.com/docs/sendgrid/api-reference and github.com/twilio/sendgrid-oai
 */
import { z } from 'zod';
import type { HttpAnswer } from './sendgrid-answer.ts';
import { openSendGridReader, type SendGridReader } from './sendgrid-reader.ts';
import { describeErrors, readApiErrors } from './sendgrid-reason.ts';

/** `forbidden`: the key is good, but may not read this. `rejected`: the key itself is not taken. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T; readonly clock: number | undefined }
  | { readonly kind: 'forbidden'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string; readonly clock: number | undefined }
  | { readonly kind: 'unread'; readonly reason: string };

/** A record that SendGrid wants to stand in the DNS. */
export interface WantedRecord {
  /** The return path is the domain that SPF is looked up for. */
  readonly serves: 'return path' | 'DKIM';
  readonly type: 'cname' | 'txt' | 'mx';
  readonly host: string;
  readonly data: string;
}

/** A domain that SendGrid signs for. */
export interface SendingDomain {
  readonly domain: string;
  readonly returnPath: string;
  /** SendGrid has found its records in the DNS. */
  readonly isValid: boolean;
  /** It signs for senders whose own domain is not there, too. */
  readonly isDefault: boolean;
  readonly records: readonly WantedRecord[];
}

export interface VerifiedSender {
  readonly email: string;
  readonly isVerified: boolean;
}

export interface Credits {
  readonly remain: number;
  readonly total: number | undefined;
  /** The day on which they are filled up, such as 2026-12-01. */
  readonly nextReset: string | undefined;
}

/** What posts the account's events somewhere. */
export interface EventWebhook {
  readonly url: string;
  readonly isOn: boolean;
  /** Of the signature; undefined if it is not signed. */
  readonly publicKey: string | undefined;
  readonly events: ReadonlySet<string>;
}

export interface SendGridAccount {
  /** What the key may do; `clock` is SendGrid's, in milliseconds since 1970. */
  scopes(): Promise<Reading<readonly string[]>>;
  senders(): Promise<Reading<readonly VerifiedSender[]>>;
  /** That by which SendGrid signs mail from this domain: its own, or else the account's default one. */
  domain(domain: string): Promise<Reading<SendingDomain | undefined>>;
  credits(): Promise<Reading<Credits>>;
  webhooks(): Promise<Reading<readonly EventWebhook[]>>;
  close(): void;
}

interface Options {
  readonly apiKey: string;
  readonly url?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 10_000;
/** All that is asked at once. */
const SOCKETS = 4;

/** Throws an OutcryError (exit 3) for a key or an address that cannot be right. */
export function openSendGridAccount(options: Options): SendGridAccount {
  const reader = openSendGridReader({ timeoutMs: TIMEOUT_MS, sockets: SOCKETS, ...options });
  const read = <T>(path: string, schema: z.ZodType<T>, query = {}) =>
    readWith(reader, path, schema, query);
  return {
    scopes: () => read('/v3/scopes', Scopes),
    senders: () => read('/v3/verified_senders', Senders),
    domain: async (domain) => {
      const found = await read('/v3/whitelabel/domains', Domains, { domain });
      if (found.kind !== 'read') return found;
      const own = bestOf(found.value.filter((one) => one.domain === domain));
      if (own) return { ...found, value: own };
      const all = await read('/v3/whitelabel/domains', Domains);
      if (all.kind !== 'read') return all;
      return { ...all, value: all.value.find((one) => one.isDefault && one.isValid) };
    },
    credits: () => read('/v3/user/credits', CreditsAnswer),
    webhooks: () => read('/v3/user/webhooks/event/settings/all', Webhooks),
    close: () => reader.close(),
  };
}

/** A domain may be there twice, the one that is no longer used without its records. */
function bestOf(domains: readonly SendingDomain[]): SendingDomain | undefined {
  return domains.find(({ isValid }) => isValid) ?? domains[0];
}

async function readWith<T>(
  reader: SendGridReader,
  path: string,
  schema: z.ZodType<T>,
  query: Readonly<Record<string, string | number>>,
): Promise<Reading<T>> {
  const got = await reader.get(path, query);
  return got.kind === 'answer'
    ? readAccountAnswer(got.http, schema)
    : { kind: 'unread', reason: got.reason };
}

function readAccountAnswer<T>(
  { status, headers, body }: HttpAnswer,
  schema: z.ZodType<T>,
): Reading<T> {
  const errors = describeErrors(readApiErrors(body));
  const reason = `SendGrid answered ${status}${errors ? `: ${errors}` : ''}.`;
  const clock = clockOf(headers.date);
  if (status === 401) return { kind: 'rejected', reason, clock };
  if (status === 403) return { kind: 'forbidden', reason };
  const parsed = schema.safeParse(status === 200 ? body : undefined);
  if (parsed.success) return { kind: 'read', value: parsed.data, clock };
  return {
    kind: 'unread',
    reason: status === 200 ? 'SendGrid answered with something that cannot be read.' : reason,
  };
}

function clockOf(date: string | undefined): number | undefined {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

const Scopes = z.object({ scopes: z.array(z.string()) }).transform(({ scopes }) => scopes);

const Senders = z
  .object({
    results: z.array(
      z.object({ from_email: z.string().catch(''), verified: z.boolean().catch(false) }),
    ),
  })
  .transform(({ results }) =>
    results.map((one) => ({ email: one.from_email.toLowerCase(), isVerified: one.verified })),
  );

const host = z.string().transform((name) => name.toLowerCase().replace(/\.$/, ''));
const Dns = z.record(
  z.string(),
  z
    .object({
      type: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['cname', 'txt', 'mx'])),
      host,
      data: z.string(),
    })
    // SendGrid gives records that it does not ask for as null, or without a host.
    .optional()
    .catch(undefined),
);
const Domains = z.array(
  z
    .object({
      domain: host,
      subdomain: z.string().nullish(),
      valid: z.boolean().catch(false),
      default: z.boolean().catch(false),
      dns: Dns.catch({}),
    })
    .transform(({ domain, subdomain, valid: isValid, default: isDefault, dns }): SendingDomain => {
      const returnPath = subdomain ? `${subdomain.toLowerCase()}.${domain}` : domain;
      return { domain, returnPath, isValid, isDefault, records: recordsOf(dns, returnPath) };
    }),
);

/** The names of the records differ between the ways in which a domain is set up; their hosts do not. */
function recordsOf(dns: z.infer<typeof Dns>, returnPath: string): WantedRecord[] {
  return Object.values(dns).flatMap((record): WantedRecord[] => {
    if (!record) return [];
    if (/(^|\.)_domainkey\./.test(record.host)) return [{ serves: 'DKIM', ...record }];
    return record.host === returnPath ? [{ serves: 'return path', ...record }] : [];
  });
}

const CreditsAnswer = z
  .object({
    remain: z.number(),
    total: z.number().optional().catch(undefined),
    next_reset: z.string().optional().catch(undefined),
  })
  .transform(({ remain, total, next_reset: nextReset }): Credits => ({ remain, total, nextReset }));

/** Where there is none, the list may hold an empty one. */
const Webhooks = z
  .object({ webhooks: z.array(z.looseObject({ url: z.string().catch('') })) })
  .transform(({ webhooks }) => webhooks.filter(({ url }) => url !== '').map(toWebhook));

function toWebhook({ url, ...settings }: Readonly<{ url: string }>): EventWebhook {
  const { enabled, public_key: key } = settings as Record<string, unknown>;
  const on = Object.entries(settings).filter(([, value]) => value === true);
  return {
    url,
    isOn: enabled === true,
    publicKey: typeof key === 'string' && key !== '' ? key : undefined,
    events: new Set(on.map(([name]) => name)),
  };
}
