import { z } from 'zod';
import { EXIT, OutcryError } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type { Moved } from '../../ledger/move/move-ledger.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import { type Context, withContext } from '../open-context.ts';
import { plural } from '../present-problems.ts';
import { showCopying } from '../progress/show-copying.ts';
import { flag, json, readOptions } from '../read-options.ts';

const shape = { ...json, to: z.string().optional(), cancel: flag };

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const options = readOptions(invocation, shape);
    const address = await readAddress(options.to, context);
    const file = context.ledgerFile;
    const { cancelMove, moveLedger } = await import('../../ledger/move/move-ledger.ts');
    if (options.cancel) {
      const place = await cancelMove({ file, address });
      if (options.json) io.out(JSON.stringify({ cancelled: true, from: file, to: place }));
      else sayOut(`The move was given up. The ledger is ${file}, as before.`, io);
      return EXIT.done;
    }
    const progress = showCopying(io);
    const { now, signal } = io;
    const move = { file, address, now, signal, onProgress: progress.told };
    const moved = await moveLedger(move).finally(progress.end);
    if (options.json) io.out(JSON.stringify(movedJson(file, moved)));
    else sayOut(describe(moved), io);
    sayErr(next(context, address, file), io);
    return EXIT.done;
  });

async function readAddress(to: string | undefined, { workspace }: Context): Promise<string> {
  const address = to ?? workspace.environment.OUTCRY_DATABASE_URL;
  if (!address) {
    throw new OutcryError({
      code: 'usage',
      what: 'It is not said which database the ledger is to be moved to.',
      fix: 'Add --to postgres://USER:PASSWORD@HOST:5432/DATABASE, or set OUTCRY_DATABASE_URL.',
      exit: EXIT.usage,
    });
  }
  const { placeOfDatabase } = await import('../../ledger/postgres/database-address.ts');
  placeOfDatabase(address, to === undefined ? undefined : '--to');
  return address;
}

function movedJson(file: string, { place, rows, recipients, signatures }: Moved) {
  return { moved: true, from: file, to: place, rows, recipients, signatures };
}

function describe({ place, rows, recipients, signatures }: Moved): string {
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((all, count) => all + count, 0);
  const states = Object.entries(recipients).map(
    ([state, count]) => `${formatCount(count)} ${state}`,
  );
  const lines = [
    ['Campaigns', formatCount(rows.campaigns ?? 0)],
    ['Recipients', [formatCount(sum(recipients)), ...states].join(', ')],
    [
      'Signatures',
      `${formatCount(sum(signatures))} of ${plural(Object.keys(signatures).length, 'petition')}`,
    ],
    ['Suppressions', formatCount(rows.suppressions ?? 0)],
    ['Rows in all', formatCount(sum(rows))],
  ].map(([label = '', value = '']) => `  ${label.padEnd(13)} ${value}`);
  return `The ledger was moved to the database ${place}. Both sides were counted, and are the same:\n${lines.join('\n')}`;
}

/** What is still to be done. */
function next({ workspace }: Context, address: string, file: string): string {
  const isSet = workspace.environment.OUTCRY_DATABASE_URL === address;
  const set = isSet
    ? 'OUTCRY_DATABASE_URL names it already: start "outcry serve" again.'
    : 'Set OUTCRY_DATABASE_URL to that address, in the environment or in .env, then start "outcry serve" again.';
  return `${set} The file ${file} is kept as it is, and nothing is written to it any more.`;
}
