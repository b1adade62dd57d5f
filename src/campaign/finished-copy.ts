import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { normaliseAddress } from '../audience/address.ts';
import type { ColumnChoices } from '../audience/column-choices.ts';
import { readLists } from '../audience/read-list.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Supporter } from '../ledger/ledger.ts';
import type { OwnLinks } from '../links.ts';
import { UnfitValueError } from '../message/forms.ts';
import type { Message } from '../message/message.ts';
import { createPersonaliser, type FinishedCopy, finishCopy } from '../message/personalise.ts';
import type { Mailbox } from '../terms.ts';
import { createChooser, type Editions } from './editions.ts';
import type { SealedEdition } from './envelope.ts';
import { createUncountedFields } from './uncounted-fields.ts';

interface CopyOrder {
  readonly editions: Editions<SealedEdition>;
  readonly lists: readonly string[];
  readonly columns?: ColumnChoices | undefined;
  /** The address of a supporter on one of the lists. */
  readonly to: string;
  /** Of the web side. The copy's own links lead nowhere: only a campaign has real ones. */
  readonly url: string;
}

/** One supporter's copy as she would read it, and as an .eml file (RFC 5322). */
export async function finishedCopyFor(order: CopyOrder): Promise<FinishedCopy & { eml: string }> {
  const supporter = await findSupporter(order);
  const base = order.url.replace(/\/+$/, '');
  const links: OwnLinks = {
    sign_link: `${base}/s/preview`,
    unsubscribe_link: `${base}/u/preview`,
    view_link: `${base}/v/preview`,
  };
  const edition = createChooser(order.editions)(supporter.fields);
  const values = valuesFor(edition.message, supporter, links);
  const copy = finishCopy(edition.message, values);
  return { ...copy, eml: await composeEml(edition, copy, supporter.email) };
}

function valuesFor(message: Message, supporter: Supporter, links: OwnLinks): string[] {
  try {
    return createPersonaliser(message)(createUncountedFields(message)(supporter, links));
  } catch (error) {
    if (!(error instanceof UnfitValueError)) throw error;
    const { file, line, email } = supporter;
    throw new OutcryError({
      code: 'row-unfit',
      what: `${email} cannot get this letter: ${error.message}.`,
      where: { file, line, column: 1 },
      fix: 'Mend the row, or write the letter so that it can do without. Nothing was written.',
      cause: error,
    });
  }
}

async function findSupporter({ lists, columns, to }: CopyOrder): Promise<Supporter> {
  const wanted = normaliseAddress(to);
  for await (const row of readLists(lists, { columns })) {
    if (!('reason' in row) && row.email === wanted) return row;
  }
  throw new OutcryError({
    code: 'supporter-missing',
    what:
      lists.length > 0 ? `${to} is on none of the lists.` : `There is no list to find ${to} in.`,
    fix: 'Name an address as it stands in the list, and the list with --list.',
    exit: EXIT.usage,
  });
}

/** Without date and message id, and with a boundary made of the letter: the same input, the same bytes. */
async function composeEml(
  { message, from, replyTo }: SealedEdition,
  copy: FinishedCopy,
  to: string,
): Promise<string> {
  const boundary = createHash('sha256').update(message.hash).digest('hex').slice(0, 24);
  const address = ({ email, name = '' }: Mailbox) => ({ address: email, name });
  const mail = new MailComposer({
    from: address(from),
    ...(replyTo ? { replyTo: address(replyTo) } : {}),
    to,
    subject: copy.subject,
    text: copy.text,
    html: copy.html,
    messageId: `<${boundary}@preview.invalid>`,
    date: new Date(0),
    baseBoundary: boundary,
  });
  return (await mail.compile().build()).toString();
}
