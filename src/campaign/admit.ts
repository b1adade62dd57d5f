import type { Skipped, Supporter } from '../ledger/ledger.ts';
import type { Links } from '../links.ts';
import { UnfitValueError } from '../message/forms.ts';
import type { Message } from '../message/message.ts';
import { createPersonaliser } from '../message/personalise.ts';
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

/** Why a supporter cannot get the letter, or undefined. */
function createFitness(message: Message, links: Links): (row: Supporter) => string | undefined {
  const personalise = createPersonaliser(message);
  const own = links.linksOf(LONGEST.campaign, LONGEST.recipient);
  const tokenBytes = message.slots.reduce((sum, slot) => sum + slot.token.length, 0);
  return (row) => {
    try {
      const values = personalise(letterFields(row, own));
      const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value), tokenBytes);
      return bytes > SUBSTITUTIONS_LIMIT
        ? `what differs in this copy takes ${bytes} bytes, more than the ${SUBSTITUTIONS_LIMIT} that one copy may have`
        : undefined;
    } catch (error) {
      if (error instanceof UnfitValueError) return error.message;
      throw error;
    }
  };
}
