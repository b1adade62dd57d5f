import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadWords, openWordsBook } from '../../src/words/load-words.ts';
import { tellTarget } from '../../src/words/tell-target.ts';
import { withWords } from './words-folder.ts';

function wordsIn(lang: string, files: Readonly<Record<string, string>> = {}) {
  const { value, problems } = withWords(files, (roots) => loadWords(roots, lang));
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}

describe('words', () => {
  test('are looked up key by key: of a region, of its language, in English', () => {
    const words = wordsIn('es-MX', {
      'es-MX.yaml': 'letter: { button: Firma la petición }',
      'es.yaml': 'letter: { button: no, sources: Referencias }',
    });
    expect(words.say('letter.button')).toBe('Firma la petición');
    expect(words.say('letter.sources')).toBe('Referencias');
    expect(words.say('letter.unsubscribe')).toBe('Darse de baja');
    expect(words.say('pages.wrong_comment_long', { max: 1000 })).toContain('1,000 caracteres');
  });

  test('of a workspace stand before those that come with Outcry, a region of English too', () => {
    const own = { 'en.yaml': 'letter: { sources: Where we read it }' };
    expect(wordsIn('en-GB', own).say('letter.sources')).toBe('Where we read it');
    expect(wordsIn('en-GB', own).say('letter.unsubscribe')).toBe('Unsubscribe');
  });

  test('take a language whose file is named in other letters', () => {
    expect(wordsIn('pt-br', { 'pt-BR.yaml': 'letter: { sources: Fontes }' }).lang).toBe('pt-BR');
  });

  test('follow the plural of the language that they are written in', () => {
    const count =
      'pages: { count: "{signatures, plural, one {# głos} few {# głosy} many {# głosów} other {# głosu}}" }';
    const words = wordsIn('pl', { 'pl.yaml': count });
    const said = [1, 3, 5].map((signatures) => words.say('pages.count', { signatures, goal: 9 }));
    expect(said).toEqual(['1 głos', '3 głosy', '5 głosów']);
    // English stands in, with the plural and the numbers of English.
    expect(words.say('pages.count_reached', { signatures: 1234, goal: 1000 })).toBe(
      '1,234 signatures. Our goal of 1,000 is reached!',
    );
  });

  test.each([
    ['U.S. Department of Justice', 'Tell the U.S. Department of Justice:'],
    ['The Council', 'Tell The Council:'],
    ['a court', 'Tell a court:'],
    ["O'Brien & <b>Co</b>", "Tell the O'Brien & <b>Co</b>:"],
    ["{b} # '{x}' <b>", "Tell the {b} # '{x}' <b>:"],
  ])('tell %s by its article, with its letters as they are', (target, expected) => {
    expect(tellTarget(wordsIn('en'), { target })).toBe(expected);
  });

  test.each([
    ['Departamento de Justicia', 'Diga a Departamento de Justicia:'],
    ['el Departamento de Justicia', 'Diga al Departamento de Justicia:'],
    ['la Corte Suprema', 'Diga a la Corte Suprema:'],
  ])('contract %s in Spanish', (target, expected) => {
    expect(tellTarget(wordsIn('es'), { target })).toBe(expected);
  });

  test("leave an appeal's own line as it is", () => {
    expect(tellTarget(wordsIn('es'), { target: 'x', tell: 'Dile al Consejo:' })).toBe(
      'Dile al Consejo:',
    );
  });

  test('keep a Latin name together among words from right to left', () => {
    const why = wordsIn('ar').say('letter.why', { organisation: 'Save the Children (UK)' });
    expect(why).toContain('\u2068Save the Children (UK)\u2069');
    expect(wordsIn('ar').say('letter.why', { organisation: 'مرفأ الأمان' })).not.toMatch(
      /[\u2068\u2069]/,
    );
  });
});

describe('a language that lacks words', () => {
  test('gets the English ones and one warning that names them', () => {
    const { value, problems } = withWords(
      { 'fr.yaml': '# Français\nletter: { sources: Sources, button: Signez }' },
      (roots) => loadWords(roots, 'fr-CA'),
    );
    expect(value?.say('letter.unsubscribe')).toBe('Unsubscribe');
    expect(value?.lang).toBe('fr-CA');
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'words-missing',
        what: expect.stringMatching(/letter\.unsubscribe, letter\.back, .* and \d+ more; English/),
        where: { file: expect.stringMatching(/fr\.yaml$/), line: 1, column: 1 },
      }),
    ]);
    expect(problems[0]?.what).not.toContain('letter.button');
  });

  test('and has no file gets a warning that says what to do', () => {
    const { value, problems } = loadWords(['templates'], 'fr');
    expect(value?.lang).toBe('en');
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'words-missing',
        fix: 'Copy templates/words/en.yaml to templates/words/fr.yaml and translate it.',
      }),
    ]);
  });

  test('is an error where not even English has them', () => {
    const nowhere = mkdtempSync(join(tmpdir(), 'outcry-words-'));
    const { value, problems } = loadWords([nowhere], 'es');
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ severity: 'error', code: 'words-missing' }]);
    expect(() => openWordsBook([nowhere])).toThrow(expect.objectContaining({ exit: 3 }));
    rmSync(nowhere, { recursive: true });
  });
});

