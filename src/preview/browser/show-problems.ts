import type { ShownProblem } from '../state.ts';
import { make } from './dom.ts';

/** Writes problems into a list. `isOpen` are unfolded at first; what was open stays open, and what had the focus keeps it. */
export function showProblems(
  list: HTMLElement,
  problems: readonly ShownProblem[],
  file: string,
  isOpen: (problem: ShownProblem) => boolean,
): void {
  const before = new Map(
    [...list.querySelectorAll('details')].map((details) => [details.dataset.key, details]),
  );
  const focused = list.contains(document.activeElement)
    ? document.activeElement?.closest('details')?.dataset.key
    : undefined;
  list.replaceChildren(
    ...problems.map((problem, index) => {
      const key = keyOf(problem, problems, index);
      const details = itemOf(problem, file);
      details.dataset.key = key;
      details.open = before.get(key)?.open ?? isOpen(problem);
      return make('li', { class: problem.severity }, details);
    }),
  );
  const again = [...list.querySelectorAll('details')].find(
    ({ dataset }) => dataset.key === focused,
  );
  if (focused !== undefined) again?.querySelector('summary')?.focus();
}

/** The same complaint is the same problem, even when lines above it have come or gone. */
function keyOf({ code, file, what }: ShownProblem, all: readonly ShownProblem[], index: number) {
  const isSame = (other: ShownProblem) =>
    other.code === code && other.file === file && other.what === what;
  const twin = all.slice(0, index).filter(isSame).length;
  return JSON.stringify([code, file, what, twin]);
}

function itemOf(problem: ShownProblem, file: string): HTMLDetailsElement {
  const { severity, what, fix, code } = problem;
  return make(
    'details',
    {},
    make(
      'summary',
      {},
      make('span', { class: 'mark' }, severity === 'error' ? 'Error' : 'Warning'),
      ' ',
      make('span', { class: 'where' }, placeOf(problem, file)),
      ' ',
      make('span', { class: 'what' }, what),
    ),
    ...excerptOf(problem),
    ...(fix ? [make('p', { class: 'fix' }, fix)] : []),
    make('p', { class: 'code' }, code),
  );
}

/** The line alone in the appeal itself, else the file too. */
function placeOf({ file: other, line }: ShownProblem, file: string): string {
  if (other === undefined) return '';
  return other === file ? `line ${line}` : `${other}, line ${line}`;
}

function excerptOf({ excerpt, file, line = 0, column = 1, length = 1 }: ShownProblem) {
  if (!excerpt) return [];
  const rows = excerpt.lines.flatMap((text, index) => {
    const number = excerpt.first + index;
    const isMeant = number === line;
    const at = Math.min(column - 1, text.length);
    const parts = isMeant
      ? [
          text.slice(0, at),
          make('mark', {}, text.slice(at, at + length) || ' '),
          text.slice(at + length),
        ]
      : [text];
    const row = make('span', { class: isMeant ? 'row meant' : 'row' });
    row.append(
      make('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
      make('span', { class: 'line' }, ...parts, '\n'),
    );
    return [row];
  });
  const label = `${file}, from line ${excerpt.first}`;
  return [make('pre', { class: 'excerpt', role: 'group', 'aria-label': label }, ...rows)];
}
