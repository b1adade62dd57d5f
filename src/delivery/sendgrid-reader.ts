/** Asks SendGrid, through its own client, for what it keeps. What is read here changes nothing there. */
import { systemCode } from '../errors.ts';
import type { Headers } from './retry-hint.ts';
import { answerIn, createClient } from './sendgrid.ts';
import { type HttpAnswer, readFailure } from './sendgrid-answer.ts';
import { checkApiKey, checkUrl } from './sendgrid-settings.ts';
import { openConnections } from './timed-connections.ts';

interface Options {
  readonly apiKey: string;
  /** OUTCRY_SENDGRID_URL: SendGrid's EU host, or the sandbox. */
  readonly url?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** How many requests may be under way at once; one unless said. */
  readonly sockets?: number | undefined;
  readonly maxAnswerBytes?: number | undefined;
}

/** `failed`: no whole answer came. What reads and changes nothing can always be asked again. */
type Got =
  | { readonly kind: 'answer'; readonly http: HttpAnswer }
  | { readonly kind: 'failed'; readonly reason: string };

export interface SendGridReader {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Never throws for what a network may do. */
  get(path: string, query?: Readonly<Record<string, string | number>>): Promise<Got>;
  close(): void;
}

const TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** Throws an OutcryError (exit 3) for a key or an address that cannot be right. */
export function openSendGridReader(options: Options): SendGridReader {
  const { timeoutMs = TIMEOUT_MS, sockets = 1, maxAnswerBytes } = options;
  const apiKey = checkApiKey(options.apiKey);
  const baseUrl = checkUrl(options.url ?? 'https://api.sendgrid.com');
  const connections = openConnections({ connectTimeoutMs: CONNECT_TIMEOUT_MS, sockets });
  const client = createClient({ apiKey, baseUrl, timeoutMs, connections, maxAnswerBytes });
  return {
    baseUrl,
    apiKey,
    get: (url, qs = {}) =>
      client.request({ method: 'GET', url, qs }).then(
        ([{ statusCode, headers, body }]): Got => ({
          kind: 'answer',
          http: { status: statusCode, headers: headers as Headers, body },
        }),
        (error: unknown): Got => {
          // The error carries the key: nothing of it but codes leaves this function.
          const http = answerIn(error);
          if (http) return { kind: 'answer', http };
          const { cause } = error as { cause?: unknown };
          const connected = !connections.neverConnected(cause);
          const failure = readFailure({ code: systemCode(error), connected });
          return { kind: 'failed', reason: 'reason' in failure ? failure.reason : '' };
        },
      ),
    close: () => connections.close(),
  };
}
