import type { FastifyRequest } from 'fastify';
import type { ClickDraft } from '../ledger/ledger.ts';

/** The raw facts of a click, from which the report tells people from scanners. */
export function visitOf(
  kind: ClickDraft['kind'],
  request: FastifyRequest,
): Pick<ClickDraft, 'kind' | 'method' | 'userAgent'> {
  // A browser's name has some 120 characters; what is far longer is nobody's.
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, 400);
  return { kind, method: request.method, userAgent };
}
