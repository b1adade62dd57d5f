import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const STAGES = [
  'appeal',
  'message',
  'audience',
  'guard',
  'delivery',
  'ledger',
  'web',
  'report',
  'sandbox',
];
/** Whoever joins stages: the stories, what prepares the first of them, and what starts everything. */
const JOINTS = [
  'send.ts',
  'sign.ts',
  'sign-publicly.ts',
  'campaign',
  'petition-delivery',
  'suppressions',
  'signatures',
  'worker',
  'preview',
  'doctor',
  'cli',
];
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'message/markdown.ts → appeal/citation-mark.ts': 'a citation has one grammar',
  'web/theme-css.ts → message/theme-colours.ts': 'letter and pages make shades of the theme alike',
  'web/events.ts → delivery/sendgrid-events.ts':
    "SendGrid's words are translated once, at the edge",
  'web/events.ts → delivery/sendgrid-signature.ts': 'the same edge',
  'web/serve.ts → delivery/sendgrid-signature.ts': 'the same edge',
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((f) =>
  f.endsWith('.ts'),
);
const sources = new Map(files.map((file) => [file, readFileSync(path.join('src', file), 'utf8')]));

/** The files of ours whose values a file takes when it is loaded, or later. */
function valuesFrom(file: string): string[] {
  const code = sources.get(file) ?? '';
  const paths = [
    ...code.matchAll(/(?:import|export) ([^;'"]*?) from '(\.[^']+)'|import\('(\.[^']+)'\)/g),
  ]
    .filter(([, names = '']) => !/^type |^\{\s*(type \w+,?\s*)+\}$/.test(names))
    .map(([, , from, lazily]) => from ?? lazily ?? '');
  return paths.map((to) => path.posix.join(path.posix.dirname(file), to));
}

const stageOf = (file: string) => STAGES.find((stage) => file.startsWith(`${stage}/`));
const isJoint = (file: string) =>
  JOINTS.some((joint) => file === joint || file.startsWith(`${joint}/`));

it('lets a stage take types, not values, from other stages', () => {
  const joins = files
    .filter(stageOf)
    .flatMap((file) => valuesFrom(file).map((to) => [file, to] as const))
    .filter(([file, to]) => stageOf(to) && stageOf(to) !== stageOf(file))
    .map((pair) => pair.join(' → '));
  expect(joins.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
});

it('lets only the stories, the command line and the web side join stages', () => {
  const shared = files.filter((file) => !stageOf(file) && !isJoint(file) && file !== 'config.ts');
  expect(
    shared.filter((file) => valuesFrom(file).some((to) => stageOf(to) || isJoint(to))),
  ).toEqual([]);
  const backwards = files.filter((file) => stageOf(file) && !file.startsWith('web/'));
  expect(backwards.filter((file) => valuesFrom(file).some(isJoint))).toEqual([]);
  const prepared = files.filter(
    (file) => file.startsWith('campaign/') || /^s(end|ign|ign-publicly)\.ts$/.test(file),
  );
  expect(
    prepared.filter((file) => valuesFrom(file).some((to) => /^(cli|web|preview)\//.test(to))),
  ).toEqual([]);
});

it('has no cycle of files', () => {
  const done = new Set<string>();
  const visit = (file: string, above: readonly string[]): void => {
    expect(above, 'files that import each other').not.toContain(file);
    if (done.has(file)) return;
    for (const to of valuesFrom(file)) visit(to, [...above, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

it('keeps files small, and output and exit out of them', () => {
  for (const [file, code] of sources) {
    expect(code.split('\n').length, file).toBeLessThanOrEqual(300);
    expect(code.replace(/^\s*(\/\/|\/?\*).*$/gm, ''), file).not.toMatch(
      /\bconsole\.|process\.exit\b/,
    );
  }
});
