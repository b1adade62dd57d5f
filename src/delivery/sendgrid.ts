import type sharedClient from '@sendgrid/client';
import mail from '@sendgrid/mail';
import { systemCode } from '../errors.ts';
import { type Bodies, createBodies } from './bodies.ts';
import type { Headers } from './retry-hint.ts';
import { type HttpAnswer, readAnswer, readFailure } from './sendgrid-answer.ts';
import { requestBody } from './sendgrid-request.ts';
import { checkApiKey, checkUrl } from './sendgrid-settings.ts';
import { openConnections, type TimedConnections } from './timed-connections.ts';
import type { Answer, Request, Transport, Written } from './transport.ts';

interface Options {
  readonly apiKey: string;
  /** OUTCRY_SENDGRID_URL: SendGrid's EU host, or the sandbox. */
  readonly url?: string | undefined;
  /** For a whole request, from its start to the end of the answer. */
  readonly timeoutMs?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
  /** Requests that may be under way at once; a further one waits, and its time-out runs meanwhile. */
  readonly sockets?: number | undefined;
  readonly now?: (() => number) | undefined;
}

type Client = typeof sharedClient;

/** More than any answer of mail/send. */
const MAX_ANSWER_BYTES = 1_000_000;

/**
 * SendGrid, through its own client. Throws an OutcryError (exit status 3) for a key or an address
 * that cannot be right; whatever the network does becomes an Answer. `close` waits for requests
 * under way.
 */
export function createSendGrid(options: Options): Transport {
  const { timeoutMs = 60_000, connectTimeoutMs = 10_000, sockets = 8, now = Date.now } = options;
  const apiKey = checkApiKey(options.apiKey);
  const baseUrl = checkUrl(options.url ?? 'https://api.sendgrid.com');
  const connections = openConnections({ connectTimeoutMs, sockets });
  const bodies = createBodies();
  const client = createClient({ apiKey, baseUrl, timeoutMs, connections, bodies });
  const underWay = new Set<Promise<Answer>>();
  return {
    post: async (request) => {
      const answer = post({ request, client, connections, bodies, now });
      underWay.add(answer);
      return answer.finally(() => underWay.delete(answer));
    },
    close: async () => {
      await Promise.allSettled(underWay);
      connections.close();
    },
  };
}

export interface ClientOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly connections: TimedConnections;
  /** The bodies of requests by name; without them, requests have none. */
  readonly bodies?: Bodies | undefined;
  readonly maxAnswerBytes?: number | undefined;
}

/** A client of our own, for the package's is shared by the whole process. */
export function createClient(options: ClientOptions): Client {
  const { apiKey, baseUrl, timeoutMs, connections, bodies } = options;
  const client = newClient();
  client.setApiKey(apiKey);
  // Only what is set here reaches the HTTP library, and the key's setter resets the address: last.
  const settings = {
    url: '',
    baseUrl,
    timeout: timeoutMs,
    httpAgent: connections.httpAgent,
    httpsAgent: connections.httpsAgent,
    // A redirect would post key and addresses to somebody else.
    maxRedirects: 0,
    proxy: false,
    maxContentLength: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
    // The client would serialise a body again, and breaks one that is bytes: so it is given a name.
    transformRequest: [(name: string) => bodies?.get(name)],
  };
  client.setDefaultRequest(settings);
  return client;
}

/** The package's types leave out both its class and that class's client. */
function newClient(): Client {
  const { MailService } = mail as unknown as { MailService: new () => { client: Client } };
  return new MailService().client;
}

interface Posting {
  readonly request: Request | Written;
  readonly client: Client;
  readonly connections: TimedConnections;
  readonly bodies: Bodies;
  readonly now: () => number;
}

function post({ request, client, connections, bodies, now }: Posting): Promise<Answer> {
  const isWritten = 'bytes' in request;
  const isRehearsal = !isWritten && request.isRehearsal;
  const read = (http: HttpAnswer) => readAnswer(http, now(), isRehearsal);
  const name = isWritten
    ? bodies.hold(request.bytes)
    : bodies.fill((body) => requestBody(request, body));
  return client
    .request({ method: 'POST', url: '/v3/mail/send', body: name })
    .then(
      ([{ statusCode, headers, body }]) =>
        read({ status: statusCode, headers: headers as Headers, body }),
      (error: unknown) => {
        // The error carries the key and every address: nothing of it but codes leaves this function.
        const http = answerIn(error);
        if (http) return read(http);
        const connected = !connections.neverConnected((error as { cause?: unknown }).cause);
        return readFailure({ code: systemCode(error), connected });
      },
    )
    .then((answer) => {
      bodies.drop(name, answer.kind === 'accepted');
      return answer;
    });
}

interface ClientError {
  /** The client's own errors (4xx, 5xx) bear the HTTP status, those of the network a word. */
  readonly code?: unknown;
  readonly response?: {
    readonly status?: number;
    readonly headers?: Headers;
    readonly body?: unknown;
    readonly data?: unknown;
  };
}

/** The HTTP answer that the client made an error of, if it is one: 4xx, 5xx, or a whole redirect. */
export function answerIn(error: unknown): HttpAnswer | undefined {
  const { code, response } = error as ClientError;
  if (!response) return undefined;
  const headers = response.headers ?? {};
  if (typeof code === 'number') return { status: code, headers, body: response.body };
  // An answer that broke off has a status as well, but no data, not even empty text.
  const { status, data } = response;
  return status === undefined || data === undefined ? undefined : { status, headers, body: data };
}
