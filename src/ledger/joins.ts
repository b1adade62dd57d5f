import type { JoinBuilder } from 'kysely';
import type { Schema } from './schema.ts';

/** Recipients with the batches that they travel in. */
export function batchOfRecipient(join: JoinBuilder<Schema, 'batches' | 'recipients'>) {
  return join
    .onRef('batches.campaign', '=', 'recipients.campaign')
    .onRef('batches.number', '=', 'recipients.batch');
}

/** Signatures with the recipients who gave them through their own links. */
export function recipientOfSignature(join: JoinBuilder<Schema, 'recipients' | 'signatures'>) {
  return join
    .onRef('recipients.campaign', '=', 'signatures.campaign')
    .onRef('recipients.number', '=', 'signatures.recipient');
}

/** Clicks with the recipients whose links they followed. */
export function recipientOfClick(join: JoinBuilder<Schema, 'recipients' | 'clicks'>) {
  return join
    .onRef('recipients.campaign', '=', 'clicks.campaign')
    .onRef('recipients.number', '=', 'clicks.recipient');
}
