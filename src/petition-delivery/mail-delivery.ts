/**
 * A delivery → mails to the target, each with as many files as it holds → the ledger.
 *
 * Each mail is `sending` in the ledger before it leaves. One of which nobody knows whether it was
 * taken is never sent again by itself.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PlainMail } from '../campaign/confirm-request.ts';
import { deliver, type Means } from '../delivery/deliver.ts';
import type { Answer, Attachment, Request } from '../delivery/transport.ts';
import { EXIT, OutcryError, systemCode } from '../errors.ts';
import type {
  DeliveredFile,
  DeliveryMail,
  MailPlan,
  PetitionDelivery,
} from '../ledger/delivery-ledger.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Address, Mailbox } from '../terms.ts';
import { folderOf } from './make-delivery.ts';
import { hashFile } from './make-files.ts';

/**
 * So many bytes of files go into one mail: 20 MB as base64, which SendGrid (30 MB) takes, and most
 * servers that get mail.
 */
const MAIL_BYTES = 15_000_000;

export interface Posting {
  readonly ledger: Ledger;
  readonly delivery: PetitionDelivery;
  readonly to: Address;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | undefined;
  readonly means: Means;
  /** What a mail says that has these files. */
  readonly write: (part: number, parts: number, files: readonly DeliveredFile[]) => PlainMail;
  /** Also those that may have been taken, or were refused. */
  readonly again: boolean;
  readonly onMail: (mail: DeliveryMail, of: number) => void;
}

/** Which files go into which mail. Throws an OutcryError (exit 2) for one that no mail can hold. */
export function planMails(files: readonly DeliveredFile[], recipient: string): MailPlan[] {
  const mails: DeliveredFile[][] = [];
  for (const file of files) {
    if (file.bytes > MAIL_BYTES) throw tooLarge(file);
    const last = mails.at(-1);
    const load = (last ?? []).reduce((sum, { bytes }) => sum + bytes, file.bytes);
    if (last && load <= MAIL_BYTES) last.push(file);
    else mails.push([file]);
  }
  return mails.map((held) => ({ recipient, files: held.map(({ name }) => name) }));
}

/** Mails what is not mailed yet. Returns how all its mails stand; stops where the provider blocks. */
export async function mailDelivery(posting: Posting): Promise<DeliveryMail[]> {
  const { ledger, delivery, to, again, onMail } = posting;
  const { files = [] } = delivery.receipt ?? {};
  const by = await ledger.holdDelivery(delivery);
  if (by !== undefined) throw busy(delivery, by);
  try {
    await requireUnchanged(delivery);
    const mails = await ledger.planDeliveryMails(delivery, planMails(files, to));
    const elsewhere = mails.find(({ recipient }) => recipient !== to);
    if (elsewhere) throw mailedElsewhere(delivery, elsewhere);
    for (const mail of mails) {
      const { state } = mail;
      const isDue = state === 'planned' || (again && (state === 'refused' || state === 'unknown'));
      if (!isDue || !(await ledger.claimDeliveryMail(delivery, mail.number, state))) continue;
      onMail(mail, mails.length);
      const answer = await post(mail, mails.length, posting);
      await ledger.settleDeliveryMail(delivery, mail.number, outcomeOf(answer));
      if (answer.kind === 'blocked' || answer.kind === 'notTaken') throw blocked(delivery, answer);
    }
    return await ledger.deliveryMails(delivery);
  } finally {
    await ledger.releaseDelivery(delivery);
  }
}

async function post(mail: DeliveryMail, parts: number, posting: Posting): Promise<Answer> {
  const request = await requestOf(mail, parts, posting);
  return deliver(() => request, posting.means);
}

