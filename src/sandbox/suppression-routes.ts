import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Answer, refusal } from './answer.ts';
import type { SandboxParts } from './answer-mail.ts';
import { BAD_KEY, give, refuse } from './json-answer.ts';
import {
  type ListName,
  SUPPRESSION_LISTS,
  type SuppressionEntry,
  type SuppressionLists,
} from './suppression-lists.ts';

interface Options extends Pick<SandboxParts, 'key' | 'now'> {
  readonly lists: SuppressionLists;
  /** Requests that are answered in a minute; SendGrid's own limit is about 600. */
  readonly perMinute: number;
}

const Params = z.object({ list: z.enum(SUPPRESSION_LISTS) });
const whole = (most: number) => z.coerce.number().int().min(0).max(most);
/** Whoever gives milliseconds where seconds are meant is told so. */
const MOST_SECONDS = 1e11;
const Query = z.object({
  start_time: whole(MOST_SECONDS).default(0),
  end_time: whole(MOST_SECONDS).default(MOST_SECONDS),
  limit: whole(500).min(1).default(500),
  offset: whole(Number.MAX_SAFE_INTEGER).default(0),
  email: z.string().optional(),
});

/**
 * GET /v3/suppression/LIST, as in
 * https://www.twilio.com/docs/sendgrid/api-reference/bounces-api/retrieve-all-bounces. A key ending
 * in `.no-suppressions` may not read them.
 */
export function addSuppressionRoutes(app: FastifyInstance, options: Options): void {
  const rate = openRate(options);
  app.get('/v3/suppression/:list', async ({ headers, params, query }, reply) => {
    const refused = refuseKey(options.key, headers.authorization);
    if (refused) return give(refused, reply);
    const { isOver, headers: limits } = rate();
    reply.headers(limits);
    if (isOver) return give(refuse(429, 'too many requests'), reply);
    const list = Params.safeParse(params).data?.list;
    if (list === undefined) return give(refuse(404, 'not found'), reply);
    const asked = Query.safeParse(query);
    if (!asked.success) return give(refuseQuery(asked.error), reply);
    return reply.send(pageOf(options.lists.entries(list), asked.data));
  });
}

type Asked = z.infer<typeof Query>;

function pageOf(entries: readonly SuppressionEntry[], asked: Asked): readonly SuppressionEntry[] {
  const { start_time, end_time, email, offset, limit } = asked;
  return entries
    .filter(({ created }) => created >= start_time && created <= end_time)
    .filter((entry) => email === undefined || entry.email === email)
    .slice(offset, offset + limit);
}

function refuseKey(key: string, authorization: string | undefined): Answer | undefined {
  if (authorization === `Bearer ${key}`) return undefined;
  return authorization === `Bearer ${key}.no-suppressions`
    ? refuse(403, 'access forbidden')
    : refuse(401, BAD_KEY);
}

function refuseQuery({ issues: [issue] }: z.ZodError): Answer {
  const field = String(issue?.path[0] ?? '');
  return refusal(400, { message: `invalid ${field}: ${issue?.message}`, field, help: null });
}

/** A fixed number of requests in each minute of the clock, told as SendGrid tells it. */
function openRate({ now, perMinute }: Options) {
  let minute = 0;
  let used = 0;
  return () => {
    const current = Math.floor(now() / 60_000);
    used = current === minute ? used + 1 : 1;
    minute = current;
    const headers = {
      'X-RateLimit-Limit': String(perMinute),
      'X-RateLimit-Remaining': String(Math.max(0, perMinute - used)),
      'X-RateLimit-Reset': String((current + 1) * 60),
    };
    return { isOver: used > perMinute, headers };
  };
}

const Seeds = z.array(
  z.looseObject({ email: z.string(), created: z.number().int().min(0).optional() }),
);

/** `POST /_sandbox/suppressions/LIST` puts entries on a list, as a JSON array, to rehearse with. */
export function addSeedRoute(
  app: FastifyInstance,
  { lists, now }: Pick<Options, 'lists' | 'now'>,
): void {
  app.post('/_sandbox/suppressions/:list', async ({ params, body }, reply) => {
    const list: ListName | undefined = Params.safeParse(params).data?.list;
    const seeds = Seeds.safeParse(parseJson(body));
    if (list === undefined || !seeds.success) {
      const error =
        'Post a JSON array of objects with "email", and "created" in seconds, to a list.';
      return reply.code(400).send({ error });
    }
    const created = Math.floor(now() / 1000);
    for (const seed of seeds.data) lists.add(list, { created, ...seed });
    return { added: seeds.data.length };
  });
}

function parseJson(body: unknown): unknown {
  try {
    return Buffer.isBuffer(body) ? JSON.parse(body.toString()) : undefined;
  } catch {
    return undefined;
  }
}
