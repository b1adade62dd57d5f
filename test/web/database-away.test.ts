import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { giveDatabase, run, takeDatabase } from '../ledger/a-database.ts';
import { openTunnel, type Tunnel } from '../ledger/a-tunnel.ts';
import { openPublicSite } from './a-public-site.ts';
import { type ASite, openSite, PETITION, post, ROSA } from './a-site.ts';

const REASON = 'My grandmother came through that door.';
/** For a database that hangs: the web side of the command waits longer. */
const PATIENCE_MS = 400;

const readiness = async (site: ASite) => (await fetch(`${site.url}/readyz`)).status;
const sign = (site: ASite) => post(site.signLink(), { first_name: 'Rosa', comment: REASON });

async function expectHandedBack(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const html = await answer.text();
  expect(html).toContain(`name="comment" value="${REASON}"`);
  expect(html).toContain('Send it again');
}

test('a server says that it is not ready before its own patience with a database is over', async () => {
  const database = await takeDatabase();
  const tunnel = await openTunnel(database);
  const site = await openSite({ database: tunnel.address, patienceMs: 3000 });
  tunnel.hang();
  const answer = await fetch(`${site.url}/readyz`);
  expect([answer.status, await answer.text()]).toEqual([503, 'the ledger does not answer\n']);
  tunnel.mend();
  await site.close();
  await tunnel.close();
  await giveDatabase(database);
});

describe('a database that is a network away', () => {
  let database: string;
  let tunnel: Tunnel;
  let site: ASite;
  beforeEach(async () => {
    database = await takeDatabase();
    tunnel = await openTunnel(database);
    site = await openSite({ database: tunnel.address, patienceMs: PATIENCE_MS });
    expect(await readiness(site)).toBe(200);
  });
  afterEach(async () => {
    tunnel.mend();
    await site.close();
    await tunnel.close();
    await giveDatabase(database);
  });

  test.each(['cut', 'hang'] as const)(
    'and goes away (%s) makes the server not ready, until it is back by itself',
    async (goAway) => {
      tunnel[goAway]();
      expect(await readiness(site)).toBe(503);
      await expectHandedBack(await sign(site));
      expect((await fetch(site.signLink())).status).toBe(503);
      expect((await fetch(`${site.url}/healthz`)).status).toBe(200);

      tunnel.mend();
      await expect.poll(() => readiness(site)).toBe(200);
      const answer = await sign(site);
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toMatch(/thanks$/);
      expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
      const troubles = site.log.filter(({ level }) => level === 'error');
      expect(troubles.length).toBeGreaterThan(0);
      expect(JSON.stringify(troubles)).not.toContain('secret');
    },
  );

  test('and is lost after it has kept a signature thanks whoever sends it again, and counts her once', async () => {
    tunnel.cutAfter('insert into signatures');
    await expectHandedBack(await sign(site));
    const again = await sign(site);
    expect(again.status).toBe(303);
    expect(again.headers.get('location')).toMatch(/thanks\?again$/);
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
    expect(await site.ledger.hasSigned(PETITION.slug, ROSA)).toBe(true);
  });

  test('and is lost before it has kept a signature takes it when it is sent again', async () => {
    await (await fetch(site.signLink())).text();
    tunnel.cut();
    await expectHandedBack(await sign(site));
    tunnel.mend();
    const again = await sign(site);
    expect(again.headers.get('location')).toMatch(/thanks$/);
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
  });
});

test('a file that can be read and not written makes the server not ready, until it can be written', async () => {
  const site = await openSite({ patienceMs: 0 });
  const holder = new SQLite(join(site.folder, 'ledger.sqlite'));
  try {
    holder.exec('begin immediate');
    expect(await readiness(site)).toBe(200);
    await expectHandedBack(await sign(site));
    const unready = await fetch(`${site.url}/readyz`);
    expect([unready.status, await unready.text()]).toEqual([503, 'the ledger cannot be written\n']);
    holder.exec('rollback');
    expect(await readiness(site)).toBe(200);
    expect((await sign(site)).status).toBe(303);
  } finally {
    holder.close();
    await site.close();
  }
});

test('whoever signs publicly as the database is lost is mailed when she sends the form again', async () => {
  const database = await takeDatabase();
  const tunnel = await openTunnel(database);
  const site = await openPublicSite({ database: tunnel.address, patienceMs: PATIENCE_MS });
  const nina = { first_name: 'Nina', email: 'nina@example.org', comment: REASON };
  const mailed = () => run('select number from pending_signatures where mailed_at > 0', database);
  try {
    // Kept, and its answer lost.
    tunnel.cutAfter('commit');
    await expectHandedBack(await post(site.page, nina));
    await expect.poll(mailed).toEqual([]);
    expect(await site.mailsTo(nina.email)).toEqual([]);
    expect((await post(site.page, nina)).status).toBe(303);
    expect(await site.mailsTo(nina.email)).toHaveLength(1);
    expect(await mailed()).toHaveLength(1);

    tunnel.cutAfter('commit');
    const link = await site.confirmLink(nina.email);
    expect((await post(link, {})).status).toBe(503);
    const again = await post(link, {});
    expect([again.status, again.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/thanks\?again$/),
    ]);
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
  } finally {
    await site.close();
    await tunnel.close();
    await giveDatabase(database);
  }
});
