import { EXIT } from '../../errors.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { actJson, describeAct } from '../present-act.ts';
import { json, readOptions } from '../read-options.ts';
import { requirePetition } from '../require-petition.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    const [petition] = args;
    if (petition !== undefined) await requirePetition(ledger, petition);
    const acts = await ledger.signatureActs(petition);
    if (options.json) io.out(JSON.stringify({ acts: acts.map(actJson) }));
    else if (acts.length === 0) io.out('Nothing was invalidated or redacted.');
    else for (const act of acts) sayOut(describeAct(act), io);
    return EXIT.done;
  });
