import { isUtf8 } from 'node:buffer';
import { type Answer, refusal } from './answer.ts';
import type { Books } from './books.ts';
import { chooseFault } from './choose-fault.ts';
import type { EventQueue } from './event-queue.ts';
import { answerFault, isBeforeLooking, isTaken } from './fault-answers.ts';
import { BAD_KEY } from './json-answer.ts';
import { type Mail, recipientsOf } from './mail.ts';
import type { Outbox } from './outbox.ts';
import type { Fault, FaultShare } from './parse-faults.ts';
import { readText } from './read-text.ts';
import { type Random, seeded } from './seeded.ts';
import type { SuppressionLists } from './suppression-lists.ts';
import { BAD_REQUEST, validateMail } from './validate-mail.ts';

/** What the sandbox is made of. */
export interface SandboxParts {
  readonly key: string;
  readonly seed: number;
  readonly faults: readonly FaultShare[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new X-Message-Id, never given before. */
  readonly newId: () => string;
  readonly outbox: Outbox;
  readonly books: Books;
  readonly events: EventQueue | undefined;
  readonly lists: SuppressionLists;
}

export interface MailRequest {
  /** 1, 2, 3 … in the order of arrival. */
  readonly number: number;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly body: Buffer;
}

/** Answers POST /v3/mail/send: what is taken is in the outbox and in the books before this returns. */
export function answerMail(sandbox: SandboxParts, request: MailRequest): Answer {
  sandbox.books.request();
  const random = seeded(sandbox.seed, request.number);
  const fault = chooseFault(sandbox.faults, random);
  const { answer, outcome } =
    refuseKey(sandbox.key, request.authorization) ??
    refuseForFault(sandbox, fault, random) ??
    refuseBody(request) ??
    readMail(sandbox, request, fault, random);
  if (outcome === 'refused') sandbox.books.refused();
  return answer;
}

/** An answer, and what became of the mail. */
interface Taking {
  readonly answer: Answer;
  readonly outcome: 'taken' | 'validated' | 'refused';
}

function refuse(status: number, message: string, field: string | null = null): Taking {
  return { answer: refusal(status, { message, field, help: null }), outcome: 'refused' };
}

/** A key that exists, but may not send: the accepted key with this at its end. */
const NO_SCOPE = '.no-mail-send';

function refuseKey(key: string, authorization: string | undefined): Taking | undefined {
  if (authorization === `Bearer ${key}`) return undefined;
  return authorization === `Bearer ${key}${NO_SCOPE}`
    ? refuse(403, 'access forbidden')
    : refuse(401, BAD_KEY);
}

function refuseForFault(
  { books, now }: SandboxParts,
  fault: Fault | undefined,
  random: Random,
): Taking | undefined {
  if (!fault || !isBeforeLooking(fault)) return undefined;
  books.fault(fault);
  return { answer: answerFault(fault, random, now()), outcome: 'refused' };
}

function refuseBody({ contentType, contentEncoding, body }: MailRequest): Taking | undefined {
  if (!/^application\/json\b/i.test(contentType ?? '')) {
    return refuse(415, 'Content-Type should be application/json.');
  }
  if (contentEncoding && contentEncoding !== 'identity') {
    return refuse(415, 'Compressed requests are not enabled for this account.');
  }
  return isUtf8(body) ? undefined : refuse(415, 'The request body must be valid UTF-8.');
}

function readMail(
  sandbox: SandboxParts,
  request: MailRequest,
  fault: Fault | undefined,
  random: Random,
): Taking {
  const validity = validateMail(parseJson(request.body), sandbox.now() / 1000);
  if (!validity.valid) return { answer: refusal(400, ...validity.errors), outcome: 'refused' };
  const { mail } = validity;
  if (/\+unverified@/i.test(mail.from.email)) return refuse(403, UNVERIFIED, 'from');
  if (mail.mail_settings?.sandbox_mode?.enable === true) {
    sandbox.books.validated();
    return { answer: { status: 200 }, outcome: 'validated' };
  }
  return meetMail(sandbox, request, mail, fault, random);
}

const UNVERIFIED =
  'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the Sender Identity requirements';

/** The mail is good: it is taken, unless a fault comes in between. */
function meetMail(
  sandbox: SandboxParts,
  request: MailRequest,
  mail: Mail,
  fault: Fault | undefined,
  random: Random,
): Taking {
  const taken = isTaken(fault, random);
  const accepted = taken ? takeMail(sandbox, request, mail) : undefined;
  const outcome = taken ? 'taken' : 'refused';
  const unsure = () => sandbox.books.ambiguous(mail, fault ?? 'unheard', taken);
  if (fault) sandbox.books.fault(fault);
  if (!fault || fault === 'slow') {
    const end = fault && { end: fault };
    return { answer: { status: 202, ...accepted, ...end, onUnheard: unsure }, outcome };
  }
  unsure();
  return { answer: answerFault(fault, random, sandbox.now(), accepted), outcome };
}

function takeMail(
  { newId, now, outbox, books, events, lists }: SandboxParts,
  { number, body }: MailRequest,
  mail: Mail,
): Answer {
  const messageId = newId();
  const addresses = recipientsOf(mail).map(({ email }) => email.toLowerCase());
  const taken = { messageId, number, at: now(), body, addresses, subject: mail.subject ?? '' };
  outbox.add(taken);
  books.accepted(mail, addresses);
  events?.add(taken);
  lists.addOutcomes(addresses, taken.at);
  return { status: 202, headers: { 'X-Message-Id': messageId } };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(readText(body));
  } catch {
    return undefined;
  }
}

/** For a request that is too large to be read. */
export function refuseSize({ books }: SandboxParts): Answer {
  books.request();
  books.refused();
  return refusal(413, { ...BAD_REQUEST, message: 'The request is larger than 30 MB.' });
}
