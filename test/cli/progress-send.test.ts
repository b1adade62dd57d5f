import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';
import { runHere, type Surroundings } from './run-here.ts';

const SEND = ['send', 'templates/appeals/safe-harbour.md', '--list', 'one.csv', '--yes', '--name'];
const PEOPLE = ['ana', 'ben', 'cem', 'dora'];

let desk: Desk;
const closers: (() => void)[] = [];
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('one.csv', ...PEOPLE);
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await desk.close();
});

interface Wish extends Pick<Surroundings, 'columns' | 'env'> {
  readonly key?: string;
}

/** Runs a command with stderr as a terminal of so many columns, or as none. */
function runOn({ columns, env, key = 'SG.sandbox' }: Wish, args: readonly string[]) {
  const keyed = { OUTCRY_SENDGRID_URL: desk.sandbox.url, SENDGRID_API_KEY: key, ...env };
  return runHere(args, { cwd: desk.cwd, columns, env: keyed });
}

/** A web hook on this machine, and what was posted to it. */
async function openHook(status = 200) {
  const posted: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    posted.push((await json(request)) as Record<string, unknown>);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { posted, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hush` };
}

describe('progress', () => {
  it('ends on a terminal with a line that says all is done', async () => {
    const { status, err, out } = await runOn({ columns: 100 }, [...SEND, 'door']);
    expect(status).toBe(0);
    expect(err).toContain(`${'█'.repeat(30)}  100 %  4 of 4`);
    expect(err).not.toContain('NaN');
    expect(out).toMatch(/4 recipients in (less than a second|\d+ seconds?)/);
  });

  it.each([
    ['a file', {}],
    ['a terminal that cannot move its cursor', { columns: 80, env: { TERM: 'dumb' } }],
  ])('is plain lines in %s', async (_where, wish) => {
    const { err } = await runOn(wish, [...SEND, 'door']);
    expect(err).toMatch(/^4 of 4 recipients done\.$/m);
    expect(err.split('\u001b')).toHaveLength(1);
  });

  it('is NDJSON on stderr with --json, and stdout is one document', async () => {
    const { out, err } = await runOn({ columns: 80 }, [...SEND, 'door', '--json']);
    expect(JSON.parse(out)).toMatchObject({ campaign: 'door', state: 'done', accepted: 4 });
    const events = err.split('\n').filter((line) => line.startsWith('{'));
    expect(events.map((line) => JSON.parse(line))).toMatchObject([
      { type: 'batch', batch: 1, people: 4, state: 'accepted', done: 4, recipients: 4 },
      { type: 'end', done: 4 },
    ]);
    expect(events.join()).not.toContain('@');
  });

  it('leaves NO_COLOR to say that nothing is coloured', async () => {
    const { err } = await runOn({ columns: 80, env: { NO_COLOR: '1' } }, [...SEND, 'door']);
    // What is written over needs the cursor, but no colour (CSI … m).
    expect(err.split('\u001b').filter((part) => /^\[[\d;]*m/.test(part))).toEqual([]);
  });
});

describe('--notify', () => {
  it('posts how the send ended: a text for people, and the counts', async () => {
    const { posted, url } = await openHook();
    const { status, out, err } = await runOn({}, [...SEND, 'door', '--notify', url]);
    expect(status).toBe(0);
    expect(posted).toMatchObject([{ campaign: 'door', state: 'done', accepted: 4, stopped: null }]);
    expect(posted[0]?.text).toMatch(
      /^door is done: 4 of 4 recipients mailed, in .*outcry report door$/,
    );
    expect(JSON.stringify(posted)).not.toContain('@');
    expect(out + err).not.toContain('hush');
  });

  it('posts that the send stopped, and what to do; of resume too, with the environment', async () => {
    const { posted, url } = await openHook();
    const env = { OUTCRY_NOTIFY_URL: url };
    expect((await runOn({ env, key: 'SG.wrong' }, [...SEND, 'door'])).status).toBe(4);
    expect((await runOn({ env }, ['resume', 'door'])).status).toBe(0);
    expect(posted).toMatchObject([
      { state: 'paused', planned: 4 },
      { state: 'done', accepted: 4 },
    ]);
    expect(posted[0]?.text).toMatch(
      /door is not done \(paused\).*401.*Nobody was mailed.*outcry resume door/,
    );
  });

  it('that fails is a warning, and changes nothing of the send', async () => {
    const { url } = await openHook(500);
    const { status, out, err } = await runOn({}, [...SEND, 'door', '--notify', url]);
    expect(status).toBe(0);
    expect(out).toContain('door: done');
    expect(err).toContain('The summary was not posted: 127.0.0.1 answered 500.');
    expect(err).toContain('[notify-failed]');
    expect(err).not.toContain('hush');
  });

  it('refuses an address that will not do before anybody is mailed, and does not show it', async () => {
    const bad = 'http://hooks.example.org/hush';
    const typed = await runOn({}, [...SEND, 'door', '--notify', bad]);
    const set = await runOn({ env: { OUTCRY_NOTIFY_URL: bad } }, [...SEND, 'door']);
    expect([typed.status, set.status]).toEqual([2, 3]);
    for (const { err } of [typed, set]) {
      expect(err).toContain('[notify-url]');
      expect(err).not.toContain('hush');
    }
    expect(desk.sandbox.stats().requests).toBe(0);
  });

  it('leaves tests alone, unless it is typed', async () => {
    const { posted, url } = await openHook();
    const test = [...SEND.slice(0, 4), '--yes', '--test', 'me@example.org'];
    await runOn({ env: { OUTCRY_NOTIFY_URL: url } }, test);
    expect(posted).toEqual([]);
    await runOn({}, [...test, '--again', '--notify', url]);
    expect(posted).toMatchObject([{ state: 'done', accepted: 1 }]);
  });
});
