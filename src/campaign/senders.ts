import type { Appeal } from '../appeal/read-appeal.ts';
import { OutcryError } from '../errors.ts';
import type { Mailbox } from '../terms.ts';

/** Who letters come from, where an appeal does not say. */
export interface Senders {
  readonly from: Mailbox | undefined;
  readonly replyTo: Mailbox | undefined;
}

/** The appeal's own sender before the configuration's. Throws an OutcryError if neither names one. */
export function senderOf(appeal: Appeal, senders: Senders) {
  const from = appeal.frontMatter.from ?? senders.from;
  if (from) return { from, replyTo: appeal.frontMatter.reply_to ?? senders.replyTo };
  throw new OutcryError({
    code: 'from-missing',
    what: 'Nothing says whom the letter comes from.',
    where: { file: appeal.file, line: 1, column: 1 },
    fix: 'Add "from: { name: …, email: … }" to the appeal, or to outcry.yaml for all of them.',
  });
}
