import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticated, type SandboxAccount } from './account.ts';
import type { SandboxParts } from './answer-mail.ts';
import { BAD_KEY, give, refuse } from './json-answer.ts';

interface Options extends Pick<SandboxParts, 'key' | 'now'> {
  readonly account: SandboxAccount;
}

/** What a key may do that has this at its end. */
const LESSER_KEYS: readonly (readonly [ending: string, forbidden: RegExp])[] = [
  ['.no-mail-send', /^mail\./],
  ['.no-suppressions', /^suppression\./],
  ['.only-mail-send', /^(?!mail\.send$)/],
];

type Read = (request: FastifyRequest) => unknown;

/**
 * What `doctor` asks, as in the API's own description (github.com/twilio/sendgrid-oai): scopes,
 * senders, domains, credits and event webhooks. A key ending in `.only-mail-send` may read the scopes
 * alone.
 */
export function addAccountRoutes(app: FastifyInstance, options: Options): void {
  const { account, now } = options;
  const answer = (request: FastifyRequest, reply: FastifyReply, scope: string, read: Read) => {
    // SendGrid's clock is the sandbox's.
    reply.header('date', new Date(now()).toUTCString());
    const scopes = scopesOf(options, request.headers.authorization);
    if (!scopes) return give(refuse(401, BAD_KEY), reply);
    if (scope !== '' && !scopes.includes(scope)) {
      return give(refuse(403, 'access forbidden'), reply);
    }
    const body = read(request);
    return body === undefined ? give(refuse(404, 'not found'), reply) : reply.send(body);
  };
  const get = (path: string, scope: string, read: Read) =>
    app.get(path, async (request, reply) => answer(request, reply, scope, read));

  const [oldest] = account.webhooks;
  get('/v3/scopes', '', ({ headers }) => ({
    scopes: scopesOf(options, headers.authorization),
  }));
  get('/v3/verified_senders', 'sender_verification_eligible', () => ({ results: account.senders }));
  get('/v3/whitelabel/domains', 'whitelabel.read', ({ query }) => domainsFor(account, query));
  get('/v3/user/credits', 'user.credits.read', () => account.credits);
  const webhooks = '/v3/user/webhooks/event/settings';
  get(webhooks, WEBHOOKS, () => oldest);
  get(`${webhooks}/all`, WEBHOOKS, () => ({ max_allowed: 5, webhooks: account.webhooks }));
  get(`${webhooks}/signed`, WEBHOOKS, () => ({ public_key: oldest?.public_key ?? '' }));
}

const WEBHOOKS = 'user.webhooks.event.settings.read';

function scopesOf({ key, account }: Options, authorization: string | undefined) {
  if (authorization === `Bearer ${key}`) return account.scopes;
  const [, forbidden] =
    LESSER_KEYS.find(([ending]) => authorization === `Bearer ${key}${ending}`) ?? [];
  return forbidden && account.scopes.filter((scope) => !forbidden.test(scope));
}

const DomainQuery = z.object({
  domain: z.string().optional().catch(undefined),
  limit: z.coerce.number().int().min(1).catch(50),
  offset: z.coerce.number().int().min(0).catch(0),
});

/** `domain` searches: what it gives may hold other domains too. */
function domainsFor({ domains }: SandboxAccount, query: unknown) {
  const { domain, limit, offset } = DomainQuery.parse(query);
  if (!domains) return domain === undefined ? [] : [authenticated(domain)];
  const found = domains.filter((one) => domain === undefined || one.domain.includes(domain));
  return found.slice(offset, offset + limit);
}
