import type { CommandSpec } from './command.ts';

/** What staff do when a supporter asks for her data, or to be forgotten. */
export const SUPPORTER_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'supporter export <email>',
    group: 'data',
    summary: 'gather all that is held about one person, to be given to her',
    options: [['--out <file>', 'the new file to write it to, as JSON']],
    examples: [
      'outcry supporter export ana@example.org',
      'outcry supporter export ana@example.org --out ana.json',
    ],
    load: () => import('./commands/supporter-export.ts'),
  },
  {
    usage: 'supporter erase <email>',
    group: 'data',
    summary: 'erase one person; a hash of her address is kept, so that nobody mails her again',
    options: [
      ['--withdraw', 'take her signatures back too; without, they count on without her name'],
      ['--yes', 'do not ask'],
    ],
    examples: [
      'outcry supporter erase ana@example.org',
      'outcry supporter erase ana@example.org --withdraw',
    ],
    load: () => import('./commands/supporter-erase.ts'),
  },
];
