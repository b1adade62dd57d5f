import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type EventsAnswer, takeEvents } from './events.ts';
import type { Site } from './site.ts';

// SendGrid posts up to 768 KB at a time; more is accepted in case that grows.
const BODY_LIMIT = 8 * 1024 * 1024;
const STATUS: Readonly<Record<EventsAnswer['kind'], number>> = {
  kept: 204,
  unsigned: 401,
  unreadable: 400,
};

/** SendGrid's events. Whatever is not answered with 2xx is sent again by SendGrid, for 24 hours. */
export function addEventRoutes(server: FastifyInstance, site: Site): void {
  server.register(async (scope) => {
    // The signature covers the bytes, so nothing may be parsed before it is checked.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer' },
      async (_: unknown, body: Buffer) => body,
    );

    scope.post('/events/sendgrid', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      if (!site.webhookKey) {
        site.log({ level: 'warn', what: NO_KEY });
        return reply.code(503).send();
      }
      const answer = await takeEvents(site.ledger, site.webhookKey, postOf(request));
      const trouble = troubleOf(answer);
      if (trouble) site.log({ level: 'warn', what: trouble });
      return reply.code(STATUS[answer.kind]).send();
    });
  });
}

const NO_KEY =
  'Events came from SendGrid and could not be checked, so none was kept. Set OUTCRY_WEBHOOK_KEY to the verification key that SendGrid shows, and start serve again: SendGrid repeats them for 24 hours.';
const REFUSED = {
  unsigned:
    'Events came without a right signature, and none was kept. If they are from SendGrid, OUTCRY_WEBHOOK_KEY is not the key of this webhook.',
  unreadable: 'Signed events came that are not a JSON array, and none was kept.',
};

function troubleOf(answer: EventsAnswer): string | undefined {
  if (answer.kind !== 'kept') return REFUSED[answer.kind];
  if (answer.unreadable === 0) return undefined;
  return `Among signed events were ${answer.unreadable} entries that are no events; the others were kept.`;
}

function postOf({ headers, body }: FastifyRequest) {
  const header = (name: string) => {
    const value = headers[`x-twilio-email-event-webhook-${name}`];
    return typeof value === 'string' ? value : '';
  };
  return {
    signature: header('signature'),
    timestamp: header('timestamp'),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}
