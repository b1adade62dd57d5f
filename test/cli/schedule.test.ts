import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, NINE, openDesk } from './a-desk.ts';

const HOUR = 3_600_000;
const TEN = 'today 10:00 UTC';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('one.csv', 'ana', 'ben', 'cem', 'dora');
});
afterEach(() => desk.close());

/** A clock that jumps to `then` after it was looked at so often. */
function jumping(then: number, after = 12): () => number {
  let looks = 0;
  return () => {
    looks += 1;
    return looks > after ? then : NINE;
  };
}

describe('send --at', () => {
  it('says the time back in words before anything is asked', async () => {
    const { err, json } = await desk.send([
      'one.csv',
      '--dry-run',
      '--at',
      'tomorrow 09:00 America/New_York',
    ]);
    expect(err).toMatch(
      /Starts +Wednesday 25 November 2026 at 09:00 in New York \(UTC−5\), in 1 day 5 hours\n +keep this terminal open/,
    );
    expect(json.starts_at).toBe('2026-11-25T14:00:00.000Z');
  });

  it.each([
    ['2026-11-24 08:59 UTC', 'over already'],
    ['teatime', 'write it as'],
    ['10:00 Mars', 'no time zone'],
  ])('refuses "%s"', async (at, why) => {
    const { status, json } = await desk.send(['one.csv', '--yes', '--at', at]);
    expect(status).toBe(2);
    expect(json.error.what).toContain(why);
  });

  it('waits for the time, then sends', async () => {
    const now = jumping(NINE + HOUR);
    const { status, json } = await desk.send(['one.csv', '--yes', '--at', TEN], { now });
    expect(status).toBe(0);
    expect(json).toMatchObject({ state: 'done', accepted: 4 });
  });

  it('mails nobody if the time was slept through, and asks when it is resumed', async () => {
    const late = NINE + 4 * HOUR;
    const sent = await desk.send(['one.csv', '--yes', '--at', TEN, '--name', 'door'], {
      now: jumping(late),
    });
    expect([sent.status, sent.json.accepted]).toEqual([4, 0]);
    expect(sent.err).toContain('outcry resume door --now');
    expect((await desk.outcry(['resume', 'door'], { now: () => late })).status).toBe(4);
    const declined = await desk.outcry(['resume', 'door'], { now: () => late, answer: '' });
    expect(declined.status).toBe(1);
    expect(declined.err).toMatch(/was to start on .*, 3 hours ago/);
    expect(desk.sandbox.stats().requests).toBe(0);
    const { json } = await desk.outcry(['resume', 'door'], { now: () => late, answer: '4' });
    expect(json).toMatchObject({ state: 'done', accepted: 4 });
  });

  it('asks whoever is at the terminal when the time was slept through', async () => {
    const now = jumping(NINE + 4 * HOUR, 20);
    const { status, err, asked, json } = await desk.send(['one.csv', '--at', TEN], {
      now,
      answer: '4',
    });
    expect(asked.match(/type 4/g)).toHaveLength(2);
    expect(err).toContain('It was to start 3 hours ago');
    expect([status, json.state, json.accepted]).toEqual([0, 'done', 4]);
  });

  it('is shown by status, with how to go on', async () => {
    const late = NINE + 4 * HOUR;
    await desk.send(['one.csv', '--yes', '--at', TEN, '--name', 'door'], { now: jumping(late) });
    const { json } = await desk.outcry(['status', 'door']);
    expect(json).toMatchObject({ state: 'ready', starts_at: '2026-11-24T10:00:00.000Z' });
    expect(await desk.say(['status', 'door'])).toMatch(
      /Starts: Tuesday 24 November 2026 at 10:00 .*in 1 hour\..*outcry resume door --now/s,
    );
    expect(await desk.say(['status', 'door'], { now: () => late })).toMatch(
      /Starts: was to start on .*, 3 hours ago\..*do so now: outcry resume door --now/s,
    );
  });

  it('asks with --now as if no time were set', async () => {
    await desk.send(['one.csv', '--yes', '--at', TEN, '--name', 'door'], {
      now: jumping(NINE + 4 * HOUR),
    });
    const { err, json } = await desk.outcry(['resume', 'door', '--now', '--rate', '6000/h'], {
      answer: '4',
    });
    expect(err).toMatch(/Rate +6,000 people an hour/);
    expect(err).not.toMatch(/Starts/);
    expect(json).toMatchObject({ state: 'done', rate: { recipients: 6000, seconds: 3600 } });
    expect(json.starts_at).toBeUndefined();
  });

  it('can be started early', async () => {
    const sent = await desk.send(['one.csv', '--yes', '--at', TEN, '--name', 'door'], {
      now: jumping(NINE + 4 * HOUR),
    });
    expect(sent.status).toBe(4);
    expect((await desk.outcry(['resume', 'door', '--now'])).json).toMatchObject({ accepted: 4 });
  });
});

describe('send --rate and --warmup', () => {
  it('are said back with how long they take', async () => {
    const paced = ['--rate', '60/h', '--warmup', '1,2'];
    const { err, json } = await desk.send(['one.csv', '--dry-run', ...paced]);
    expect(err).toMatch(/Rate +60 people an hour$/m);
    expect(err).toMatch(
      /Warm-up +at most 1 on day 1, 2 on day 2, as many on each further day: done on day 3, Thursday 26 November/,
    );
    const alone = await desk.send(['one.csv', '--dry-run', '--rate', '60/h']);
    expect(alone.err).toMatch(/Rate +60 people an hour: about 4 minutes/);
    expect(json).toMatchObject({
      rate: { recipients: 60, seconds: 3600 },
      warm_up: [1, 2],
      batches: 4,
    });
  });

  it.each([
    ['--rate', 'fast'],
    ['--rate', '0/h'],
    ['--warmup', '5,none'],
  ])('refuses %s %s', async (option, value) => {
    const { status, json } = await desk.send(['one.csv', '--yes', option, value]);
    expect([status, json.error.code]).toEqual([2, 'usage']);
  });

  it('hold for a test of the letter no more than --at does', async () => {
    const sent = await desk.send([
      'one.csv',
      '--yes',
      '--test',
      'ana@example.org',
      '--rate',
      '1/d',
      '--at',
      TEN,
    ]);
    expect(sent.json).toMatchObject({ state: 'done', accepted: 1 });
  });
});
