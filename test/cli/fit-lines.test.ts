import { expect, it } from 'vitest';
import { fitLines } from '../../src/cli/fit-lines.ts';

const linesAt = (columns: number, ...lines: string[]) =>
  fitLines(lines.join('\n'), columns).split('\n');

it('breaks between words, and goes on under the value', () => {
  expect(
    linesAt(
      40,
      'Recipients   3 people',
      'Tested       never: exactly this letter has not been sent',
    ),
  ).toEqual([
    'Recipients   3 people',
    'Tested       never: exactly this letter',
    '             has not been sent',
  ]);
});

it('goes on under the last cell of a line of a table, if there is room', () => {
  const line = '  accepted         5,478   taken by SendGrid';
  expect(linesAt(42, line)).toEqual(['  accepted         5,478   taken by', '    SendGrid']);
  const long = `${line}, and delivered to each of them`;
  expect(linesAt(60, long)).toEqual([
    '  accepted         5,478   taken by SendGrid, and delivered',
    '                           to each of them',
  ]);
});

it('leaves commands whole, for they are copied', () => {
  expect(
    linesAt(30, 'Wait for it with: outcry resume river-2026-11-24 --now; or not at all.'),
  ).toEqual(['Wait for it with:', 'outcry resume river-2026-11-24 --now;', 'or not at all.']);
});

it('ends a command with the quotes around it, and not with those of what it is given', () => {
  expect(linesAt(30, 'Start it first with "outcry sandbox" and leave it running')).toEqual([
    'Start it first with',
    '"outcry sandbox" and leave it',
    'running',
  ]);
  expect(linesAt(30, 'Run: outcry resume river --why "asked to" today')).toEqual([
    'Run:',
    'outcry resume river --why "asked to" today',
  ]);
});

it('leaves the excerpt of a problem as it is, and sets the rest below its beginning', () => {
  const excerpt = '   14 | The permit lapsed in March, and nobody has asked.';
  const problem = [
    'river.md:14:28  error  The citation has no source.',
    excerpt,
    '      |   ^^^^^^',
  ];
  expect(linesAt(40, ...problem)).toEqual([
    'river.md:14:28  error  The citation has',
    '                no source.',
    ...problem.slice(1),
  ]);
  expect(linesAt(40, `templates/appeals/${problem[0]}`)[1]).toBe('  The citation has no source.');
});

it('counts no colours, and breaks no word', () => {
  const yellow = `\u001b[33m${'a'.repeat(20)}\u001b[39m`;
  expect(linesAt(20, yellow, 'x'.repeat(30))).toEqual([yellow, 'x'.repeat(30)]);
});

it('changes nothing where there is no terminal', () => {
  const text = 'word '.repeat(100);
  expect(fitLines(text, undefined)).toBe(text);
});
