import type { FastifyInstance } from 'fastify';
import type { SandboxParts } from './answer-mail.ts';
import type { SandboxStats } from './books.ts';
import { renderInbox } from './inbox-page.ts';
import { InboxQuery } from './inbox-query.ts';
import { INBOX_STYLE } from './inbox-style.ts';
import { PAGE_SIZE } from './inbox-view.ts';

const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/** What people see: `GET /`, a mail program's page over all that was sent. Works without JavaScript. */
export function addInboxRoutes(
  app: FastifyInstance,
  { outbox, now }: SandboxParts,
  stats: () => SandboxStats,
): void {
  app.get('/', async (request, reply) => {
    const query = InboxQuery.parse(request.query);
    const search = { q: query.q, to: query.to?.replaceAll(' ', '+') };
    const { total, copies } = outbox.find(search, (query.page - 1) * PAGE_SIZE, PAGE_SIZE);
    const chosen = query.id ? outbox.copy(query.id) : copies[0];
    const page = renderInbox({
      url: `http://${request.host}`,
      query,
      total,
      copies,
      chosen,
      stats: stats(),
      now: now(),
    });
    return reply.headers(HEADERS).type('text/html; charset=utf-8').send(page);
  });
  app.get('/_sandbox/inbox.css', async (_request, reply) =>
    reply.headers(HEADERS).type('text/css; charset=utf-8').send(INBOX_STYLE),
  );
}
