import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';

const PEOPLE = Array.from({ length: 12 }, (_, index) => `someone${index}`);
const REAL = { now: Date.now };

let desk: Desk;
const posted: { text: string; stopped: { guard?: string[] } | null }[] = [];
const hook = createServer(async (request, response) => {
  posted.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
  response.end();
});
beforeAll(async () => {
  desk = await openDesk();
  await desk.list('twelve.csv', ...PEOPLE);
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  hook.close();
  await desk.close();
});

const hookUrl = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
const send = (...more: string[]) => desk.send(['twelve.csv', '--name', 'door', ...more], REAL);

describe('a first wave of which nothing is heard', () => {
  it('holds the rest, says why everywhere, and goes on when somebody says so', async () => {
    const sent = await send('--yes', '--first', '4', '--wait', '1s', '--notify', hookUrl());
    expect(sent.status).toBe(4);
    expect(sent.err).toMatch(/^First wave +4 people, by lot; after 1 second the other 8, if/m);
    expect(sent.err).toMatch(/^Guard +stops for bounces over 5 %, complaints over 0.1 %/m);
    expect(sent.err).toMatch(/^ +no event of SendGrid has ever come here/m);
    expect(sent.json).toMatchObject({
      state: 'paused',
      accepted: 4,
      planned: 8,
      stopped: { guard: ['silence'], reason: expect.stringContaining('The guard knows nothing') },
    });
    expect(posted.at(-1)).toMatchObject({
      text: expect.stringContaining('The guard knows nothing'),
      stopped: { guard: ['silence'] },
    });

    const { json } = await desk.outcry(['status', 'door'], REAL);
    expect(json.guard).toMatchObject({
      limits: { bounces: 0.05, links: true, sign_page: true },
      first_wave: { recipients: 4, wait_seconds: 1, passed_at: null },
      stops: [{ kind: 'silence', ended: null }],
    });
    const shown = await desk.say(['status', 'door'], REAL);
    expect(shown).toContain('First wave: 4 people; sent, and the rest is held.');
    expect(shown).toContain('It holds the campaign.');
    expect(shown).toContain('outcry resume door --despite silence');
    const next = await desk.say([], REAL);
    expect(next).toContain('4 of 12 recipients accepted. The guard has stopped it. ');
    expect(next).toContain('The guard knows nothing');
    expect(next).toContain('outcry resume door --despite silence');

    const refused = await desk.outcry(['resume', 'door'], REAL);
    expect([refused.status, refused.json.error.code]).toEqual([4, 'guard-stopped']);
    const misspelt = await desk.outcry(['resume', 'door', '--despite', 'silense'], REAL);
    expect([misspelt.status, misspelt.json.error.code]).toEqual([2, 'usage']);

    const resumed = await desk.outcry(['resume', 'door', '--despite', 'silence'], REAL);
    expect(resumed).toMatchObject({ status: 0, json: { state: 'done', accepted: 12 } });
    expect(await desk.say(['status', 'door'], REAL)).toMatch(/ on .* went on despite it, /);
  });
});

it.each([
  [['--wait', '5m'], 'needs --first'],
  [['--first', '0'], 'a number of people'],
  [['--first', 'some'], 'a number of people'],
  [['--first', '5', '--wait', '2 weeks'], 'a week at most'],
  [['--first', '5', '--wait', '10d'], 'a week at most'],
  [['--first', '5', '--test', 'me@example.org'], 'A test goes to everybody at once'],
])('send %j is refused: %s', async (options, says) => {
  const { status, json } = await send(...options, '--dry-run');
  expect([status, json.error.code]).toEqual([2, 'usage']);
  expect(json.error.what).toContain(says);
});
