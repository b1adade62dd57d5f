import { hostname } from 'node:os';
import { z } from 'zod';
import { EXIT, OutcryError } from '../../errors.ts';
import { keepWorking } from '../../worker/keep-working.ts';
import { createMask } from '../../worker/mask-log.ts';
import { jsonWorkLog, type WorkLine, type WorkLog, workLine } from '../../worker/work-log.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { openWorker } from '../open-worker.ts';
import { json, optionalPort, readOptions } from '../read-options.ts';

const shape = {
  ...json,
  concurrency: z.coerce
    .number('it is no number')
    .int('it is no whole number')
    .min(1, 'it is 1 to 64')
    .max(64, 'it is 1 to 64')
    .default(8),
  host: z.string().default('127.0.0.1'),
  metricsPort: optionalPort,
};

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const options = readOptions(invocation, shape);
    const database = context.workspace.environment.OUTCRY_DATABASE_URL;
    if (!database) throw noDatabase();
    const write = options.json ? jsonWorkLog(io.err) : (line: WorkLine) => io.err(workLine(line));
    const mask = createMask(context.workspace.environment);
    const worker = `${hostname()}/${process.pid}`;
    const log: WorkLog = ({ what, ...line }) =>
      write({ at: io.now(), worker, ...line, what: mask(what) });
    const { tools, metricsUrl, working, close } = await openWorker({
      database,
      ...options,
      context,
      io,
      log,
    });
    try {
      const ready = () => {
        if (options.json) io.out(JSON.stringify({ worker: process.pid, metrics: metricsUrl }));
        else {
          if (metricsUrl) io.out(`Figures for Prometheus: ${metricsUrl}`);
          io.out('This worker sends what comes up. Stop it with Ctrl-C or SIGTERM.');
        }
      };
      await keepWorking(tools, { ready, working });
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
