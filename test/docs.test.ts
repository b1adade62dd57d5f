import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { COMMANDS } from '../src/cli/command-table.ts';
import { openExamplePlace, whatIsRun } from './cli/a-place-for-examples.ts';
import { NOT_RUN, stageOf } from './cli/example-stages.ts';

const PAGES = ['README.md', 'src/README.md', 'SECURITY.md'].map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));

/** The commands of a page's fenced blocks, one a line; ` && ` makes two of one. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)];
  const lines = blocks.flatMap(([, block = '']) => withoutTexts(block).split('\n'));
  return lines
    .flatMap((line) => line.replace(/(^| +)# .*$/, '').split(' && '))
    .map((line) => line.trim())
    .filter(Boolean);
}

/** What a shell would read as a text (`<<END`) is no command, and a long line is one. */
function withoutTexts(block: string): string {
  return block.replace(/<<(\w+)\n[\s\S]*?\n\1\n/g, '\n').replaceAll('\\\n', ' ');
}

const all = [...new Set(PAGES.flatMap(({ text }) => commandsOf(text)))];
/** What is no command of ours, and is not run here. */
const OF_THE_SYSTEM = /^(npm|npx|cd|cp|rm|cat|echo|git|docker|pg_dump|pg_restore)\b/;
const isOurs = (line: string) => /^outcry\b/.test(line);
/** Help has the same; or it is not run, and it is said why. */
const examples = new Set(COMMANDS.flatMap((command) => command.examples).map(whatIsRun));
const isRunElsewhere = (line: string) => line in NOT_RUN || examples.has(whatIsRun(line));

describe('the pages for readers', () => {
  const place = openExamplePlace();
  afterAll(() => place.close());

  it.each(all.filter((line) => isOurs(line) && !isRunElsewhere(line)))(
    'say what runs: %s',
    async (line) => {
      const { status, out, err } = await place.run(line, stageOf(line));
      expect(err).not.toMatch(/\[usage\]|This is a bug/);
      expect([0, 1], out + err).toContain(status);
    },
  );

  it('name, of npm, only scripts that there are', () => {
    const known = Object.keys(manifest.scripts);
    const others = all.filter((line) => !isOurs(line));
    expect(others.filter((line) => !OF_THE_SYSTEM.test(line))).toEqual([]);
    const named = PAGES.flatMap(({ text }) => [...text.matchAll(/\bnpm run ([\w:-]+)/g)]);
    expect(named.map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(PAGES)('lead somewhere: $file', ({ file, text }) => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const own = links.filter((link) => !/^(https?|mailto):|^\{\{/.test(link));
    const dead = own.filter((link) => {
      const [target = '', anchor] = link.split('#');
      const page = target === '' ? file : path.join(path.dirname(file), target);
      if (!existsSync(page)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(page, 'utf8')).includes(anchor);
    });
    expect(dead).toEqual([]);
  });
});

it('names, for whoever carries on, only files and folders that there are', () => {
  const { text = '' } = PAGES.find(({ file }) => file === 'src/README.md') ?? {};
  const named = [...text.matchAll(/`((?:\.?[\w-]+\/)+[\w.-]*|[\w-]+\.(?:ts|yaml|txt))`/g)];
  const places = named.map(([, place = '']) => place).filter((place) => !/NAME|LANG/.test(place));
  const inFolders = ['.', 'src', 'templates/words', 'templates/letters'];
  const isThere = (place: string) =>
    inFolders.some((folder) => existsSync(path.join(folder, place)));
  expect(places.length).toBeGreaterThan(30);
  expect(places.filter((place) => !isThere(place))).toEqual([]);
});

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
