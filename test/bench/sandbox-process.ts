/**
 * The sandbox in a process of its own, until SIGTERM; answers after so many milliseconds, if the
 * argument says so. Prints its address; keeps little, for its memory is nobody's matter here.
 */
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

const sandbox = await startSandbox({ keep: 2_000, latencyMs: Number(process.argv[2] ?? 0) });
process.stdout.write(`${sandbox.url}\n`);
process.on('SIGTERM', async () => {
  await sandbox.close();
  process.exit(0);
});
