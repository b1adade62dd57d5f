import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Tally } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { type Ran, type Running, runOutcry, startOutcry } from '../cli/run-outcry.ts';
import { createDatabase, dropDatabase } from '../ledger/a-database.ts';
import { RIVER, supporters } from '../send/a-stage.ts';
import { KEY, PUBLIC_URL, SECRET } from '../send/settings.ts';

/** Workers, each a process of its own, and staff with a terminal, at one database and one sandbox. */
export interface Crew {
  readonly sandbox: Sandbox;
  readonly database: string;
  startWorker(...options: string[]): Promise<Running>;
  /** Any command, with `--json`: how it ended, and what it gave. */
  outcry(...args: string[]): Promise<Ran & { readonly json: Told }>;
  /** A command that stays, such as a send that is followed. */
  start(...args: string[]): Promise<Running>;
  /** Sends the letter to everybody, under the name `river`. */
  send(...options: string[]): Promise<Ran & { readonly json: Told }>;
  /** Waits until a campaign stands so: looked at from here, for a process costs a second. */
  until(name: string, isSo: (tally: Tally) => boolean): Promise<Tally>;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: what commands promise of their JSON is what is tested
export type Told = any;

const LOOK_MS = 100;

export async function gatherCrew(
  people: number,
  options: Partial<SandboxOptions> = {},
): Promise<Crew> {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-crew-'));
  copyFileSync('outcry.yaml', join(folder, 'outcry.yaml'));
  const list = join(folder, 'everybody.csv');
  const rows = supporters(people).map((cells) => cells.join(','));
  writeFileSync(list, ['email,first_name,donor', ...rows].join('\n'));
  const sandbox = await startSandbox({ key: KEY, ...options });
  const database = await createDatabase();
  const env = {
    OUTCRY_SECRET: SECRET,
    OUTCRY_URL: PUBLIC_URL,
    SENDGRID_API_KEY: KEY,
    OUTCRY_SENDGRID_URL: sandbox.url,
    OUTCRY_DATABASE_URL: database,
  };
  const ledger = await openLedger({ database });
  const running: Running[] = [];
  const start: Crew['start'] = async (...args) => {
    const one = await startOutcry([...args, '--workspace', folder], { env });
    running.push(one);
    return one;
  };
  const outcry: Crew['outcry'] = async (...args) => {
    const ran = await runOutcry([...args, '--json', '--workspace', folder], { env });
    return { ...ran, json: JSON.parse(ran.out) };
  };
  return {
    sandbox,
    database,
    start,
    outcry,
    startWorker: (...more) => start('worker', ...more),
    send: (...more) => outcry('send', RIVER, '--list', list, '--yes', '--name', 'river', ...more),
    async until(name, isSo) {
      for (;;) {
        const campaign = await ledger.findCampaign(name);
        const tally = campaign && (await ledger.tally(campaign.number));
        if (tally && isSo(tally)) return tally;
        await wait(LOOK_MS);
      }
    },
    async close() {
      await Promise.all(running.map((one) => one.stop('SIGKILL')));
      await sandbox.close();
      await ledger.close();
      await dropDatabase(database);
      rmSync(folder, { recursive: true });
    },
  };
}
