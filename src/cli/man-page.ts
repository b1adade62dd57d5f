import {
  type CommandSpec,
  GROUPS,
  HELP_OPTION,
  type OptionSpec,
  SHARED_OPTIONS,
} from './command.ts';

const EXIT_STATUS: readonly (readonly [status: string, means: string])[] = [
  ['0', 'Done.'],
  [
    '1',
    'Done, but something needs attention: a check found errors, recipients were refused, the campaign was cancelled meanwhile.',
  ],
  ['2', 'The command was not used rightly.'],
  [
    '3',
    'Configuration or environment: a missing key, a port in use, a folder that cannot be written.',
  ],
  ['4', 'Stopped part-way, resumable.'],
];

const FILES: readonly (readonly [file: string, is: string])[] = [
  ['outcry.yaml', 'What is set for the workspace; a folder with this file in it is one.'],
  ['.env', 'Secrets: SENDGRID_API_KEY, OUTCRY_SECRET and whatever else the environment may say.'],
  ['templates/, lists/', 'Letters and what they are made of; lists of supporters.'],
  ['.outcry/ledger.sqlite', 'The ledger, where OUTCRY_DATABASE_URL names no PostgreSQL database.'],
];

/** The manual page, in roff, for man(1): the same words as `--help`, of all commands. */
export function manPage(commands: readonly CommandSpec[], version: string): string {
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => [
    `.SH ${inRoff(title.toUpperCase())}`,
    ...commands.filter((one) => one.group === group).flatMap(ofCommand),
  ]);
  return [
    `.TH OUTCRY 1 "" "outcry ${version}" "User Commands"`,
    '.SH NAME',
    'outcry \\- write an appeal, send it once to each supporter, and count the signatures',
    '.SH SYNOPSIS',
    '.B outcry',
    '.RI [ command " [" arguments "] [" options ]]',
    '.SH DESCRIPTION',
    'Commands run in a workspace, a folder with outcry.yaml in it. Without a command,',
    '.B outcry',
    'says what to do next there.',
    ...groups,
    '.SH OPTIONS OF EVERY COMMAND',
    ...[...SHARED_OPTIONS, HELP_OPTION].flatMap(ofOption),
    '.SH EXIT STATUS',
    ...EXIT_STATUS.flatMap(([status, means]) => ['.TP', `.B ${status}`, inRoff(means)]),
    '.SH FILES',
    ...FILES.flatMap(([file, is]) => ['.TP', `.I ${inRoff(file)}`, inRoff(is)]),
    '',
  ].join('\n');
}

function ofCommand({ usage, summary, options, examples }: CommandSpec): string[] {
  return [
    `.SS ${inRoff(`outcry ${usage}`)}`,
    inRoff(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
    ...options.flatMap(ofOption),
    '.PP',
    'Examples:',
    '.PP',
    '.nf',
    ...examples.flatMap((example) => example.split('\n')).map((line) => inRoff(`  ${line}`)),
    '.fi',
  ];
}

function ofOption([flags, what]: OptionSpec): string[] {
  return ['.TP', `.B ${inRoff(flags)}`, inRoff(what)];
}

/** Text as roff takes it: no backslash, no dot and no sign of its own that means something else. */
function inRoff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replace(/[\u0080-\uffff]/g, (sign) => `\\[u${hex(sign)}]`)
    .replace(/^\./, '\\&.');
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
