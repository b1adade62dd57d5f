import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newWorkspace, runHere, runJsonHere } from './run-here.ts';
import { runOutcry } from './run-outcry.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const LIST = ['--list', 'lists/supporters.csv'];
const SEND = ['send', APPEAL, ...LIST, '--yes'];
let cwd: string;

/** The sample appeal with one thing changed. */
const APPEALS: Readonly<Record<string, readonly [string, string]>> = {
  'unknown-citation.md': ['[@latimes]', '[@nope; @latimes]'],
  'uncited.md': ['sources:', 'sources:\n  x: { title: X, publisher: Y, date: 2018-01-01 }'],
  'bad-date.md': ['date: 2014-09-05', 'date: 2014-13-45'],
  'bad-field.md': ['default first_name', 'default frist_name'],
  'no-template.md': ['template: petition', 'template: petitoin'],
  'bad-mjml.md': ['template: petition', 'template: bad-mjml'],
  'bad-handlebars.md': ['{{/if}}', ''],
};
const FILES: Readonly<Record<string, string | Buffer>> = {
  'no-column.csv': 'name,town\nAna,Porto\n',
  'empty.csv': '',
  'only-header.csv': 'email,first_name,donor\n',
  'mixed.csv': Buffer.from(
    'email,first_name,donor\nana@example.org,Jos\xc3\xa9 \xc3\xa9,\nx\xe9,,',
    'latin1',
  ),
  'latin.md': Buffer.from('---\nsubject: caf\xe9\n---\n', 'latin1'),
  'templates/letters/bad-mjml.mjml':
    '<mjml>\n  <mj-body>\n    <mj-sectoin>{{{letter}}}</mj-sectoin>\n  </mj-body>\n</mjml>\n',
  'unknown-key/outcry.yaml':
    'organisation: { name: A, address: B }\ntheme: { colour: red }\nlangs: en\n',
  'no-yaml/outcry.yaml': 'organisation: [a\n',
};

beforeAll(async () => {
  cwd = await newWorkspace();
  const sample = await readFile(path.join(cwd, APPEAL), 'utf8');
  for (const [name, [old, changed]] of Object.entries(APPEALS)) {
    expect(sample).toContain(old);
    await writeFile(path.join(cwd, name), sample.replace(old, changed));
  }
  for (const [name, content] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
    await writeFile(path.join(cwd, name), content);
  }
});

interface Case {
  readonly reason: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly status: number;
  /** What must be said: what happened, where, what to do. */
  readonly says: readonly (string | RegExp)[];
}

const check = (appeal: string, ...says: Case['says']): Omit<Case, 'reason'> => ({
  args: ['check', appeal, ...LIST],
  status: 1,
  says,
});
const checkList = (list: string, ...says: Case['says']): Omit<Case, 'reason'> => ({
  args: ['check', APPEAL, '--list', list],
  status: 1,
  says,
});

