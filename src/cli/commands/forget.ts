import { z } from 'zod';
import { EXIT, OutcryError } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import { chooseForgettable, type Old, sumOf } from '../choose-forgettable.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { forgetJson, previewForget, sayRows } from '../present-forget.ts';
import { plural } from '../present-problems.ts';
import { showCopying } from '../progress/show-copying.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { unconfirmed } from '../unconfirmed.ts';

const before = z.iso.date('a day is written "2025-12-31"').optional();

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, before, yes: flag });
    const ledger = await context.ledger();
    const { chosen, kept } = await chooseForgettable(ledger, args, options.before);
    for (const line of kept) sayErr(line, io);
    const total = sumOf(chosen);
    if (chosen.length === 0) {
      if (options.json) io.out(JSON.stringify(forgetJson([], false)));
      else sayOut('There is nothing to forget.', io);
      return EXIT.done;
    }
    if (!options.yes && !(await isMeant(chosen, io))) {
      if (options.json) io.out(JSON.stringify(forgetJson(chosen, false)));
      return EXIT.attention;
    }
    const progress = showCopying(io);
    let done = 0;
    const onProgress = (rows: number) => {
      done += rows;
      progress.told(done, Math.max(total, done));
    };
    try {
      for (const { campaign } of chosen) {
        const options = { signal: io.signal, onProgress };
        if (!(await ledger.forgetPeople(campaign.number, options))) throw stopped(done, total);
      }
    } finally {
      progress.end();
    }
    if (options.json) io.out(JSON.stringify(forgetJson(chosen, true)));
    else {
      const names = chosen.map(({ campaign }) => campaign.name).join(', ');
      sayOut(
        `The people of ${names} are forgotten: ${sayRows(chosen)} are gone. Their reports say the same as before.`,
        io,
      );
    }
    return EXIT.done;
  });

async function isMeant(chosen: readonly Old[], io: Io): Promise<boolean> {
  io.err(previewForget(chosen));
  if (!io.canAsk) throw unconfirmed('Nothing was forgotten.');
  const count = chosen.length;
  const answer = await io.ask(
    `\nWhat is forgotten cannot be brought back. To forget the people of ${plural(count, 'campaign')}, type ${count}: `,
  );
  if (answer?.trim() === String(count)) return true;
  io.err(
    `${answer === undefined ? '\nStopped.' : 'That is not the number.'} Nothing was forgotten.`,
  );
  return false;
}

function stopped(done: number, total: number): OutcryError {
  return new OutcryError({
    code: 'forget-stopped',
    what: `It was stopped: ${formatCount(done)} of ${formatCount(total)} rows are forgotten. The reports are right all the same.`,
    fix: 'Run the same command again: it goes on from there.',
    exit: EXIT.stopped,
  });
}
