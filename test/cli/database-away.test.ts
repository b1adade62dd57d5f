import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { giveDatabase, takeDatabase } from '../ledger/a-database.ts';
import { openTunnel, type Tunnel } from '../ledger/a-tunnel.ts';
import { type Running, runJson, runOutcry, startOutcry } from './run-outcry.ts';

const SEND = ['send', 'templates/appeals/safe-harbour.md', '--list', 'two.csv', '--name', 'door'];

const LIST = 'email,first_name,donor\nana@example.org,Ana,\nben@example.org,Ben,\n';

let cwd: string;
let database: string;
let tunnel: Tunnel;
let sandbox: Running;
let env: Record<string, string>;
beforeAll(async () => {
  const parent = await mkdtemp(path.join(inject('workspaces'), 'away-'));
  expect((await runOutcry(['init', 'ws'], { cwd: parent })).status).toBe(0);
  cwd = path.join(parent, 'ws');
  await writeFile(path.join(cwd, 'two.csv'), LIST);
  sandbox = await startOutcry(['sandbox', '--port', '0'], { cwd });
  database = await takeDatabase();
  tunnel = await openTunnel(database);
  env = {
    OUTCRY_URL: 'https://act.example.org',
    OUTCRY_SENDGRID_URL: sandbox.first.url,
    OUTCRY_DATABASE_URL: tunnel.address,
  };
});
afterAll(async () => {
  await sandbox.stop();
  await tunnel.close();
  await giveDatabase(database);
});

it('stops a send part-way when its database goes away, and resumes it once it is back', async () => {
  const sending = runJson([...SEND, '--rate', '6/min', '--yes'], { cwd, env });
  await vi.waitFor(
    async () => {
      const stats = await fetch(`${sandbox.first.url}/_sandbox/stats`);
      expect(await stats.json()).toMatchObject({ recipients: 1 });
    },
    { timeout: 30_000, interval: 100 },
  );
  const direct = { cwd, env: { ...env, OUTCRY_DATABASE_URL: database } };
  await vi.waitFor(
    async () => {
      const { json } = await runJson(['status', 'door'], direct);
      expect(json).toMatchObject({ accepted: 1, planned: 1 });
    },
    { timeout: 30_000, interval: 100 },
  );
  tunnel.cut();
  const { status, json, err } = await sending;
  expect(status).toBe(4);
  expect(json.error.code).toMatch(/^database-(away|lost)$/);
  expect(json.error.fix).toContain('outcry resume door');
  expect(err).not.toContain('secret');

  const away = await runJson(['status', 'door'], { cwd, env });
  expect(away).toMatchObject({ status: 3, json: { ok: false, error: { code: 'database-away' } } });
  expect(away.json.error.what).not.toContain('secret');

  tunnel.mend();
  const resumed = await runJson(['resume', 'door', '--rate', '600/min'], { cwd, env });
  expect(resumed).toMatchObject({ status: 0, json: { state: 'done', accepted: 2, unknown: 0 } });
  expect(await readdir(path.join(cwd, '.outcry'))).not.toContain('ledger.sqlite');
});
