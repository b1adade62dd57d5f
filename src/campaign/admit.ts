import type { Skipped, Supporter } from '../ledger/ledger.ts';
import type { Links } from '../links.ts';
import { UnfitValueError } from '../message/forms.ts';
import type { Message } from '../message/message.ts';
import { createPersonaliser, finishCopy } from '../message/personalise.ts';
import type { Address, CampaignNumber, RecipientNumber } from '../terms.ts';
import { createBranchesOf } from './branches.ts';
import { createChooser, type Edition, type Editions, mapEditions } from './editions.ts';
import { letterFields } from './make-request.ts';

/** The API's limit on a recipient's substitutions, in bytes, with a margin. */
export const SUBSTITUTIONS_LIMIT = 9_500;

/** Which variant falls to an address; none for the rest of a trial. */
export type VariantOf = (email: Address) => string;

/** Whether somebody is in the first wave of a send. */
export type IsFirst = (email: Address, variant: string) => boolean;

type JudgedEdition = Pick<Edition, 'lang' | 'variant' | 'message'>;

/** No recipient's links are longer than those of this one. */
export const LONGEST = { campaign: 1e9 as CampaignNumber, recipient: 1e9 as RecipientNumber };

/**
 * Passes on the rows of a list, each with what decides about its batch, and turns away who
 * could not get this letter, in whatever variant: better before the send than with a whole batch refused.
 */
export async function* admit(
  rows: AsyncIterable<Supporter | Skipped>,
  editions: Editions<JudgedEdition>,
  links: Links,
  variantOf: VariantOf = () => '',
  isFirst: IsFirst = () => false,
): AsyncGenerator<Supporter | Skipped> {
  const judge = createJudge(editions, links);
  for await (const row of rows) {
    if ('reason' in row) {
      yield row;
      continue;
    }
    const { lang, complaint, branches } = judge(row);
    if (complaint === undefined) {
      const variant = variantOf(row.email);
      const first = isFirst(row.email, variant);
      yield Object.assign(row, { lang, variant, branches, isFirst: first });
    } else yield { ...skipped(row), reason: 'invalid', detail: complaint };
  }
}

function skipped({ file, line, email }: Supporter) {
  return { file, line, email };
}

/** The language of the edition that a supporter gets, and why she cannot get it, if so. */
export interface Judgement extends Fitness {
  readonly lang: string;
}

interface Fitness {
  readonly complaint: string | undefined;
  /** Which way the letter's large blocks go for her. */
  readonly branches: string;
}

const NO_BRANCHES = '';

/** Judges supporters, each by the editions in the language that is hers: any variant may fall to her. */
export function createJudge(
  editions: Editions<JudgedEdition>,
  links: Links,
): (row: Supporter) => Judgement {
  const judges = mapEditions(editions, ({ lang, variant, message }) => ({
    lang,
    variant,
    fitnessOf: createFitness(message, links),
  }));
  const choose = createChooser(judges);
  return (row) => {
    const { lang } = choose(row.fields);
    let branches = NO_BRANCHES;
    for (const judge of judges) {
      if (judge.lang !== lang) continue;
      const fitness = judge.fitnessOf(row);
      if (fitness.complaint !== undefined) return { lang, ...fitness };
      branches += fitness.branches;
    }
    return { lang, complaint: undefined, branches };
  };
}

function createFitness(message: Message, links: Links): (row: Supporter) => Fitness {
  const personalise = createPersonaliser(message);
  const own = links.linksOf(LONGEST.campaign, LONGEST.recipient);
  const tokenBytes = message.slots.reduce((sum, slot) => sum + slot.token.length, 0);
  const hasSubject = createSubjectCheck(message);
  const branchesOf = createBranchesOf(message);
  return (row) => {
    try {
      const values = personalise(letterFields(row, own));
      const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value), tokenBytes);
      if (bytes > SUBSTITUTIONS_LIMIT) {
        return unfit(
          `what differs in this copy takes ${bytes} bytes, more than the ${SUBSTITUTIONS_LIMIT} that one copy may have`,
        );
      }
      if (!hasSubject(values)) return unfit('its subject would be empty');
      return { complaint: undefined, branches: branchesOf(values) };
    } catch (error) {
      if (error instanceof UnfitValueError) return unfit(error.message);
      throw error;
    }
  };
}

function unfit(complaint: string): Fitness {
  return { complaint, branches: NO_BRANCHES };
}

/** SendGrid refuses a whole request for one subject that is empty. */
function createSubjectCheck(message: Message): (values: readonly string[]) => boolean {
  if (message.subject.split(message.prefix)[0]?.trim() !== '') return () => true;
  const subjectOnly = { ...message, html: '', text: '' };
  return (values) => finishCopy(subjectOnly, values).subject.trim() !== '';
}
