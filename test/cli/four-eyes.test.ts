import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEnvelope } from '../../src/campaign/envelope.ts';
import { sealOf } from '../../src/campaign/seal.ts';
import { whoAmI } from '../../src/cli/who.ts';
import type { Ledger, Person } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const COLLEAGUE: Person = { user: 'a-colleague', host: 'her-desk' };

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('three.csv', 'ana', 'ben', 'cleo');
});
afterEach(() => desk.close());

const requires = (what: string) =>
  appendFile(path.join(desk.cwd, 'outcry.yaml'), `\nrequire: ${what}\n`);

async function withLedger<T>(use: (ledger: Ledger) => Promise<T>): Promise<T> {
  const file = path.join(desk.cwd, '.outcry', 'ledger.sqlite');
  const ledger = await openLedger({ file, now: () => NINE });
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** What is no word of the letter, and yet comes with each copy. */
const CHANGES = [
  [APPEAL, /^from: .*$/m, 'from: { name: Safe Harbour, email: somebody@example.org }'],
  [APPEAL, /^from: .*$/m, 'from: { name: Somebody, email: campaigns@example.org }'],
  [APPEAL, /^reply_to: .*$/m, 'reply_to: somebody@example.org'],
  ['outcry.yaml', /^url: .*$/m, 'url: https://elsewhere.example.org'],
] as const;

/** Gives what undoes it. */
async function change([name, from, to]: (typeof CHANGES)[number]): Promise<() => Promise<void>> {
  const file = path.join(desk.cwd, name);
  const before = await readFile(file, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(file, after);
  return () => writeFile(file, before);
}

async function mend(from: string | RegExp, to: string): Promise<void> {
  const file = path.join(desk.cwd, APPEAL);
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
}

const send = (...more: string[]) => desk.send(['three.csv', '--yes', '--name', 'door', ...more]);

describe('require: { test: true }', () => {
  it('lets nobody be mailed before exactly this letter was tested, also with --yes', async () => {
    await requires('{ test: true }');
    const refused = await send();
    expect([refused.status, refused.json.error.code]).toEqual([2, 'test-required']);
    expect(desk.sandbox.stats().accepted).toBe(0);
    expect((await desk.outcry(['status'])).json).toEqual({ campaigns: [] });
    expect((await send('--dry-run')).status, 'a dry run may look').toBe(0);

    expect((await desk.send(['three.csv', '--yes', '--test', 'me@example.org'])).status).toBe(0);
    await mend('Dear', 'Hello');
    expect((await send()).json.error.code, 'another letter').toBe('test-required');
    await mend('Hello', 'Dear');
    expect((await send()).json).toMatchObject({ state: 'done', accepted: 3 });
  });

  it('lets nothing be resumed of which nobody got anything, however it was held back', async () => {
    await desk.send(['three.csv', '--yes', '--name', 'door'], { key: 'SG.not-this-one' });
    await requires('{ test: true }');
    const resume = () => desk.outcry(['resume', 'door']);
    expect((await resume()).json.error.code).toBe('test-required');
    expect(desk.sandbox.stats().accepted).toBe(0);
    await desk.send(['three.csv', '--yes', '--test', 'me@example.org']);
    expect((await resume()).json).toMatchObject({ state: 'done', accepted: 3 });
  });

  it('counts no test of another sender, nor of links that led elsewhere', async () => {
    await requires('{ test: true }');
    await desk.send(['three.csv', '--yes', '--test', 'me@example.org']);
    for (const one of CHANGES) {
      const undo = await change(one);
      expect((await send()).json.error?.code, one.join()).toBe('test-required');
      await undo();
    }
    expect((await send()).json).toMatchObject({ state: 'done' });
  });

  it('asks for a test of every variant', async () => {
    await requires('{ test: true }');
    await mend(/^subject:.*(\n {2}- .*)*$/m, 'subject:\n  - "Keep it open"\n  - "Who closes it?"');
    const test = ['three.csv', '--yes', '--test', 'me@example.org'];
    await desk.send([...test, '--variant', 'a']);
    expect((await send('--trial', '100%')).json.error?.code).toBe('test-required');
  });
});

describe('require: { approval: 1 }', () => {
  it('asks for somebody else, and for exactly this letter', async () => {
    await requires('{ approval: 1 }');
    const refused = await send();
    expect([refused.status, refused.json.error.code]).toEqual([2, 'approval-required']);
    expect(refused.json.error.fix).toContain('outcry approve');

    const own = await desk.outcry(['approve', APPEAL, '--yes']);
    expect(own).toMatchObject({ status: 0, json: { approved: true } });
    expect((await send()).json.error.code, 'not her own').toBe('approval-required');
    expect((await send('--dry-run')).err).toMatch(/^Approved +by nobody else: 1 is asked for$/m);

    await withLedger((ledger) => ledger.approve(own.json.hash, COLLEAGUE));
    await mend('Dear', 'Hello');
    expect((await send()).json.error.code, 'another letter').toBe('approval-required');
    await mend('Hello', 'Dear');
    const dry = await send('--dry-run');
    expect(dry.err).toMatch(/^Approved +by a-colleague on her-desk, 2026-11-24 09:00 UTC$/m);
    expect(dry.err).toContain(own.json.hash.slice(0, 12));
    expect((await send()).json).toMatchObject({ state: 'done', accepted: 3 });
  });

  it('counts none for another sender, nor for links that lead elsewhere', async () => {
    await requires('{ approval: 1 }');
    const { json } = await desk.outcry(['approve', APPEAL, '--yes']);
    await withLedger((ledger) => ledger.approve(json.hash, COLLEAGUE));
    for (const one of CHANGES) {
      const undo = await change(one);
      expect((await send()).json.error?.code, one.join()).toBe('approval-required');
      await undo();
    }
    expect((await send()).json).toMatchObject({ state: 'done' });
  });

  it('counts a person once, on whatever machine', async () => {
    await requires('{ approval: 2 }');
    const { json } = await desk.outcry(['approve', APPEAL, '--yes']);
    const approve = (person: Person) => withLedger((ledger) => ledger.approve(json.hash, person));
    await approve(COLLEAGUE);
    await approve({ ...COLLEAGUE, host: 'her-laptop' });
    await approve({ user: whoAmI().user, host: 'another' });
    expect((await send()).json.error.what).toContain('1 has so far approved');
    await approve({ ...COLLEAGUE, user: 'another-colleague' });
    expect((await send()).status).toBe(0);
  });
});

describe('outcry approve', () => {
  it('shows the letter, and asks for the word', async () => {
    const wrong = await desk.outcry(['approve', APPEAL], { answer: 'yes' });
    expect([wrong.status, wrong.json.approved, wrong.json.approvals]).toEqual([1, false, []]);
    expect(wrong.err).toMatch(/^Subject +"/m);
    expect(wrong.err).toMatch(/^Tested +never/m);
    expect(wrong.err).toContain(`outcry preview ${APPEAL}`);
    const right = await desk.outcry(['approve', APPEAL], { answer: ' Approve ' });
    expect(right.json.approvals).toMatchObject([{ ...whoAmI(), database_user: null }]);
    const unasked = await desk.outcry(['approve', APPEAL]);
    expect([unasked.status, unasked.json.error.code]).toEqual([2, 'unconfirmed']);
  });

  it('approves of what is sent, whatever the list', async () => {
    const { json } = await desk.outcry(['approve', APPEAL, '--yes']);
    await send();
    const campaign = await withLedger((ledger) => ledger.findCampaign('door'));
    expect(sealOf(openEnvelope(campaign?.envelope ?? ''))).toBe(json.hash);
  });
});

describe('outcry log', () => {
  const logged = async () =>
    (await desk.outcry(['log', 'door'])).json.log as { command: string; exit: number | null }[];

  it('keeps who ran which command, when, and how it ended', async () => {
    const typed = ['three.csv', '--yes', '--name', 'door', '--where', 'email != "ben@example.org"'];
    await desk.send([...typed, '--first', '1'], { key: 'SG.not-this-one' });
    await desk.outcry(['pause', 'door']);
    await desk.outcry(['resume', 'door', '--despite', 'bounces']);
    await desk.outcry(['status', 'door']);
    await desk.outcry(['cancel', 'door', '--yes']);
    const all = await logged();
    expect(all.map(({ command, exit }) => [command, exit])).toEqual([
      [`send ${APPEAL} --list three.csv --yes --name door --where … --first 1`, 4],
      ['pause door', 0],
      ['resume door --despite bounces', 2],
      ['cancel door --yes', 0],
    ]);
    expect(all[2]).toMatchObject({ error: 'guard-not-stopped', ...whoAmI() });
    const text = await desk.say(['log', 'door']);
    expect(text).toContain('exit status 2 (guard-not-stopped)');
    expect(text).not.toContain('@');
  });

  it('has what was done with the petition, and who approved of the letter', async () => {
    await desk.outcry(['approve', APPEAL, '--yes']);
    await send();
    const { petition } = (await withLedger((ledger) => ledger.findCampaign('door'))) ?? {};
    await desk.outcry(['petitions', 'close', petition?.slug ?? '']);
    await desk.outcry(['petitions', 'list']);
    await desk.outcry(['signatures', 'deliver', petition?.slug ?? '', '--dry-run']);
    await desk.outcry([
      'signatures',
      'deliver',
      petition?.slug ?? '',
      '--send',
      '--to',
      'her@example.org',
    ]);
    const commands = (await logged()).map(({ command }) => command);
    expect(commands.map((command) => command.split(' ')[0]).sort()).toEqual([
      'approve',
      'petitions',
      'send',
      'signatures',
    ]);
    expect(commands).toContain(`signatures deliver ${petition?.slug} --send --to …`);
  });

  it('keeps nothing of what never became a campaign', async () => {
    await send('--dry-run');
    await send();
    expect(await logged()).toHaveLength(1);
  });
});
