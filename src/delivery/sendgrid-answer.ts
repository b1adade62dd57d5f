/**
 * SendGrid's answers and the network's failures in our words. The one question behind each case is
 * "was it taken?": only where it certainly was not may anybody try again.
 */
import { type Headers, readRetryHint, readUsedUp } from './retry-hint.ts';
import {
  type ApiError,
  describeErrors,
  personalizationOf,
  readApiErrors,
} from './sendgrid-reason.ts';
import { CONNECT_TIMEOUT } from './timed-connections.ts';
import type { Answer } from './transport.ts';

/** An HTTP answer that arrived. `body` is parsed JSON, or text if it was none. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** No HTTP answer arrived, or not the whole of it. */
export interface NetworkFailure {
  /** Such as ECONNRESET. */
  readonly code: string | undefined;
  /** False if it is certain that no connection ever stood. */
  readonly connected: boolean;
}

/**
 * What an HTTP answer means. `now` in milliseconds.
 *
 * | status | meaning | because |
 * | --- | --- | --- |
 * | 202 | accepted | the only status with which mail/send takes a request |
 * | 429, 503 | notTaken | the two that say so |
 * | 401, 403 | blocked | key, credits, sender: every further batch would fare the same |
 * | 404, 405, 407, 301, 307, 308 | blocked | the address is wrong: SendGrid was never reached |
 * | other 4xx | refused | the request was looked at and turned down |
 * | everything else | unknown | 200 and 204 are no answers of mail/send without sandbox mode; 302 and
 *   303 may follow a POST that was taken (RFC 9110, 15.4); 408 and 425 are temporary; of 5xx nobody
 *   knows |
 *
 * A rehearsal is in sandbox mode, and 200 takes the place of 202.
 */
export function readAnswer(http: HttpAnswer, now: number, isRehearsal = false): Answer {
  const { status, headers, body } = http;
  const errors = readApiErrors(body);
  const reason = answered(status, errors);
  const taken = isRehearsal ? 200 : 202;
  if (status === taken) {
    const usedUpForMs = readUsedUp(headers, now);
    return { kind: 'accepted', messageId: headers['x-message-id'] ?? '', ...usedUpForMs };
  }
  if (status === 429 || status === 503) {
    return {
      kind: 'notTaken',
      reason,
      retryAfterMs: readRetryHint(headers, now),
      isLimit: true,
    };
  }
  const fix = blockedFix(status, errors);
  if (fix) return { kind: 'blocked', status, reason, fix };
  if (isRefusal(status)) return { kind: 'refused', status, reason, ...blame(errors) };
  return { kind: 'unknown', reason };
}

/** One bad recipient refuses all of them; some answers name her, some name nobody. */
function blame(errors: readonly ApiError[]) {
  const fields = errors.flatMap(({ field }) => field ?? []);
  const indexes = fields.map(personalizationOf);
  const suspects = [...new Set(indexes.flatMap((index) => index ?? []))];
  return { suspects, blamesShared: indexes.includes(undefined) };
}

const TEMPORARY = new Set([408, 425]);

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !TEMPORARY.has(status);
}

/** What a failed or cut connection means: not taken only if it never stood. */
export function readFailure({ code, connected }: NetworkFailure): Answer {
  const detail = describeCode(code);
  return connected
    ? {
        kind: 'unknown',
        reason: `The connection to SendGrid broke before its answer came${detail}.`,
      }
    : { kind: 'notTaken', reason: `No connection to SendGrid came about${detail}.` };
}

const CODES: Readonly<Record<string, string>> = {
  [CONNECT_TIMEOUT]: 'it took too long',
  ECONNABORTED: 'no answer in time',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'cut by the other side',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it took too long',
};

function describeCode(code: string | undefined): string {
  if (code === undefined || !/^\w+$/.test(code)) return '';
  const words = CODES[code];
  return words ? `: ${words} (${code})` : ` (${code})`;
}

function answered(status: number, errors: readonly ApiError[]): string {
  const text = describeErrors(errors);
  return text ? `SendGrid answered ${status}: ${text}.` : `SendGrid answered ${status}.`;
}

const WRONG_ADDRESS = new Set([301, 307, 308, 404, 405, 407]);

const FIX = {
  key: 'Put a working key with the "Mail Send" permission in SENDGRID_API_KEY.',
  credits: 'Add credits or raise the plan in the SendGrid account, or wait for the next period.',
  sender:
    'Verify the sender or its domain in SendGrid (Settings, Sender Authentication), or change "from".',
  forbidden:
    'Give the key the "Mail Send" permission; if it has it, SendGrid may have blocked the account for a while: look there.',
  address:
    "Set OUTCRY_SENDGRID_URL to SendGrid's address (https://api.sendgrid.com or https://api.eu.sendgrid.com) or remove it.",
};

function blockedFix(status: number, errors: readonly ApiError[]): string | undefined {
  // The status is the same for spent credits and for a wrong key; only the words differ.
  if (status === 401) return errors.some(isAboutCredits) ? FIX.credits : FIX.key;
  if (status === 403) return errors.some(isAboutSender) ? FIX.sender : FIX.forbidden;
  return WRONG_ADDRESS.has(status) ? FIX.address : undefined;
}

function isAboutCredits({ message }: ApiError): boolean {
  return /credits/i.test(message);
}

function isAboutSender({ field, message }: ApiError): boolean {
  return field?.split('.')[0] === 'from' || /sender identity/i.test(message);
}
