import { EXIT, type ExitStatus, OutcryError, systemCode } from '../errors.ts';
import { type Problem, sortProblems } from '../problem.ts';
import { sayErr } from './fit-lines.ts';
import type { Io } from './io.ts';
import { coloursFor, countProblems, presentProblems, problemJson } from './present-problems.ts';

/** Shows why a command failed: a person's mistake without a stack, a bug with one. */
export function presentFailure(
  error: unknown,
  io: Io,
  options: Readonly<Record<string, unknown>>,
): ExitStatus {
  const failure = asOutcryError(error);
  const debug = options.debug === true;
  if (!failure) {
    io.err(`This is a bug in Outcry, not a mistake of yours: ${describe(error, debug)}`);
    if (options.json === true) io.out(JSON.stringify({ ok: false, error: { code: 'bug' } }));
    return EXIT.attention;
  }
  const { code, message, fix, exit } = failure;
  const problems = sortProblems(failure.problems);
  if (options.json === true) {
    const shown = { code, what: message, fix: fix ?? null };
    io.out(JSON.stringify({ ok: false, error: shown, problems: problems.map(problemJson) }));
  } else sayErr(textOf(failure, problems, io), io);
  if (debug) io.err(failure.stack ?? '');
  return exit;
}

function textOf({ code, message }: OutcryError, problems: readonly Problem[], io: Io): string {
  const colours = coloursFor(io.isErrTerminal, io.env);
  const [only] = problems;
  if (problems.length === 1 && only?.code === code) return presentProblems(problems, colours);
  return `${presentProblems(problems, colours)}\n\n${message} (${countProblems(problems)})`;
}

/** What the system says of a full disk or a forbidden folder is no bug of ours. */
function asOutcryError(error: unknown): OutcryError | undefined {
  if (error instanceof OutcryError) return error;
  const code = systemCode(error);
  const advice = code && ADVICE[code];
  if (!advice) return undefined;
  const { path } = error as { path?: string };
  return new OutcryError({
    code: 'system-refused',
    what: `${advice[0]}${path ? `: ${path}` : ''}.`,
    fix: advice[1],
    exit: EXIT.environment,
    cause: error,
  });
}

const ADVICE: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  EACCES: ['You may not read or write this', 'Choose another folder, or change who may use it.'],
  EPERM: ['You may not do this', 'Choose another folder, or change who may use it.'],
  EROFS: ['This folder can only be read', 'Choose a folder that can be written to.'],
  ENOSPC: ['The disk is full', 'Make room, then run the command again.'],
  EMFILE: ['Too many files are open', 'Close other programs, then run the command again.'],
  ENOTDIR: ['A file stands where a folder should be', 'Choose another folder.'],
  EISDIR: ['A folder stands where a file should be', 'Name a file.'],
  EEXIST: ['There is something of this name already', 'Choose another name.'],
};

/** The error's first lines name no address and no key: they are our own code's. */
function describe(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  const hint = debug
    ? ''
    : '\nRun it again with --debug, and send what it prints to those who look after Outcry.';
  return (debug ? (error.stack ?? error.message) : error.message) + hint;
}
