import { z } from 'zod';
import { EXIT, type ExitStatus, OutcryError } from '../errors.ts';
import type { ActKind } from '../ledger/ledger.ts';
import { type ActPreview, previewAct } from '../signatures/preview-act.ts';
import type { SignatureRow } from '../signatures/signature-row.ts';
import { askForNumber } from './ask-for-number.ts';
import { choiceShape, chooseByNumber, chooseSignatures } from './choose-signatures.ts';
import type { Invocation } from './command.ts';
import { sayErr, sayOut } from './fit-lines.ts';
import type { Io } from './io.ts';
import { withContext } from './open-context.ts';
import { ACTS, actJson, previewJson, previewText, takenOutLine } from './present-act.ts';
import { flag, json, readOptions } from './read-options.ts';
import { requirePetition } from './require-petition.ts';
import { unconfirmed } from './unconfirmed.ts';
import { whoRuns } from './who.ts';

const UNCHANGED = 'Nothing was changed.';
const LONGEST_REASON = 500;

const shape = {
  ...json,
  ...choiceShape,
  reason: z
    .string()
    .trim()
    .min(1, 'it is empty; say why, for those who ask later')
    .max(LONGEST_REASON, `it is longer than ${LONGEST_REASON} characters`),
  dryRun: flag,
  yes: flag,
};

/** Takes signatures, or their comments, out until they are restored: shown first, and confirmed. */
export function takeOut(invocation: Invocation, kind: ActKind): Promise<ExitStatus> {
  return withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const { reason, dryRun, yes, json: isJson, ...typed } = readOptions(invocation, shape);
    const [name = '', ...numbers] = args;
    requireChoice(numbers, typed, kind);
    const ledger = await context.ledger();
    const { slug: petition } = (await requirePetition(ledger, name)).petition;
    const room = { context, ledger, io };
    const { rows, words: chosen } =
      numbers.length > 0
        ? await chooseByNumber(numbers, petition, room)
        : await chooseSignatures(typed, petition, room);
    const preview = await previewAct(kind === 'redact' ? withComment(rows) : rows);
    const total = await ledger.countSignatures(petition);
    const say = (text: string) => (isJson ? sayErr(text, io) : sayOut(text, io));
    say(previewText(kind, preview, { petition, total }));
    const verdict = await judge(kind, preview, { dryRun, yes, say, io });
    if (verdict !== 'meant') {
      if (isJson) io.out(JSON.stringify({ act: null, ...previewJson(preview) }));
      return verdict === 'declined' ? EXIT.attention : EXIT.done;
    }
    const draft = { petition, kind, chosen, reason, by: whoRuns() };
    const act = await ledger.takeOut({ ...draft, numbers: preview.numbers });
    const left = await ledger.countSignatures(petition);
    if (isJson) io.out(JSON.stringify({ act: actJson(act), signatures: left }));
    else sayOut(`\n${takenOutLine(act, left)}`, io);
    return EXIT.done;
  });
}

interface Wish {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly say: (text: string) => void;
  readonly io: Io;
}

async function judge(
  kind: ActKind,
  { numbers }: ActPreview,
  { dryRun, yes, say, io }: Wish,
): Promise<'meant' | 'declined' | 'not meant'> {
  if (numbers.length === 0 || dryRun) {
    say(`${dryRun ? '\nThis was a dry run. ' : ''}${UNCHANGED}`);
    return 'not meant';
  }
  if (yes) return 'meant';
  if (!io.canAsk) throw unconfirmed(UNCHANGED);
  const { warning, verb, noun } = ACTS[kind];
  const question = { warning, verb, noun, people: numbers.length, otherwise: UNCHANGED };
  return (await askForNumber(question, io)) ? 'meant' : 'declined';
}

async function* withComment(rows: AsyncIterable<SignatureRow>): AsyncGenerator<SignatureRow> {
  for await (const row of rows) if (row.comment !== '') yield row;
}

/** Everything at once is nobody's wish. */
function requireChoice(
  numbers: readonly string[],
  typed: Readonly<Record<string, string | undefined>>,
  kind: ActKind,
): void {
  const isByNumber = numbers.length > 0;
  const isByCondition = Object.values(typed).some((option) => option !== undefined);
  if (isByNumber !== isByCondition) return;
  throw new OutcryError({
    code: 'usage',
    what: isByNumber
      ? `Numbers do not go with a condition. ${UNCHANGED}`
      : `It is not said which ${ACTS[kind].noun}s are meant. ${UNCHANGED}`,
    fix: 'Name their numbers, or say which with --where, --since and --until.',
    exit: EXIT.usage,
  });
}
