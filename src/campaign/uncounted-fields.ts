import type { OwnLinks } from '../links.ts';
import type { Message } from '../message/message.ts';
import { createUncounted, type LetterFields } from '../message/personalise.ts';
import type { Fields, Recipient } from '../terms.ts';
import { letterFields } from './make-request.ts';

/**
 * Makes the fields of copies that are only looked at: whoever follows a tracked link there gets where
 * it leads, and is not taken for the recipient.
 */
export function createUncountedFields(
  message: Message,
): (recipient: Omit<Recipient, 'number'>, links: OwnLinks) => LetterFields {
  const uncounted = createUncounted(message);
  return (recipient, links) => {
    const fields: Fields = letterFields(recipient, links);
    return Object.assign(fields, { click_link: uncounted(fields) });
  };
}
