import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveDatabase, takeDatabase } from '../ledger/a-database.ts';
import { type Desk, openDesk } from './a-desk.ts';
import { ledgerOf, type Signer, SLUG, signPetition } from './sign-petition.ts';

const TO = 'minister@example.org';
let desk: Desk;
let campaign: string;
beforeEach(() => openWith());
afterEach(() => desk.close());

async function openWith(options: Parameters<typeof openDesk>[0] = {}): Promise<void> {
  await desk?.close();
  desk = await openDesk(options);
  await desk.list('one.csv', 'ana');
  campaign = (await desk.send(['one.csv', '--yes'])).json.campaign;
}

const deliver = (...args: string[]) => desk.outcry(['signatures', 'deliver', SLUG, ...args]);
const sign = (...signers: Signer[]) => signPetition(ledgerOf(desk), ...signers);
const lies = (...parts: string[]) => path.join(desk.cwd, ...parts);

async function messages(to = TO) {
  const answer = await fetch(`${desk.sandbox.url}/_sandbox/messages?to=${to}`);
  return (await answer.json()) as {
    subject: string;
    text: string;
    attachments: { filename: string; sha256: string }[];
  }[];
}

describe('signatures deliver --send', () => {
  it('mails the files, byte for byte, once', async () => {
    await sign({ name: 'Ana' }, { name: 'Ben' });
    const { status, json } = await deliver('--send', '--to', TO, '--yes');
    expect(status).toBe(0);
    expect(json.mails).toMatchObject([{ number: 1, to: TO, state: 'accepted' }]);
    const [mail, ...others] = await messages();
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('Petition: 2 signatures');
    expect(mail?.attachments).toMatchObject(
      json.files.map(({ name, sha256 }: { name: string; sha256: string }) => ({
        filename: name,
        sha256,
      })),
    );
    await deliver('--send', '--to', TO, '--yes', '--number', '1');
    expect(await messages()).toHaveLength(1);
  });

  it('asks for the number of people first', async () => {
    await sign({ name: 'Ana' });
    expect(await deliver('--send', '--to', TO)).toMatchObject({
      json: { error: { code: 'unconfirmed' } },
    });
    expect(await messages()).toEqual([]);
    const wish = { answer: '1' };
    await desk.outcry(['signatures', 'deliver', SLUG, '--send', '--to', TO, '--number', '1'], wish);
    expect(await messages()).toHaveLength(1);
  });

  it('goes to one address, which is not changed once something may have left', async () => {
    await sign({ name: 'Ana' });
    await deliver('--send', '--to', TO, '--yes');
    const other = ['--send', '--to', 'other@example.org', '--yes', '--number', '1'];
    const { status, json } = await deliver(...other, '--again');
    expect([status, json.error.code]).toEqual([2, 'delivery-address']);
    expect(json.error.what).toContain(TO);
    expect(await messages('other@example.org')).toEqual([]);
  });

  it('is told by outcry log, without the address', async () => {
    await sign({ name: 'Ana' });
    await deliver('--dry-run');
    await deliver('--send', '--to', TO, '--yes');
    const { json } = await desk.outcry(['log', campaign]);
    const told = json.log.map(({ command }: { command: string }) => command);
    expect(told.filter((command: string) => command.includes('deliver'))).toEqual([
      `signatures deliver ${SLUG} --send --to … --yes`,
    ]);
  });

  it('mails nothing that is not as it was made', async () => {
    await sign({ name: 'Ana' });
    await deliver();
    writeFileSync(lies(`${SLUG}-delivery-1`, `${SLUG}-delivery-1.csv`), 'other');
    expect(await deliver('--send', '--to', TO, '--yes', '--number', '1')).toMatchObject({
      status: 2,
      json: { error: { code: 'delivery-files' } },
    });
    expect(await messages()).toEqual([]);
  });
});

it('a mail of which nobody knows is shown, and sent again only if that is asked for', async () => {
  await openWith({ faults: 'reset-after:1' });
  await sign({ name: 'Ana' });
  const send = ['--send', '--to', TO, '--yes'];
  expect(await deliver(...send)).toMatchObject({
    status: 1,
    json: { mails: [{ state: 'unknown' }] },
  });
  expect(await messages()).toHaveLength(1);
  expect((await deliver(...send, '--number', '1')).status).toBe(1);
  expect(await messages()).toHaveLength(1);
  await deliver(...send, '--number', '1', '--again');
  expect(await messages()).toHaveLength(2);
});

it('all of it works on PostgreSQL as well', async () => {
  const database = await takeDatabase();
  await openWith({ database });
  await signPetition({ database }, { name: 'Ana' }, { name: 'סלמה' }, { name: 'Chi' });
  await desk.outcry(['signatures', 'invalidate', SLUG, '3', '--reason', 'spam', '--yes']);
  const { json } = await deliver('--by', 'country', '--send', '--to', TO, '--yes');
  expect(json).toMatchObject({ number: 1, signatures: 2, mails: [{ state: 'accepted' }] });
  const csv = readFileSync(lies(`${SLUG}-delivery-1`, `${SLUG}-delivery-1-es.csv`));
  const rows: { first_name: string }[] = parse(csv, { columns: true, bom: true });
  expect(rows.map((row) => row.first_name)).toEqual(['Ana', 'סלמה']);
  expect(await messages()).toHaveLength(1);
  await desk.outcry(['signatures', 'restore', '1']);
  expect((await deliver()).json).toMatchObject({ number: 2, signatures: 1 });
  expect((await deliver()).json.error.code).toBe('delivery-nothing');
  const shown = await desk.outcry(['signatures', 'deliveries', SLUG]);
  expect(shown.json).toMatchObject({ undelivered: 0, deliveries: [{ number: 1 }, { number: 2 }] });
  expect(existsSync(lies('.outcry', 'ledger.sqlite'))).toBe(false);
  await giveDatabase(database);
});
