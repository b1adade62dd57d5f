import { statSync } from 'node:fs';
import path from 'node:path';
import { EXIT, OutcryError } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { showCopying } from '../progress/show-copying.ts';
import { json, readOptions } from '../read-options.ts';
import { cannotWrite, makeFolder } from '../write-file.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const file = context.resolve(args[0] ?? '');
    if (context.workspace.environment.OUTCRY_DATABASE_URL) throw onPostgres();
    const { backupLedger } = await import('../../ledger/sqlite/backup-ledger.ts');
    const progress = showCopying(io);
    try {
      await makeFolder(path.dirname(file));
      await backupLedger(context.ledgerFile, file, progress.told);
    } catch (error) {
      throw cannotWrite(file, error);
    } finally {
      progress.end();
    }
    const bytes = statSync(file).size;
    if (options.json) io.out(JSON.stringify({ file, bytes }));
    else
      sayOut(`The ledger was copied to ${file} (${megabytes(bytes)}), and the copy is whole.`, io);
    sayErr(BESIDES, io);
    return EXIT.done;
  });

const BESIDES =
  'Keep .env too, in another safe place: without its OUTCRY_SECRET no link of a letter works that has gone out. And outcry.yaml, templates/ and lists/. How to put it back: README, "Backups".';

function megabytes(bytes: number): string {
  return `${formatCount(Math.ceil(bytes / 1_000_000))} MB`;
}

function onPostgres(): OutcryError {
  return new OutcryError({
    code: 'backup-elsewhere',
    what: 'The ledger of this workspace is in PostgreSQL (OUTCRY_DATABASE_URL is set), which has its own program for backups.',
    fix: 'Run: pg_dump -Fc -f outcry.dump "$OUTCRY_DATABASE_URL". Back up .env too, and outcry.yaml, templates/ and lists/.',
    exit: EXIT.environment,
  });
}
