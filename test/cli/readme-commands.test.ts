import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { GROUPS } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';

let readme: string;
beforeAll(async () => {
  readme = await readFile('README.md', 'utf8');
});

const SHARED = ['--workspace', '--json', '--debug', '--help', '--version'];
/** "suppressions list", without what is to be filled in. */
const nameOf = (usage: string) => usage.replace(/ [<[].*/, '');
const optionsOf = (text: string) => text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? [];

/** The row of the table of commands that begins with this command. */
function rowOf(name: string): string {
  const start = new RegExp(`^\\| \`outcry ${name}[ \`]`);
  return readme.split('\n').find((line) => start.test(line)) ?? '';
}

describe('the README', () => {
  it.each(COMMANDS.map(({ usage, options }) => [nameOf(usage), options] as const))(
    'names every option of %s in its row of the table of commands, and no other',
    (name, options) => {
      const own = options.map(([flags]) => flags.split(' ')[0]);
      const named = new Set(optionsOf(rowOf(name)));
      expect([...named].filter((option) => !SHARED.includes(option)).sort()).toEqual(own.sort());
    },
  );

  it.each(Object.entries(GROUPS))('groups them as --help does: %s', (group, title) => {
    const [, table = ''] = readme.split(`\n**${title}**\n\n`);
    const rows = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
    const own = COMMANDS.filter((command) => command.group === group);
    expect(rows).toEqual(own.map(({ usage }) => rowOf(nameOf(usage))));
  });

  it('names no option elsewhere that there is not', () => {
    const known = new Set([...SHARED, ...COMMANDS.flatMap(optionsOfCommand)]);
    const lines = readme
      .split('\n')
      .filter((line) => !/\bnpm |\bnode |^pg_|\bdocker |--build-arg/.test(line));
    expect(lines.flatMap(optionsOf).filter((option) => !known.has(option))).toEqual([]);
  });
});

function optionsOfCommand({ options }: (typeof COMMANDS)[number]): string[] {
  return options.flatMap(([flags]) => optionsOf(flags));
}
