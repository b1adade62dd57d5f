import type { Skipped, Supporter } from '../ledger/ledger.ts';
import type { Links } from '../links.ts';
import { UnfitValueError } from '../message/forms.ts';
import type { Message } from '../message/message.ts';
import { createPersonaliser, finishCopy } from '../message/personalise.ts';
import type { CampaignNumber, RecipientNumber } from '../terms.ts';
import { letterFields } from './make-request.ts';

/** The API's limit on a recipient's substitutions, in bytes, with a margin. */
const SUBSTITUTIONS_LIMIT = 9_500;

/** No recipient's links are longer than those of this one. */
const LONGEST = { campaign: 1e9 as CampaignNumber, recipient: 1e9 as RecipientNumber };

/**
 * Passes on the rows of a list, and turns away who could not get this letter: better before the
 * send than with a whole batch refused.
 */
export async function* admit(
  rows: AsyncIterable<Supporter | Skipped>,
  message: Message,
  links: Links,
): AsyncGenerator<Supporter | Skipped> {
  const complaintOf = createFitness(message, links);
  for await (const row of rows) {
    const detail = 'reason' in row ? undefined : complaintOf(row);
    if (detail === undefined) yield row;
    else yield { file: row.file, line: row.line, email: row.email, reason: 'invalid', detail };
  }
}

/** Judges supporters: gives why one cannot get the letter, or undefined. */
export function createFitness(
  message: Message,
  links: Links,
): (row: Supporter) => string | undefined {
  const personalise = createPersonaliser(message);
  const own = links.linksOf(LONGEST.campaign, LONGEST.recipient);
  const tokenBytes = message.slots.reduce((sum, slot) => sum + slot.token.length, 0);
  const hasSubject = createSubjectCheck(message);
  return (row) => {
    try {
      const values = personalise(letterFields(row, own));
      const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value), tokenBytes);
      if (bytes > SUBSTITUTIONS_LIMIT) {
        return `what differs in this copy takes ${bytes} bytes, more than the ${SUBSTITUTIONS_LIMIT} that one copy may have`;
      }
      return hasSubject(values) ? undefined : 'its subject would be empty';
    } catch (error) {
      if (error instanceof UnfitValueError) return error.message;
      throw error;
    }
  };
}

/** SendGrid refuses a whole request for one subject that is empty. */
function createSubjectCheck(message: Message): (values: readonly string[]) => boolean {
  if (message.subject.split(message.prefix)[0]?.trim() !== '') return () => true;
  const subjectOnly = { ...message, html: '', text: '' };
  return (values) => finishCopy(subjectOnly, values).subject.trim() !== '';
}