async function requestOf(
  mail: DeliveryMail,
  parts: number,
  { delivery, from, replyTo, write }: Posting,
): Promise<Request> {
  const held = (delivery.receipt?.files ?? []).filter(({ name }) => mail.files.includes(name));
  const attachments: Attachment[] = [];
  for (const { name } of held) {
    const bytes = await readFile(path.join(folderOf(delivery), name));
    attachments.push({ filename: name, type: TYPES[path.extname(name)] ?? 'text/plain', bytes });
  }
  const customArgs = { outcry_delivery: `${delivery.id}`, outcry_delivery_mail: `${mail.number}` };
  return {
    shared: {
      from,
      replyTo,
      ...write(mail.number, parts, held),
      categories: ['delivery'],
      headers: {},
      customArgs: {},
      attachments,
    },
    personalizations: [{ email: mail.recipient, substitutions: {}, headers: {}, customArgs }],
  };
}

const TYPES: Readonly<Record<string, string>> = { '.pdf': 'application/pdf', '.csv': 'text/csv' };

/** What was not taken is planned again. */
function outcomeOf(answer: Answer): Pick<DeliveryMail, 'state' | 'messageId' | 'reason'> {
  if (answer.kind === 'accepted') {
    return { state: 'accepted', messageId: answer.messageId, reason: '' };
  }
  const { kind, reason } = answer;
  const state = kind === 'refused' || kind === 'unknown' ? kind : 'planned';
  return { state, messageId: '', reason };
}

/** What is mailed is what the ledger says was made. */
async function requireUnchanged(delivery: PetitionDelivery): Promise<void> {
  const folder = folderOf(delivery);
  for (const { name, sha256 } of delivery.receipt?.files ?? []) {
    const hash = await hashFile(path.join(folder, name)).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (hash !== sha256) throw changed(path.join(folder, name), hash === undefined);
  }
}

function mailedElsewhere(
  { petition, number }: PetitionDelivery,
  { recipient }: DeliveryMail,
): OutcryError {
  return new OutcryError({
    code: 'delivery-address',
    what: `Delivery ${number} of ${petition} was mailed to ${recipient}, wholly or in part, and goes to nobody else. Nothing was mailed.`,
    fix: `To mail the rest of it there: outcry signatures deliver ${petition} --send --number ${number} --to ${recipient}. For another address make one of all signatures: outcry signatures deliver ${petition} --all --send`,
    exit: EXIT.usage,
  });
}

function changed(file: string, isGone: boolean): OutcryError {
  return new OutcryError({
    code: 'delivery-files',
    what: `${file} is ${isGone ? 'not there any more' : 'not as it was made'}. Nothing was mailed.`,
    fix: 'Put it back as it was; or make a new delivery of all signatures: outcry signatures deliver PETITION --all',
    exit: EXIT.usage,
  });
}

function tooLarge({ name, bytes }: DeliveredFile): OutcryError {
  return new OutcryError({
    code: 'delivery-too-large',
    what: `${name} has ${Math.ceil(bytes / 1e6)} MB; a mail holds ${MAIL_BYTES / 1e6}. Nothing was mailed.`,
    fix: 'Make the delivery again in smaller volumes, such as: outcry signatures deliver PETITION --all --volume 5000 --send',
    exit: EXIT.usage,
  });
}

function busy({ petition, number }: PetitionDelivery, by: string): OutcryError {
  return new OutcryError({
    code: 'delivery-busy',
    what: `Delivery ${number} of ${petition} is being mailed by ${by}.`,
    fix: 'Let it finish.',
    exit: EXIT.environment,
  });
}

function blocked(
  { petition, number }: PetitionDelivery,
  answer: Extract<Answer, { kind: 'blocked' | 'notTaken' }>,
): OutcryError {
  const fix = answer.kind === 'blocked' ? `${answer.fix} Then` : 'Later,';
  return new OutcryError({
    code: 'delivery-unsent',
    what: `${answer.reason} What is not mailed yet stays planned.`,
    fix: `${fix} run: outcry signatures deliver ${petition} --send --number ${number}`,
    exit: EXIT.stopped,
  });
}
