import type { PreviewState, ShownProblem } from '../state.ts';
import { byId, plural, timeOf, write } from './dom.ts';
import { showProblems } from './show-problems.ts';

const MOST_OPEN = 3;

/** Writes how the letter stands: the sign at the top, the errors, what is old, and the problems. */
export function showStanding(state: PreviewState): void {
  const { file, standing, problems } = state;
  const isNew = standing === 'new';
  const errors = problems.filter(({ severity }) => severity === 'error');
  sign(isNew && errors.length === 0 ? 'good' : isNew ? 'warn' : 'bad', standingText(state));
  document.title = `${isNew && errors.length === 0 ? '' : '✕ '}${file.split('/').at(-1)} · Outcry preview`;
  write(byId('file', HTMLElement), file);

  const [above, beside] = isNew
    ? [[], problems]
    : [errors, problems.filter((p) => !errors.includes(p))];
  // A few errors are unfolded; of many, the first one, since mending it often mends the others.
  const isOpen = (problem: ShownProblem) =>
    problem.severity === 'error' && (errors.length <= MOST_OPEN || problem === errors[0]);
  byId('errors-box', HTMLElement).hidden = above.length === 0;
  byId('standing', HTMLAnchorElement).hash = above.length > 0 ? 'errors-title' : 'problems-title';
  write(
    byId('errors-title', HTMLElement),
    `${plural(errors.length, 'error')} in what was saved at ${timeOf(state.savedAt)}`,
  );
  showProblems(byId('errors', HTMLElement), above, file, isOpen);
  showProblems(byId('problems', HTMLElement), beside, file, isOpen);
  byId('problems', HTMLElement).hidden = beside.length === 0;
  write(byId('no-problems', HTMLElement), beside.length > 0 ? '' : noneText(state));

  const isOld = standing === 'old';
  byId('old', HTMLElement).hidden = !isOld;
  write(byId('old', HTMLElement), isOld ? `Old version, of ${timeOf(state.shownAt)}` : '');
  byId('stage', HTMLElement).classList.toggle('is-old', isOld);
  byId('inbox', HTMLElement).hidden = standing === 'none';
  byId('empty', HTMLElement).hidden = standing !== 'none';
}

/** The preview itself has stopped. */
export function showStopped(): void {
  sign('bad', 'The preview has stopped. Start it again in the terminal.');
}

/** What a screen reader hears of a save; nothing if it is not a new one. */
export function announcement(
  state: PreviewState,
  before: PreviewState | undefined,
): string | undefined {
  if (before?.save === state.save && before.isChecked === state.isChecked) return undefined;
  if (!state.isChecked) return undefined;
  const [first] = state.problems.filter(({ severity }) => severity === 'error');
  return [standingText(state), first ? firstText(first) : ''].filter(Boolean).join('. ');
}

function standingText({ standing, problems, savedAt, shownAt }: PreviewState): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const counts = [
    errors > 0 ? plural(errors, 'error') : '',
    warnings > 0 ? plural(warnings, 'warning') : '',
  ].filter(Boolean);
  if (standing === 'new') return [`Saved ${timeOf(savedAt)}`, ...counts].join(' · ');
  const shown =
    standing === 'old' ? `the version of ${timeOf(shownAt)} is shown` : 'nothing to show yet';
  return [...counts, shown].join(' · ');
}

function firstText({ file, line, what }: ShownProblem): string {
  return file ? `${file}, line ${line}: ${what}` : what;
}

function noneText({ standing, isChecked, lists }: PreviewState): string {
  if (standing !== 'new') return 'Mend the errors first; then the rest is checked.';
  if (!isChecked)
    return lists.files.length > 0 ? 'The lists are being checked …' : 'Being checked …';
  return lists.files.length > 0 ? 'None: it can be sent to these lists.' : 'None.';
}

function sign(tone: string, text: string): void {
  const box = byId('standing', HTMLAnchorElement);
  box.dataset.tone = tone;
  write(byId('standing-text', HTMLElement), text);
}
