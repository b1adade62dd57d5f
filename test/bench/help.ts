/**
 * How soon `outcry --help` answers: at most twice the time of an empty node process plus 100 ms.
 * Medians of fifteen runs, turn and turn about. Ends with 1 if the bound is missed.
 */
import { runNode } from './start-process.ts';

const RUNS = 15;
const MARGIN_MS = 100;

const times: Record<'node' | 'help', number[]> = { node: [], help: [] };
for (let run = 0; run < RUNS; run += 1) {
  times.node.push((await runNode(['-e', '0'])).ms);
  times.help.push((await runNode(['bin/outcry.js', '--help'])).ms);
}
const node = median(times.node);
const help = median(times.help);
const bound = 2 * node + MARGIN_MS;
process.stdout.write(
  `node -e 0      ${node.toFixed(0)} ms\noutcry --help  ${help.toFixed(0)} ms, bound ${bound.toFixed(0)}\n`,
);
process.exitCode = help <= bound ? 0 : 1;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
