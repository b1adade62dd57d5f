import { RESERVED_FIELDS } from '../audience/merge-fields.ts';
import { createJudge, LONGEST, SUBSTITUTIONS_LIMIT } from '../campaign/admit.ts';
import {
  createChooser,
  type Edition,
  type Editions,
  inVariant,
  mapEditions,
} from '../campaign/editions.ts';
import { letterFields } from '../campaign/make-request.ts';
import { createUncountedFields } from '../campaign/uncounted-fields.ts';
import type { Supporter } from '../ledger/ledger.ts';
import { createLinks } from '../links.ts';
import { UnfitValueError } from '../message/forms.ts';
import type { Message } from '../message/message.ts';
import { HTML_LIMIT } from '../message/message-size.ts';
import { createPersonaliser, type FinishedCopy, finishCopy } from '../message/personalise.ts';
import type { Address, Mailbox } from '../terms.ts';
import { directionOf } from '../words/direction.ts';
import { inboxLine } from './inbox-line.ts';
import type { PreviewDesk } from './make-draft.ts';
import { nameOf } from './name-of.ts';
import type { ShownCopy } from './state.ts';

/** Where a recipient's own links lead in a preview; only a campaign has real ones. */
export interface PreviewLinks {
  readonly sign_link: string;
  readonly unsubscribe_link: string;
  readonly view_link: string;
}

export interface Copy extends FinishedCopy {
  readonly shown: ShownCopy;
  readonly links: PreviewLinks;
}

/** Makes a recipient's copy; in the edition that is hers, or in the one that is asked for. */
export type MakeCopy = (row: number, supporter?: Supporter, lang?: string) => Copy;

/** Stands for a recipient where there is no list. */
const NOBODY: Supporter = {
  email: 'supporter@example.org' as Address,
  fields: {},
  file: '',
  line: 0,
};

export function createCopier(editions: Editions, desk: PreviewDesk): MakeCopy {
  // The first variant is shown; what is wrong with the others is told among the problems.
  const own = inVariant(editions, editions[0].variant);
  const presses = mapEditions(own, (edition) => openPress(edition, desk));
  const choose = createChooser(presses);
  return (row, supporter = NOBODY, lang) => {
    const asked = presses.find((press) => press.lang === lang);
    return (asked ?? choose(supporter.fields)).print(row, supporter);
  };
}

function openPress(edition: Edition, desk: PreviewDesk) {
  const { lang, variant, message } = edition;
  const personalise = createPersonaliser(message);
  const own = createLinks({ url: desk.url, secrets: [desk.workshop.secret] });
  const fieldsOf = createUncountedFields(message);
  const judge = createJudge([edition], own);
  const links = previewLinks(desk.url);
  const used = fieldsOfList(message);
  const tokenBytes = message.slots.reduce((sum, { token }) => sum + token.length, 0);
  const longest = own.linksOf(LONGEST.campaign, LONGEST.recipient);
  const ownBytes = (supporter: Supporter) =>
    personalise(letterFields(supporter, longest)).reduce(
      (sum, value) => sum + bytesOf(value),
      tokenBytes,
    );

  const print = (row: number, supporter: Supporter): Copy => {
    const { email, fields, file, line } = supporter;
    const finished = finishSafely(() =>
      finishCopy(message, personalise(fieldsOf(supporter, links))),
    );
    const { subject, html, text } = finished;
    const shown: ShownCopy = {
      row,
      email,
      name: nameOf(fields),
      place: row > 0 ? `${file}:${line}` : '',
      lang,
      dir: directionOf(lang),
      from: fromOf(edition, desk),
      subject,
      ...inboxLine(html),
      text,
      bytes: {
        html: bytesOf(html),
        text: bytesOf(text),
        own: html === '' ? 0 : ownBytes(supporter),
      },
      limits: { html: HTML_LIMIT, own: SUBSTITUTIONS_LIMIT },
      missing: row > 0 ? used.filter((field) => !fields[field]) : [],
      complaint: row > 0 ? judge(supporter).complaint : undefined,
    };
    return { subject, html, text, shown, links };
  };
  return { lang, variant, print };
}

/** The merge fields of a letter that a list must give. */
export function fieldsOfList({ fields }: Message): string[] {
  return fields.filter((field) => field !== 'email' && !RESERVED_FIELDS.includes(field));
}

/** Values that no letter can hold leave the copy empty; `complaint` says why. */
function finishSafely(finish: () => FinishedCopy): FinishedCopy {
  try {
    return finish();
  } catch (error) {
    if (error instanceof UnfitValueError) return { subject: '', html: '', text: '' };
    throw error;
  }
}

function previewLinks(url: string): PreviewLinks {
  const base = url.replace(/\/+$/, '');
  return {
    sign_link: `${base}/s/preview`,
    unsubscribe_link: `${base}/u/preview`,
    view_link: `${base}/v/preview`,
  };
}

/** That nobody is named is told among the problems. */
function fromOf({ appeal }: Edition, { senders }: PreviewDesk): string {
  const from: Mailbox | undefined = appeal.frontMatter.from ?? senders.from;
  return from ? (from.name ?? from.email) : '';
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
