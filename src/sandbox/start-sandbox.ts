import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { listenError } from '../listen-error.ts';
import { refuseForeignHosts } from '../refuse-foreign-hosts.ts';
import { type SandboxAccount, soundAccount } from './account.ts';
import { addAccountRoutes } from './account-routes.ts';
import type { SandboxParts } from './answer-mail.ts';
import { openBooks, type SandboxStats } from './books.ts';
import type { Delay } from './delay.ts';
import { type EventStats, openEventQueue } from './event-queue.ts';
import { addInboxRoutes } from './inbox-routes.ts';
import { addMailRoute } from './mail-route.ts';
import { addMessageRoutes } from './message-routes.ts';
import { openOutbox } from './outbox.ts';
import { parseFaults } from './parse-faults.ts';
import { createOutcomeOf, parseOutcomes } from './parse-outcomes.ts';
import { makeKeys, publicKeyOf, readPrivateKey } from './sandbox-keys.ts';
import { openSuppressionLists } from './suppression-lists.ts';
import { addSeedRoute, addSuppressionRoutes } from './suppression-routes.ts';

export interface SandboxOptions {
  readonly host?: string | undefined;
  /** 0 is any free one. */
  readonly port?: number | undefined;
  /** The API key that is accepted. */
  readonly key?: string | undefined;
  /** The same seed gives the same faults and the same orders of substitution. */
  readonly seed?: number | undefined;
  /** Such as `429:0.1,bounce@example.com:0.08`; see `parseFaults` and `parseOutcomes`. */
  readonly faults?: string | undefined;
  /** How long every answer of mail/send takes (0). */
  readonly latencyMs?: Delay | undefined;
  /** How long an answer takes that meets the fault `slow` (2000). */
  readonly slowMs?: Delay | undefined;
  /** Where events go, and the PEM (PKCS #8, EC P-256) that signs them. */
  readonly events?: { readonly url: string; readonly privateKey: string } | undefined;
  /** How many recipients' copies are kept; the oldest requests are dropped whole. */
  readonly keep?: number | undefined;
  /** What its account is said to have; all is well with what is not said. */
  readonly account?: Partial<SandboxAccount> | undefined;
  /** Requests for its suppression lists that are answered in a minute (600). */
  readonly listsPerMinute?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

export interface Sandbox {
  /** Without a slash at the end. */
  readonly url: string;
  /** What verifies the events: base64 of the SPKI in DER, as SendGrid gives it. */
  readonly publicKey: string;
  stats(): SandboxStats & { readonly events: EventStats | null };
  /** Stops listening, and waits some seconds for events that are still to be posted. */
  close(): Promise<void>;
}

const EVENT_PATIENCE_MS = 5000;

/**
 * Starts a strict local SendGrid with an inbox: POST /v3/mail/send as in the API's contract, and a
 * page at / to read what was sent; GET /v3/suppression/… for who bounced or complained, and what
 * an account has (`addAccountRoutes`). Magic addresses: see `outcomeOf`; a sender ending in
 * `+unverified` is no verified sender. Throws an OutcryError (exit 3) if the port or host cannot be
 * used, and (exit 2) if the list of faults is wrong.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, latencyMs = 0, slowMs = 2000, now = Date.now } = options;
  const faults = parseFaults(options.faults ?? '');
  const privateKey = readPrivateKey(
    options.events?.privateKey ?? makeKeys().privateKey,
    "The sandbox's key",
  );
  const outcomeOf = createOutcomeOf(parseOutcomes(options.faults ?? ''), options.seed ?? 1);
  const events =
    options.events && openEventQueue({ url: options.events.url, privateKey, now, outcomeOf });
  const parts = makeParts(options, { faults, now, events, lists: openSuppressionLists(outcomeOf) });
  const stats = () => ({ ...parts.books.stats(), events: events?.stats() ?? null });
  const app = Fastify();
  addMailRoute(app, parts, { latencyMs, slowMs });
  const publicKey = publicKeyOf(privateKey);
  const account = { ...soundAccount(options.events?.url, publicKey), ...options.account };
  addAccountRoutes(app, { ...parts, account });
  addSuppressionRoutes(app, { ...parts, perMinute: options.listsPerMinute ?? 600 });
  await app.register(async (pages) => {
    pages.addHook('onRequest', refuseForeignHosts(host));
    addMessageRoutes(pages, parts, stats);
    addSeedRoute(pages, parts);
    addInboxRoutes(pages, parts, stats);
  });
  return {
    url: await listen(app, host, port),
    publicKey,
    stats,
    close: async () => {
      await app.close();
      await events?.close(EVENT_PATIENCE_MS);
    },
  };
}

function makeParts(
  { key = 'SG.sandbox', seed = 1, keep = 200_000 }: SandboxOptions,
  given: Pick<SandboxParts, 'faults' | 'now' | 'events' | 'lists'>,
): SandboxParts {
  const newId = () => randomBytes(16).toString('base64url');
  const outbox = openOutbox({ seed, keep });
  return { key, seed, newId, outbox, books: openBooks(keep), ...given };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    throw listenError(cause, { host, port });
  }
  const address = app.server.address();
  const bound = address !== null && typeof address === 'object' ? address.port : port;
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? host;
  return `http://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${bound}`;
}
