import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { HAS_BROWSER } from './a-browser.ts';
import { startPostgres } from './ledger/a-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder that is removed after the last test. */
    readonly workspaces: string;
    /** Of a PostgreSQL server, on which each store makes a database of its own. */
    readonly postgres: string;
  }
}

/** What is done before the first test; gives what is done after the last. */
export default async function aroundAll(project: TestProject): Promise<() => Promise<void>> {
  // Of two files that unpack the browser at once, one would start what is half unpacked.
  if (HAS_BROWSER) await chromium.executablePath();
  const workspaces = await mkdtemp(path.join(tmpdir(), 'outcry-workspaces-'));
  project.provide('workspaces', workspaces);
  const postgres = await startPostgres();
  project.provide('postgres', postgres.address);
  return async () => {
    await postgres.stop();
    await rm(workspaces, { recursive: true, force: true });
  };
}