const CASES: readonly Case[] = [
  {
    reason: 'no secret',
    args: SEND,
    env: { OUTCRY_SECRET: '' },
    status: 3,
    says: ['OUTCRY_SECRET is not set', 'openssl rand'],
  },
  {
    reason: 'a secret that can be guessed',
    args: SEND,
    env: { OUTCRY_SECRET: 'short' },
    status: 3,
    says: ['shorter than 32'],
  },
  {
    reason: 'no secret for the web side',
    args: ['serve', '--port', '0'],
    env: { OUTCRY_SECRET: '' },
    status: 3,
    says: ['OUTCRY_SECRET is not set'],
  },
  {
    reason: 'no key',
    args: SEND,
    env: { SENDGRID_API_KEY: '' },
    status: 3,
    says: ['SENDGRID_API_KEY is not set', 'Mail Send'],
  },
  {
    reason: 'no key at all, before lists are read',
    args: ['send', APPEAL, '--list', 'nolist.csv', '--yes'],
    env: { SENDGRID_API_KEY: 'abc' },
    status: 3,
    says: ['begin with "SG."'],
  },
  {
    reason: 'mail over plain http',
    args: SEND,
    env: { OUTCRY_SENDGRID_URL: 'http://example.org' },
    status: 3,
    says: ['OUTCRY_SENDGRID_URL', 'https'],
  },
  {
    reason: 'an unknown citation',
    ...check('unknown-citation.md', /unknown-citation\.md:\d+:\d+ .*\[@nope\]/, 'sources:'),
  },
  {
    reason: 'an uncited source',
    ...check('uncited.md', /uncited\.md:24:3 .*"x" is never cited/, '[@x]'),
  },
  {
    reason: 'a day that does not exist',
    ...check('bad-date.md', /bad-date\.md:\d+:11 .*no such day/),
  },
  {
    reason: 'a misspelt merge field',
    ...check('bad-field.md', /bad-field\.md:\d+:16 .*"frist_name"/, 'Did you mean "first_name"?'),
  },
  {
    reason: 'a missing template',
    ...check('no-template.md', /no-template\.md:6:11 .*"petitoin"/, 'Did you mean "petition"?'),
  },
  { reason: 'broken MJML', ...check('bad-mjml.md', /templates\/letters\/bad-mjml\.mjml:3:\d+ /) },
  { reason: 'broken Handlebars', ...check('bad-handlebars.md', /bad-handlebars\.md:\d+:\d+ /) },
  {
    reason: 'an appeal that is no UTF-8',
    args: ['check', 'latin.md'],
    status: 3,
    says: ['latin.md', 'UTF-8'],
  },
  { reason: 'no such appeal', args: ['check', 'nowhere.md'], status: 3, says: ['nowhere.md'] },
  {
    reason: 'a list without addresses',
    ...checkList('no-column.csv', 'no-column.csv:1:1', '"name", "town"', '"email"'),
  },
  { reason: 'an empty list', ...checkList('empty.csv', 'empty.csv:1:1', 'The list is empty') },
  {
    reason: 'a list of nothing but names of columns',
    ...checkList('only-header.csv', 'The list is empty'),
  },
  {
    reason: 'a list that is UTF-8 only at its beginning',
    ...checkList('mixed.csv', 'mixed.csv:3:2', 'CSV UTF-8'),
  },
  {
    reason: 'an empty list is not sent to',
    args: ['send', APPEAL, '--list', 'empty.csv', '--yes'],
    status: 1,
    says: ['The list is empty', 'Nobody was mailed'],
  },
  {
    reason: 'no such list',
    args: ['lists', 'check', 'nolist.csv'],
    status: 3,
    says: ['no such list: nolist.csv'],
  },
  {
    reason: 'a folder where a list should be',
    args: ['check', APPEAL, '--list', 'lists'],
    status: 3,
    says: ['a folder, not a list: lists'],
  },
  {
    reason: 'a place that nothing can be written to',
    args: ['build', APPEAL, '--out', 'outcry.yaml/x'],
    status: 3,
    says: ['outcry.yaml/x cannot be written', 'Choose another folder'],
  },
  {
    reason: 'a new workspace in such a place',
    args: ['init', 'outcry.yaml/x'],
    status: 3,
    says: ['cannot be written'],
  },
  {
    reason: 'a workspace is never written over',
    args: ['init', '.'],
    status: 3,
    says: ['nothing is written over'],
  },
  {
    reason: 'no workspace',
    args: ['check', APPEAL, '--workspace', 'lists'],
    status: 3,
    says: ['no outcry.yaml', 'outcry init'],
  },
  {
    reason: 'a configuration with two mistakes, by place',
    args: ['status', '--workspace', 'unknown-key'],
    status: 3,
    says: [
      /outcry\.yaml:2:18[\s\S]*outcry\.yaml:3:\d+ .*"langs"[\s\S]*\(2 errors\)/,
      'Did you mean "lang"?',
    ],
  },
  {
    reason: 'a configuration that is no YAML',
    args: ['status', '--workspace', 'no-yaml'],
    status: 3,
    says: [/no-yaml\/outcry\.yaml:\d+:\d+ /],
  },
  {
    reason: 'an unknown campaign',
    args: ['status', 'nope'],
    status: 2,
    says: ['no campaign "nope"', 'outcry send'],
  },
  {
    reason: 'a test to no address',
    args: [...SEND, '--test', 'me'],
    status: 2,
    says: ['"me" is not an address: it has no @'],
  },
  {
    reason: 'a copy for nobody on the list',
    args: ['build', APPEAL, '--out', 'o', ...LIST, '--to', 'no@example.org'],
    status: 2,
    says: ['on none of the lists'],
  },
  { reason: 'no list', args: ['send', APPEAL], status: 2, says: ['--list is missing'] },
  {
    reason: 'nobody to ask',
    args: ['send', APPEAL, ...LIST],
    status: 2,
    says: ['no terminal', 'Nobody was mailed', '--yes'],
  },
  {
    reason: 'an unknown command',
    args: ['chek'],
    status: 2,
    says: ["Unknown command 'chek'", 'Did you mean check?'],
  },
  {
    reason: 'an unknown option',
    args: ['send', '--lst', 'x'],
    status: 2,
    says: ['Did you mean --list?'],
  },
  {
    reason: 'the appeal swallowed by --list',
    args: ['send', ...LIST, APPEAL],
    status: 2,
    says: ["argument 'appeal'", 'before the options'],
  },
  {
    reason: 'no port',
    args: ['serve', '--port', '99999'],
    status: 2,
    says: ['a port is 0 to 65535'],
  },
  {
    reason: 'everybody believed',
    args: ['serve', '--trust-proxy', '0.0.0.0/0'],
    status: 2,
    says: ['--trust-proxy', 'anybody could pose as anybody'],
  },
  {
    reason: 'a reason that there is none',
    args: ['suppressions', 'list', '--reason', 'bored'],
    status: 2,
    says: ['--reason', 'unsubscribed, complained, bounced, manual or imported'],
  },
  {
    reason: 'an address that is none, among others',
    args: ['suppressions', 'add', 'ana@example.org', 'ben'],
    status: 2,
    says: ['"ben" is not an address: it has no @', 'Nobody was suppressed'],
  },
  {
    reason: 'taken off without a word why',
    args: ['suppressions', 'remove', 'ana@example.org'],
    status: 2,
    says: ['--why is missing'],
  },
  {
    reason: 'an address that is not suppressed',
    args: ['suppressions', 'remove', 'ana@example.org', '--why', 'her mail'],
    status: 2,
    says: ['ana@example.org is not suppressed', 'suppressions list'],
  },
  {
    reason: 'suppressions from no file',
    args: ['suppressions', 'import', 'nolist.csv'],
    status: 3,
    says: ['no such list: nolist.csv'],
  },
  {
    reason: 'suppressions from a list without addresses',
    args: ['suppressions', 'import', 'no-column.csv'],
    status: 1,
    says: ['no-column.csv:1:1', '"name", "town"'],
  },
  {
    reason: 'suppressions to no file',
    args: ['suppressions', 'export'],
    status: 2,
    says: ['--csv is missing'],
  },
  {
    reason: 'suppressions to where nothing can be written',
    args: ['suppressions', 'export', '--csv', 'nowhere/x.csv'],
    status: 3,
    says: ['nowhere/x.csv cannot be written'],
  },
  {
    reason: 'a sync without a key',
    args: ['suppressions', 'sync'],
    env: { SENDGRID_API_KEY: '' },
    status: 3,
    says: ['SENDGRID_API_KEY is not set'],
  },
  {
    reason: 'no fault',
    args: ['sandbox', '--port', '0', '--faults', 'foo:1'],
    status: 2,
    says: ['no fault called "foo"'],
  },
];

