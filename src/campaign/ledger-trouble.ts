import type { Code } from '../codes.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Campaign } from '../ledger/ledger.ts';
import type { Stop } from './stops.ts';

/** What may befall the ledger while a campaign is sent, and what to do about it. */
const MENDING: Partial<Record<Code, string>> = {
  'ledger-disk-full': 'Free some space on that disk.',
  'ledger-disk-failed': 'Check the disk.',
  'ledger-locked': 'Close the program that has it open (a database browser, a backup).',
  'ledger-read-only': 'Make it writable for you again.',
  'database-away': 'See that its server runs and can be reached.',
  'database-lost': 'See that its server runs and can be reached.',
  'database-refused': 'See that OUTCRY_DATABASE_URL is right.',
};

/** How to mend it, if it is such a thing; undefined for every other error. */
export function mendingOf(error: unknown): string | undefined {
  return error instanceof OutcryError ? MENDING[error.code] : undefined;
}

/** What cannot be written now is planned still, and can be sent later. Throws every other error on. */
export function troubleStop(error: unknown, { name }: Pick<Campaign, 'name'>): Stop {
  const mending = mendingOf(error);
  if (!(error instanceof OutcryError) || mending === undefined) throw error;
  return { reason: error.message, fix: `${mending} Then run: outcry resume ${name}` };
}

/** Why a send stopped, where the ledger cannot even tell how far it is: resumable all the same (exit 4). */
export function stoppedBlind({ reason, fix }: Stop, trouble: unknown): unknown {
  if (!(trouble instanceof OutcryError) || mendingOf(trouble) === undefined) return trouble;
  return new OutcryError({
    code: trouble.code,
    what: reason,
    fix,
    exit: EXIT.stopped,
    cause: trouble,
  });
}

/** Does what is to be done at the end, if it can be: the next process finds its way without. */
export async function ifItCan(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (mendingOf(error) === undefined) throw error;
  }
}

/** The same trouble, before anybody could be mailed; any other error as it came. */
export function beforeMailing(error: unknown): unknown {
  if (!(error instanceof OutcryError) || mendingOf(error) === undefined) return error;
  const { code, message, fix, exit } = error;
  return new OutcryError({ code, what: `${message} Nobody was mailed.`, fix, exit, cause: error });
}
