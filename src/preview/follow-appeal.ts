import { inVariant } from '../campaign/editions.ts';
import { isError, type Problem, sortProblems } from '../problem.ts';
import { createCopier, fieldsOfList, type MakeCopy } from './make-copies.ts';
import { checkDraft, type Draft, type DraftOrder, makeDraft } from './make-draft.ts';
import type { ShownEdition, Standing } from './state.ts';

/** How the letter stands at a moment. */
export interface Progress {
  readonly save: number;
  readonly version: number;
  readonly savedAt: number;
  readonly shownAt: number;
  readonly standing: Standing;
  readonly isChecked: boolean;
  readonly problems: readonly Problem[];
  /** Of these, what the lists were last found to hold. */
  readonly ofLists: readonly Problem[];
  readonly editions: readonly ShownEdition[];
  /** The columns that the version which is shown makes use of. */
  readonly fields: readonly string[];
  readonly makeCopy: MakeCopy | undefined;
}

export interface Follower {
  readonly progress: Progress;
  /** Something was saved. What cannot be made into a letter is held back until `settle`. */
  saved(): Promise<void>;
  /** Nothing more is being saved: what was held back is told, and the lists are checked. */
  settle(): void;
  close(): void;
}

const NOTHING: Progress = {
  save: 0,
  version: 0,
  savedAt: 0,
  shownAt: 0,
  standing: 'none',
  isChecked: false,
  problems: [],
  ofLists: [],
  editions: [],
  fields: [],
  makeCopy: undefined,
};

/**
 * Makes the letter anew whenever something was saved. The last one that could be made stays until
 * there is a better one; half a file, as editors leave it for a moment, does not even show as an
 * error. `onProgress` hears of every change.
 */
export function followAppeal(
  order: DraftOrder & { readonly now: () => number },
  onProgress: (progress: Progress) => void,
): Follower {
  let progress = NOTHING;
  let draft: Draft | undefined;
  let checked: Draft | undefined;
  let held: (() => void) | undefined;
  let newest = 0;
  let checking = new AbortController();
  let making = Promise.resolve();

  const publish = (next: Partial<Progress>) => {
    progress = { ...progress, ...next };
    onProgress(progress);
  };

  const make = async (save: number) => {
    // Of several saves while one letter is being made, only the last one counts.
    if (save !== newest) return;
    const made = await makeDraft(order);
    if (save !== newest) return;
    draft = made;
    const tell = () => publish(next(progress, made, { save, savedAt: order.now() }));
    if (made.made) tell();
    else held = tell;
  };

  const check = async () => {
    const { signal } = checking;
    if (!draft || draft === checked) return;
    checked = draft;
    const { problems } = draft;
    const ofLists = await checkDraft(draft, order, signal);
    if (signal.aborted) return;
    publish({ problems: sortProblems([...problems, ...ofLists]), ofLists, isChecked: true });
  };

  const stopChecking = () => {
    checking.abort();
    checking = new AbortController();
  };

  return {
    get progress() {
      return progress;
    },
    saved() {
      newest += 1;
      held = undefined;
      stopChecking();
      const save = newest;
      making = making.then(() => make(save)).catch(order.onBug);
      return making;
    },
    settle() {
      making = making.then(() => {
        held?.();
        held = undefined;
      });
      making.then(check).catch(order.onBug);
    },
    close: () => checking.abort(),
  };
}

function next(
  before: Progress,
  { made, problems }: Draft,
  saved: Pick<Progress, 'save' | 'savedAt'>,
): Partial<Progress> {
  if (!made) {
    const standing = before.version > 0 ? 'old' : 'none';
    return { ...saved, standing, problems, ofLists: [], isChecked: true };
  }
  const { editions } = made.letter;
  // Until the lists have been checked again, what was found there is most likely still so.
  const ofLists = problems.some(isError) ? [] : before.ofLists;
  return {
    ...saved,
    version: before.version + 1,
    shownAt: saved.savedAt,
    standing: 'new',
    problems: sortProblems([...problems, ...ofLists]),
    ofLists,
    isChecked: false,
    editions: inVariant(editions, editions[0].variant).map(({ lang }) => ({
      lang,
      name: languageName(lang),
    })),
    fields: [...new Set(editions.flatMap(({ message }) => fieldsOfList(message)))],
    makeCopy: createCopier(editions, made.desk),
  };
}

/** As its speakers call it: `español`. */
function languageName(lang: string): string {
  return new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;
}
