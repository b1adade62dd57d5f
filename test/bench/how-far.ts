/**
 * How far it goes, computed from what `bench:scale --keep` measured last: `npm run how-far` prints it, and with
 * `-- --write` writes it into the README.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { howFar, withHowFar } from './how-far-table.ts';
import { MEASURED, type Measured } from './measured.ts';

const measured = JSON.parse(readFileSync(MEASURED, 'utf8')) as Measured;
if (process.argv.includes('--write')) {
  writeFileSync('README.md', withHowFar(readFileSync('README.md', 'utf8'), measured));
} else {
  process.stdout.write(`${howFar(measured).join('\n')}\n`);
}
