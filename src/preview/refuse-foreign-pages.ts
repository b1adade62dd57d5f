import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Answers 403 to requests that another site's page makes, even one on this machine (Fetch Standard,
 * Sec-Fetch-*). Following a link to the preview is no such request: the other page cannot read it.
 */
export async function refuseForeignPages({ headers }: FastifyRequest, reply: FastifyReply) {
  const { origin, host } = headers;
  const isForeign = origin !== undefined && origin !== `http://${host}`;
  const site = headers['sec-fetch-site'];
  const isVisit =
    headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  if (!isForeign && (isOwn || isVisit)) return;
  await reply
    .code(403)
    .type('text/plain; charset=utf-8')
    .send('Only the preview itself may ask this.\n');
}