describe('what a person did wrong is said without a stack', () => {
  it.for(CASES)('$reason: exit status $status', async ({ args, env, status, says }) => {
    const ran = await runHere(args, { cwd, env });
    const said = ran.out + ran.err;
    for (const words of says) expect(said).toMatch(words);
    expect(said).not.toMatch(/^\s+at /m);
    expect(said).not.toMatch(/\bbug\b/);
    expect(ran.status).toBe(status);
  });

  // The first case of each exit status, and the one that looks for a terminal.
  const apart = [1, 2, 3].map((status) => CASES.find((one) => one.status === status));
  const ofTerminal = CASES.find(({ reason }) => reason === 'nobody to ask');
  it.for([...apart, ofTerminal].filter((one) => one !== undefined))(
    '$reason: a process of its own says the same, and ends with $status',
    async ({ args, env, status }) => {
      const { out, err } = await runHere(args, { cwd, env });
      expect(await runOutcry(args, { cwd, env })).toEqual({ status, out, err });
    },
  );
});

it('gives failures and wrong usage as one JSON document too', async () => {
  const missing = await runJsonHere(['check', APPEAL, '--workspace', 'lists'], { cwd });
  expect(missing.json).toMatchObject({ ok: false, error: { code: 'workspace-missing' } });
  expect(missing.err).toBe('');
  const misspelt = await runJsonHere(['chek'], { cwd });
  expect(misspelt.json).toMatchObject({ ok: false, error: { code: 'usage' } });
});

it('shows the stack with --debug', async () => {
  const { err } = await runOutcry(['status', 'nope', '--debug'], { cwd });
  expect(err).toMatch(/^\s+at .*require-campaign/m);
});
