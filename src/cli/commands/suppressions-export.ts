import { z } from 'zod';
import { EXIT, OutcryError } from '../../errors.ts';
import type { Suppression } from '../../ledger/ledger.ts';
import {
  everySuppression,
  suppressionsCsv,
  writeSuppressions,
} from '../../suppressions/export-suppressions.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { plural } from '../present-problems.ts';
import { json, readOptions } from '../read-options.ts';
import { reason } from '../read-reason.ts';
import { cannotWrite } from '../write-file.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const options = readOptions(invocation, {
      ...json,
      csv: z.string().min(1, 'it is empty'),
      reason,
    });
    if (options.csv === '-' && options.json) throw eitherOr();
    const counted = openCount(everySuppression(await context.ledger(), options.reason));
    if (options.csv === '-') {
      const pieces = suppressionsCsv(counted.rows, { bom: false }).setEncoding('utf8');
      for await (const piece of pieces) {
        io.out(String(piece).replace(/\n$/, ''));
        await io.drained?.();
      }
      return EXIT.done;
    }
    const file = context.resolve(options.csv);
    try {
      await writeSuppressions(file, counted.rows, io.signal);
    } catch (error) {
      if (!io.signal.aborted) throw cannotWrite(file, error);
      io.err(`Stopped. ${file} was not written.`);
      return EXIT.attention;
    }
    if (options.json) io.out(JSON.stringify({ file, exported: counted.count() }));
    else io.out(`${plural(counted.count(), 'address', 'addresses')} written to ${file}.`);
    return EXIT.done;
  });

function openCount(source: AsyncIterable<Suppression>) {
  let count = 0;
  async function* rows(): AsyncGenerator<Suppression> {
    for await (const one of source) {
      count += 1;
      yield one;
    }
  }
  return { rows: rows(), count: () => count };
}

function eitherOr(): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: '--csv - and --json would both write to the same place.',
    fix: 'Leave one of them out.',
    exit: EXIT.usage,
  });
}
