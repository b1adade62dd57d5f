import { z } from 'zod';
import { EXIT, OutcryError } from '../../errors.ts';
import { keepWorking } from '../../worker/keep-working.ts';
import { jsonWorkLog, type WorkLine, workLine } from '../../worker/work-log.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { openWorker } from '../open-worker.ts';
import { json, readOptions } from '../read-options.ts';

const shape = {
  ...json,
  concurrency: z.coerce
    .number('it is no number')
    .int('it is no whole number')
    .min(1, 'it is 1 to 64')
    .max(64, 'it is 1 to 64')
    .default(8),
};

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const options = readOptions(invocation, shape);
    const database = context.workspace.environment.OUTCRY_DATABASE_URL;
    if (!database) throw noDatabase();
    const write = options.json ? jsonWorkLog(io.err) : (line: WorkLine) => io.err(workLine(line));
    const log = (line: Omit<WorkLine, 'at'>) => write({ at: io.now(), ...line });
    const { tools, close } = await openWorker({ database, ...options, context, io, log });
    try {
      const says = () => {
        if (options.json) io.out(JSON.stringify({ worker: process.pid }));
        else io.out('This worker sends what comes up. Stop it with Ctrl-C or SIGTERM.');
      };
      await keepWorking(tools, says);
      return EXIT.done;
    } finally {
      await close();
    }
  });

function noDatabase(): OutcryError {
  return new OutcryError({
    code: 'worker-database',
    what: 'Workers need a ledger in a PostgreSQL database, and OUTCRY_DATABASE_URL is not set. A ledger in a file is for one machine.',
    fix: 'Set OUTCRY_DATABASE_URL (outcry db move takes the ledger over), or send without workers: outcry send',
    exit: EXIT.environment,
  });
}
