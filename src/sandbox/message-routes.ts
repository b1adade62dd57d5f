import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SandboxParts } from './answer-mail.ts';
import { showMail } from './show-mail.ts';

const Query = z.object({
  /** An address as typed: a bare + in a query means a space, and no address holds one. */
  to: z
    .string()
    .transform((to) => to.trim().replaceAll(' ', '+'))
    .optional()
    .catch(undefined),
  limit: z.coerce.number().int().min(1).max(10_000).catch(100),
});
const Id = z.object({ id: z.string() });
const Pictures = z.object({ pictures: z.string().optional().catch(undefined) });

/**
 * What programs ask: `GET /_sandbox/messages?to=EMAIL` (all copies for the address; without `to`
 * the newest 100, or `limit`), `/_sandbox/messages/ID` (with `/html` and `/text`),
 * `/_sandbox/stats` and `/_sandbox/ambiguous`.
 */
export function addMessageRoutes(
  app: FastifyInstance,
  { outbox, books }: SandboxParts,
  stats: () => object,
): void {
  app.get('/_sandbox/stats', async () => stats());
  app.get('/_sandbox/ambiguous', async () => books.listAmbiguous());
  app.get('/_sandbox/messages', async ({ query }) => {
    const { to, limit } = Query.parse(query);
    return outbox.find({ to }, 0, to ? Number.POSITIVE_INFINITY : limit).copies;
  });
  app.get('/_sandbox/messages/:id', async ({ params }, reply) => {
    return outbox.copy(Id.parse(params).id) ?? notFound(reply);
  });
  app.get('/_sandbox/messages/:id/text', async ({ params }, reply) => {
    const copy = outbox.copy(Id.parse(params).id);
    return copy ? reply.type('text/plain; charset=utf-8').send(copy.text) : notFound(reply);
  });
  app.get('/_sandbox/messages/:id/html', async ({ params, query }, reply) => {
    const copy = outbox.copy(Id.parse(params).id);
    if (!copy) return notFound(reply);
    const { body, headers } = showMail(copy.html, Pictures.parse(query).pictures === 'yes');
    return reply.headers(headers).send(body);
  });
}

function notFound(reply: FastifyReply) {
  return reply.code(404).send({ error: 'There is no such message here, or it has been dropped.' });
}