describe('a mistake in a file of words is told at its place:', () => {
  test.each([
    ['letter:\n  sauces: x', 'words-unknown-key', 2, 3, 'Did you mean "sources"?'],
    ['lettre:\n  sources: x', 'words-unknown-key', 1, 1, 'Did you mean "letter"?'],
    ['letter: [', 'words-syntax', 1, 9, 'Write ] where it ends'],
    ['letter: x', 'words-invalid', 1, 9, 'group of settings'],
    ['letter:\n  note: 5', 'words-invalid', 2, 9, 'Put quotes around it'],
    ['letter:\n  note: ""', 'words-invalid', 2, 9, 'empty'],
    ['letter:\n  note: Nota {number', 'words-invalid', 2, 14, 'never closed'],
    ['letter:\n  note: Nota {}', 'words-invalid', 2, 14, 'nothing between the braces'],
    ['letter:\n  note: "A \\" {nummer}"', 'words-invalid', 2, 15, 'It may use {number}.'],
    [
      'letter:\n  why: >-\n    Uno\n    {nadie}',
      'words-invalid',
      4,
      5,
      'It may use {organisation}.',
    ],
    ['letter:\n  sources: Las {x}', 'words-invalid', 2, 16, 'It is given no values.'],
    ['letter:\n  why: "{organisation, number}"', 'words-invalid', 2, 9, 'is no number'],
    ['letter:\n  note: "{number, date}"', 'words-invalid', 2, 10, 'is no date'],
    ['letter:\n  note: "{number, plural, one {x}}"', 'words-invalid', 2, 34, 'no "other {…}"'],
    ['letter:\n  note: "{number, foo}"', 'words-invalid', 2, 19, '"number", "plural" or "select"'],
    [
      'letter:\n  note: "{number, number, ::currency/XX}"',
      'words-invalid',
      2,
      10,
      'Invalid currency code',
    ],
    [
      "letter:\n  why: Carta d'{organisation}",
      'words-invalid',
      2,
      8,
      "apostrophes, ''{organisation}",
    ],
    ['letter:\n  note: <b>{number}</b>', 'words-invalid', 2, 9, 'plain text'],
    ['pages:\n  count: <i>{goal}</i>', 'words-invalid', 2, 10, 'Only <b>'],
    [
      'pages:\n  count: "{goal, plural, other {<b>{gaol}</b>}}"',
      'words-invalid',
      2,
      36,
      'It may use {signatures}, {goal}.',
    ],
  ])('%j', (text, code, line, column, advice) => {
    const { value, problems } = withWords({ 'es.yaml': text }, (roots) => loadWords(roots, 'es'));
    expect(value).toBeUndefined();
    expect(problems.map(({ where, ...problem }) => ({ ...problem, ...where }))).toEqual([
      expect.objectContaining({ severity: 'error', code, line, column }),
    ]);
    const [problem] = problems;
    expect(problem?.where?.file).toMatch(/words\/es\.yaml$/);
    expect(`${problem?.what} ${problem?.fix}`).toContain(advice);
  });

  test('all of them at once', () => {
    const text = 'letter:\n  note: "{a}"\n  wy: "{b}"\npages:\n  count: "{c"\n  sign: 1\n';
    const { problems } = withWords({ 'es.yaml': text }, (roots) => loadWords(roots, 'es'));
    expect(problems.map(({ where }) => where?.line).sort()).toEqual([2, 3, 5, 6]);
  });

  test.each([['es_MX.yaml'], ['es.yml']])('%s, a name that is not read', (name) => {
    const { problems } = withWords({ [name]: '' }, (roots) => loadWords(roots, 'es-MX'));
    expect(problems).toMatchObject([
      { severity: 'error', code: 'words-invalid', fix: 'Name it such as es.yaml or es-MX.yaml.' },
    ]);
  });

  test('but one in a language that is not asked for is left to whoever asks for it', () => {
    const files = { 'fr.yaml': 'letter: { note: "{" }' };
    withWords(files, (roots) => {
      expect(loadWords(roots, 'es').problems).toEqual([]);
      expect(() => openWordsBook(roots)).toThrow(
        expect.objectContaining({ code: 'words-invalid', exit: 3 }),
      );
    });
  });
});
