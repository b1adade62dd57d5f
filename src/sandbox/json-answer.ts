import type { FastifyReply } from 'fastify';
import { type Answer, refusal } from './answer.ts';

/** A refusal that names no field. */
export function refuse(status: number, message: string): Answer {
  return refusal(status, { message, field: null, help: null });
}

/** Answers a question about what SendGrid keeps; such answers are JSON always. */
export function give({ status, headers, body }: Answer, reply: FastifyReply) {
  return reply
    .code(status)
    .headers({ ...headers })
    .type('application/json')
    .send(body);
}

export const BAD_KEY = 'The provided authorization grant is invalid, expired, or revoked';
