import { checkLists, type Desk } from '../campaign/check-letter.ts';
import { type Letter, loadLetter } from '../campaign/load-letter.ts';
import { OutcryError } from '../errors.ts';
import type { compileMessage } from '../message/compile-message.ts';
import { isError, type Problem } from '../problem.ts';

/** What a look at the workspace gives; read anew for every save. */
export interface PreviewDesk extends Desk {
  /** Where supporters would reach the web side. */
  readonly url: string;
}

export interface DraftOrder {
  readonly appeal: string;
  readonly lists: readonly string[];
  readonly readDesk: () => Promise<PreviewDesk>;
  /** Compiles an edition of the letter. */
  readonly compile: typeof compileMessage;
  /** Hears of mistakes of Outcry itself. */
  readonly onBug: (error: unknown) => void;
}

/** What the files give as they are now: a letter that can be shown, or what is in its way. */
export interface Draft {
  readonly made?: { readonly letter: Letter; readonly desk: PreviewDesk } | undefined;
  readonly problems: readonly Problem[];
}

/** Makes the letter of what is saved. Whatever goes wrong is a problem of the draft. */
export async function makeDraft(order: DraftOrder): Promise<Draft> {
  const { appeal, lists, readDesk, compile, onBug } = order;
  try {
    const desk = await readDesk();
    const workshop = { ...desk.workshop, compile };
    const { value: letter, problems } = await loadLetter(appeal, lists, workshop);
    return { made: letter && { letter, desk }, problems };
  } catch (error) {
    return { problems: problemsOf(error, onBug) };
  }
}

/** What keeps a draft from the lists, which takes longer to find; nothing if it has errors itself. */
export async function checkDraft(
  { made, problems }: Draft,
  { lists, onBug }: DraftOrder,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  if (!made || problems.some(isError)) return [];
  try {
    return await checkLists(made.letter, lists, made.desk, signal);
  } catch (error) {
    return problemsOf(error, onBug);
  }
}

function problemsOf(error: unknown, onBug: DraftOrder['onBug']): readonly Problem[] {
  if (error instanceof OutcryError) return error.problems;
  onBug(error);
  return [
    {
      severity: 'error',
      code: 'bug',
      what: `This is a mistake in Outcry itself, not one of yours: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'Undo what you changed last, and show those who look after Outcry what the terminal says.',
    },
  ];
}
