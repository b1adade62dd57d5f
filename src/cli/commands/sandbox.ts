import path from 'node:path';
import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { type Delay, readDelay } from '../../sandbox/delay.ts';
import { sandboxKeys } from '../../sandbox/sandbox-keys.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { json, port, readOptions } from '../read-options.ts';
import { untilStopped } from '../until-stopped.ts';

const delay = z.string().transform((typed, context): Delay => {
  const read = readDelay(typed);
  if (read !== undefined) return read;
  context.addIssue('write a time such as "80ms", "1.5s" or "80-300ms", an hour at most');
  return z.NEVER;
});

const shape = {
  ...json,
  host: z.string().default('127.0.0.1'),
  port: port(4010),
  events: z.url('it is not a web address').default('http://127.0.0.1:4000/events/sendgrid'),
  faults: z.string().optional(),
  latency: delay.optional(),
  slow: delay.optional(),
  seed: z.coerce.number('a seed is a number').int('a seed is a whole number').default(1),
  workspace: z.string().default('.'),
};

/** Needs no configuration: it stands in for the outside world. */
export const run: RunCommand = async (invocation) => {
  const { io } = invocation;
  const options = readOptions(invocation, shape);
  const keys = await sandboxKeys(path.resolve(io.cwd, options.workspace, '.outcry'));
  const sandbox = await startSandbox({
    host: options.host,
    port: options.port,
    faults: options.faults,
    seed: options.seed,
    latencyMs: options.latency,
    slowMs: options.slow,
    events: { url: options.events, privateKey: keys.privateKey },
    now: io.now,
  });
  const { url, publicKey } = sandbox;
  if (options.json) io.out(JSON.stringify({ url, webhookKey: publicKey }));
  else {
    sayOut(
      `The sandbox takes mail at ${url}, and its inbox is there too. Stop it with Ctrl-C.`,
      io,
    );
    sayOut('\nTo send to it, these lines stand in .env ("outcry init" puts them there):', io);
    io.out(`  SENDGRID_API_KEY=SG.sandbox\n  OUTCRY_SENDGRID_URL=${url}`);
    io.out(`  OUTCRY_WEBHOOK_KEY=${publicKey}`);
  }
  await untilStopped(io);
  await sandbox.close();
  return EXIT.done;
};
