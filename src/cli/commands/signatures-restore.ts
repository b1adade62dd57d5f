import { EXIT, OutcryError } from '../../errors.ts';
import type { ActNumber } from '../../terms.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { actJson, restoredLine } from '../present-act.ts';
import { json, readOptions } from '../read-options.ts';
import { whoRuns } from '../who.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const [typed = ''] = args;
    const ledger = await context.ledger();
    const isNumber = /^[1-9]\d{0,14}$/.test(typed);
    const before = isNumber ? await ledger.signatureAct(Number(typed) as ActNumber) : undefined;
    if (!before) throw missing(typed);
    const act = (await ledger.takeBack(before.number, whoRuns())) ?? before;
    const left = await ledger.countSignatures(act.petition);
    if (options.json) io.out(JSON.stringify({ act: actJson(act), signatures: left }));
    else sayOut(restoredLine(act, left, before.undone !== undefined), io);
    return EXIT.done;
  });

function missing(typed: string): OutcryError {
  return new OutcryError({
    code: 'act-missing',
    what: `There is no act "${typed}" that could be taken back. Nothing was changed.`,
    fix: 'See them with: outcry signatures acts',
    exit: EXIT.usage,
  });
}
