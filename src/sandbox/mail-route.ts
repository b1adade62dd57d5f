import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemCode } from '../errors.ts';
import type { Answer } from './answer.ts';
import { answerMail, refuseSize, type SandboxParts } from './answer-mail.ts';
import { type Delay, drawDelay } from './delay.ts';
import { seeded } from './seeded.ts';

/** How long answers take: every one, and those that meet the fault `slow`. */
export interface Pace {
  readonly latencyMs: Delay;
  readonly slowMs: Delay;
}

/** Delays are drawn apart from faults, so that the same seed gives the same faults without them. */
const DELAYS = 0x5afe;

/** 30 MB; the smaller reading, since the documentation does not say which megabyte it means. */
const MOST_BYTES = 30_000_000;

/** POST /v3/mail/send, as strict as https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export function addMailRoute(app: FastifyInstance, sandbox: SandboxParts, pace: Pace): void {
  let number = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/v3/mail/send', {
    bodyLimit: MOST_BYTES,
    errorHandler: async (error, request, reply) => {
      if (systemCode(error) !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
      await readToEnd(request);
      return give(refuseSize(sandbox), request, reply);
    },
    handler: async (request, reply) => {
      number += 1;
      const answer = answerMail(sandbox, { number, ...readRequest(request) });
      const delay = answer.end === 'slow' ? pace.slowMs : pace.latencyMs;
      const ms = drawDelay(delay, seeded(sandbox.seed, number, DELAYS));
      // A timer of 0 ms still takes one, and would make us slower than the network is.
      if (ms > 0) await waitBesides(request.raw.socket, ms);
      if (request.raw.socket.destroyed) answer.onUnheard?.();
      return give(answer, request, reply);
    },
  });
}

/** Waits so long, or until whoever is to get the answer has gone. */
async function waitBesides(socket: Socket, ms: number): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  socket.once('close', leave);
  await wait(ms, undefined, gone).catch(() => {});
  socket.off('close', leave);
}

function readRequest({ headers, body }: FastifyRequest) {
  return {
    authorization: headers.authorization,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

/** An answer that comes before the request is read would be lost in a broken connection. */
async function readToEnd({ raw }: FastifyRequest): Promise<void> {
  raw.resume();
  await finished(raw, { writable: false }).catch(() => {});
}

function give(answer: Answer, request: FastifyRequest, reply: FastifyReply) {
  if (answer.end === 'cut') {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  if (answer.end === 'truncated') return breakOff(answer, request, reply);
  const type = typeof answer.body === 'string' ? 'text/html' : 'application/json';
  if (answer.body !== undefined) reply.type(type);
  return reply
    .code(answer.status)
    .headers({ ...answer.headers })
    .send(answer.body === undefined ? '' : answer.body);
}

/** The head promises so many bytes more than come. */
const MISSING_BYTES = 100;

function breakOff(
  { status, headers, body }: Answer,
  { raw: { socket } }: FastifyRequest,
  reply: FastifyReply,
) {
  const begun = Buffer.from(typeof body === 'string' ? body : '<html>');
  const length = begun.length + MISSING_BYTES;
  reply.hijack();
  reply.raw.writeHead(status, {
    ...headers,
    'Content-Type': 'text/html',
    'Content-Length': length,
  });
  reply.raw.write(begun, () => socket.destroySoon());
  return reply;
}
