import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Ambiguous } from '../../src/sandbox/books.ts';
import type { Delay } from '../../src/sandbox/delay.ts';
import { makeKeys } from '../../src/sandbox/sandbox-keys.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { RIVER, supporters } from '../send/a-stage.ts';
import { KEY, PUBLIC_URL, SECRET } from '../send/settings.ts';
import { type Looks, looksAtFile } from './look-at-ledger.ts';
import { type Relay, relayEvents } from './relay-events.ts';
import { startVictim, type Victim } from './start-victim.ts';

export interface SceneOptions {
  readonly people: number;
  readonly faults: string;
  readonly latencyMs: Delay;
  readonly seed: number;
  /** Where the ledger is, if not in a file. */
  readonly database?: { readonly address: string; readonly looks: Looks } | undefined;
}

/** A workspace with a list, and the sandbox, of which the books are at hand. */
export interface Scene {
  readonly ledgerFile: string;
  readonly ledger: Looks;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  readonly list: string;
  start(args: readonly string[]): Victim;
  ambiguous(): Promise<Ambiguous[]>;
  /** Starts the web side, lets the events go to it, and waits until each has arrived. */
  deliverEvents(): Promise<void>;
  close(): Promise<void>;
}

export const APPEAL = RIVER;

export async function openScene({ people, database, ...options }: SceneOptions): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-crash-'));
  copyFileSync('outcry.yaml', join(folder, 'outcry.yaml'));
  const list = join(folder, 'everybody.csv');
  const rows = supporters(people).map((cells) => cells.join(','));
  writeFileSync(list, ['email,first_name,donor', ...rows].join('\n'));
  const { privateKey, publicKey } = makeKeys();
  const relay = await relayEvents();
  const events = { url: relay.url, privateKey };
  const sandbox = await startSandbox({ key: KEY, events, ...options });
  const env = {
    PATH: process.env.PATH,
    OUTCRY_SECRET: SECRET,
    OUTCRY_URL: PUBLIC_URL,
    OUTCRY_WEBHOOK_KEY: publicKey,
    SENDGRID_API_KEY: KEY,
    OUTCRY_SENDGRID_URL: sandbox.url,
    ...(database && { OUTCRY_DATABASE_URL: database.address }),
  };
  const ledgerFile = join(folder, '.outcry', 'ledger.sqlite');
  const start = (args: readonly string[]) => startVictim([...args, '--workspace', folder], env);
  return {
    ledgerFile,
    ledger: database?.looks ?? looksAtFile(ledgerFile),
    sandbox,
    relay,
    list,
    start,
    ambiguous: async () =>
      (await (await fetch(`${sandbox.url}/_sandbox/ambiguous`)).json()) as never,
    async deliverEvents() {
      const serve = start(['serve', '--port', '0', '--json']);
      const line = await serve.firstLine;
      if (line === undefined)
        throw new Error(`The web side did not start: ${(await serve.ended).err}`);
      const { url } = JSON.parse(line) as { url: string };
      await relay.release(`${url}/events/sendgrid`);
      while ((sandbox.stats().events?.pending ?? 0) > 0) await wait(20);
      await serve.kill();
    },
    async close() {
      await sandbox.close();
      await relay.close();
      rmSync(folder, { recursive: true });
    },
  };
}
