import type { Finding } from '../doctor/finding.ts';
import type { Problem } from '../problem.ts';
import { type Colours, countProblems, plural } from './present-problems.ts';

/** Each state as a sign and as a word, for who sees no colours and who hears the line. */
const STATES = {
  ok: { sign: '✓', word: 'ok', colour: 'green' },
  warning: { sign: '!', word: 'warning', colour: 'yellow' },
  error: { sign: '✗', word: 'error', colour: 'red' },
  skipped: { sign: '-', word: 'skipped', colour: 'dim' },
} as const;
const WIDTH = 'warning'.length;
const INDENT = ' '.repeat(2 + WIDTH + 2);

/** A line for each check, and below those that found something what to do. */
export function findingsText(findings: readonly Finding[], colours: Colours): string {
  const lines = together(findings).flatMap((finding) => linesOf(finding, colours));
  return [...lines, '', verdict(findings)].join('\n');
}

/** Those that were left out one after another for the same reason are one line. */
function together(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings) {
    const last = kept.at(-1);
    if (last?.state === 'skipped' && last.what === finding.what)
      kept.splice(-1, 1, { ...last, about: `${last.about}, ${finding.about}` });
    else kept.push(finding);
  }
  return kept;
}

function linesOf({ about, state, what, problems }: Finding, c: Colours): string[] {
  if (problems.length === 0) return [`${mark(state, c)}${about}: ${what}`];
  return problems.flatMap((problem) => problemLines(about, problem, c));
}

function problemLines(about: string, { severity, code, what, where, fix }: Problem, c: Colours) {
  const place = where ? `${where.file}:${where.line}:${where.column}  ` : '';
  const line = `${mark(severity, c)}${c.bold(`${about}:`)} ${place}${what}  ${c.dim(`[${code}]`)}`;
  return fix ? [line, `${INDENT}${fix}`] : [line];
}

function mark(state: Finding['state'], colours: Colours): string {
  const { sign, word, colour } = STATES[state];
  return `${colours[colour](`${sign} ${word.padEnd(WIDTH)}`)}  `;
}

function verdict(findings: readonly Finding[]): string {
  const problems = findings.flatMap((finding) => finding.problems);
  const left = findings.filter(({ state }) => state === 'skipped').length;
  const skipped = left > 0 ? ` ${plural(left, 'check was', 'checks were')} skipped.` : '';
  return problems.length > 0
    ? `${countProblems(problems)} to mend.${skipped}`
    : `All is well.${skipped}`;
}
