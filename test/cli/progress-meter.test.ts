import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendEvent } from '../../src/campaign/send-events.ts';
import { barLine } from '../../src/cli/progress/bar-line.ts';
import { sayLeft, sayStanding } from '../../src/cli/progress/describe-standing.ts';
import { describeWait } from '../../src/cli/progress/describe-wait.ts';
import { createNotes } from '../../src/cli/progress/event-notes.ts';
import { eventLine } from '../../src/cli/progress/json-progress.ts';
import { createMeter, type Standing } from '../../src/cli/progress/meter.ts';
import { createPlain } from '../../src/cli/progress/plain-progress.ts';
import { batchEvent, NINE, openTally } from './told.ts';

const ZONE = 'Europe/Madrid';
const localAt = (now: number) => ({ zone: ZONE, now });

/** A send of 10,000 people, and a clock that only the test moves. */
function openSend(pace = {}) {
  let now = NINE;
  const meter = createMeter({ tally: openTally(10_000), pace, now: () => now });
  return {
    meter,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    /** A batch of a thousand every second. */
    send: (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        now += 1_000;
        meter.take(batchEvent({ state: 'accepted', messageId: 'one' }, 1_000));
      }
    },
  };
}

describe('the time left', () => {
  it('is not told in the first seconds', () => {
    const { meter, send } = openSend();
    send(2);
    expect(meter.standing()).toMatchObject({ done: 2_000, perSecond: undefined });
    send(1);
    expect(meter.standing()).toMatchObject({ done: 3_000, perSecond: 1_000, leftMs: 7_000 });
  });

  it('grows when answers do not come', () => {
    const { meter, send, pass } = openSend();
    send(4);
    const before = meter.standing().leftMs ?? 0;
    pass(20_000);
    expect(meter.standing().leftMs).toBeGreaterThan(3 * before);
  });

  it('is not told while the send waits, and begins anew after a long wait', () => {
    const { meter, send, pass, now } = openSend();
    send(4);
    meter.take({ type: 'wait', reason: 'limit', until: now() + 60_000 });
    expect(meter.standing()).toMatchObject({ leftMs: undefined, wait: { reason: 'limit' } });
    pass(60_000);
    expect(meter.standing()).toMatchObject({ leftMs: undefined, wait: undefined });
    send(3);
    expect(meter.standing()).toMatchObject({ perSecond: 1_000, leftMs: 3_000 });
  });

  it('is that of the rate while one holds the send to its pace, and is not told of a warm-up', () => {
    const { meter, send, now } = openSend({ rate: { recipients: 500, ms: 1_000 } });
    send(4);
    meter.take({ type: 'wait', reason: 'rate', until: now() + 10_000 });
    expect(meter.standing()).toMatchObject({ perSecond: 500, leftMs: 12_000, wait: undefined });
    const warmUp = openSend({ warmUp: [1_000] });
    warmUp.send(4);
    expect(warmUp.meter.standing()).toMatchObject({ perSecond: 1_000, leftMs: undefined });
  });

  it('survives a clock that is set back', () => {
    const { meter, send, pass } = openSend();
    send(4);
    pass(-3_600_000);
    send(4);
    const { done, leftMs = 0 } = meter.standing();
    expect(done).toBe(8_000);
    expect(leftMs).toBeGreaterThanOrEqual(0);
  });

  it('is told no more exactly than anybody can know', () => {
    expect([400, 41_000, 130_000, 7_300_000, 400_000_000].map(sayLeft)).toEqual([
      'about 5 s left',
      'about 45 s left',
      'about 2 min left',
      'about 2 hours left',
      'about 5 days left',
    ]);
  });
});

it('counts what an earlier run has settled as done, and ends with what the ledger says', () => {
  const tally = { ...openTally(10_000), planned: 4_000, accepted: 5_990, refused: 10 };
  const meter = createMeter({ tally, now: () => NINE });
  expect(meter.standing()).toMatchObject({ total: 10_000, done: 6_000, refused: 10 });
  meter.take(batchEvent({ state: 'unknown', reason: 'Cut.' }, 990));
  meter.take(batchEvent({ state: 'notTaken', reason: 'Later.' }, 990));
  expect(meter.standing()).toMatchObject({ done: 6_990, unknown: 990 });
  meter.settle({ ...tally, planned: 0, unknown: 990 });
  expect(meter.standing().done).toBe(10_000);
});

it('tells no time left once it is over, also where it stopped half-way', () => {
  const { meter, send } = openSend();
  send(4);
  meter.settle({ ...openTally(10_000), planned: 6_000, accepted: 4_000 });
  expect(meter.standing()).toMatchObject({ done: 4_000, perSecond: 1_000, leftMs: undefined });
});

describe('the line at the foot of a terminal', () => {
  const standing = { total: 60_000, done: 22_000, accepted: 21_000, refused: 3, unknown: 997 };
  const line = (columns: number, more = {}, isStopping = false) =>
    barLine({ ...standing, ...more }, columns, localAt(NINE), isStopping);

  it('shows how far it is, how fast, how long still, and what went amiss', () => {
    expect(line(100, { perSecond: 1_308.4, leftMs: 29_000 })).toBe(
      '██████░░░░░░░░░░░░  36 %  22,000 of 60,000  1,308 a second  about 30 s left  3 refused, 997 unknown',
    );
    expect(line(40, { perSecond: 1_308.4, leftMs: 29_000 })).toBe('36 %  about 30 s  1,000 amiss');
  });

  it('says what it waits for and until when, in local time, however narrow', () => {
    const wait = { reason: 'limit', until: NINE + 10_000 };
    expect(line(100, { wait })).toContain("waiting until 10:00:10: SendGrid's limit is used up");
    expect(line(40, { wait })).toContain('limit, until 10:00:10');
    expect(line(24, { wait })).toBe('limit, until 10:00:10');
    const tomorrow = { reason: 'warm-up', until: NINE + 86_400_000 };
    expect(line(60, { wait: tomorrow })).toContain('warm-up, until Wed 25 Nov 10:00');
  });

  it('never reaches the last column', () => {
    const reason = fc.constantFrom('start', 'rate', 'warm-up', 'limit', 'trial', 'retry', 'new');
    const wait = fc.record({ reason, until: fc.integer({ min: NINE, max: NINE + 1e10 }) });
    const counts = fc.record({
      total: fc.integer({ min: 1, max: 1e7 }),
      done: fc.nat(1e7),
      accepted: fc.nat(1e7),
      refused: fc.nat(1e7),
      unknown: fc.nat(1e7),
      perSecond: fc.option(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { nil: undefined }),
      leftMs: fc.option(fc.nat(1e9), { nil: undefined }),
      wait: fc.option(wait, { nil: undefined }),
    });
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 200 }), fc.boolean(), (any, columns, stops) => {
        const capped = { ...any, done: Math.min(any.done, any.total) };
        const shown = barLine(capped as Standing, columns, localAt(NINE), stops);
        expect(shown.length).toBeLessThan(columns);
        expect(shown).not.toContain('\n');
      }),
    );
  });

  it('says that it stops', () => {
    expect(line(100, {}, true)).toContain('36 %  22,000 of 60,000  stopping');
  });
});

describe('notes', () => {
  const notesOf = (hint = '', now = NINE) => createNotes({ hint, local: () => localAt(now) });

  it('say what was refused or is unknown, and a search once', () => {
    const notes = notesOf();
    const divided = batchEvent({ state: 'divided', reason: 'No.', suspects: [] }, 1_000);
    expect([...notes(divided), ...notes(divided)]).toEqual([
      'Somebody in batch 1 is refused: looking for whom.',
    ]);
    expect(notes(batchEvent({ state: 'refused', reason: 'No.' }, 1))).toEqual([
      'Batch 1: refused. No.',
    ]);
    expect(notes(divided)).toHaveLength(1);
    expect(notes(batchEvent({ state: 'accepted', messageId: 'one' }, 1_000))).toEqual([]);
  });

  it('say why it is tried again, and what may be missing', () => {
    const notes = notesOf('Is the sandbox running?');
    const retry = (attempt: number): SendEvent => {
      return { type: 'retry', attempt, waitMs: 1_234, reason: 'No connection.' };
    };
    expect(notes(retry(1))).toEqual(['No connection. Trying again in 1.2 s (attempt 2).']);
    expect(notes(retry(2))).toHaveLength(2);
  });

  it('say what is waited for once, and nothing of the pace or of what is unheard of', () => {
    const notes = notesOf();
    const wait = (reason: 'limit' | 'rate', ms: number): SendEvent => {
      return { type: 'wait', reason, until: NINE + ms };
    };
    expect([...notes(wait('limit', 5_000)), ...notes(wait('limit', 9_000))]).toEqual([
      "Waiting until 10:00:05: SendGrid's limit is used up.",
    ]);
    expect(notes(wait('rate', 9_000))).toEqual([]);
    expect(notes({ type: 'election' } as unknown as SendEvent)).toEqual([]);
  });
});

it('tells a wait that nobody here has heard of by its time', () => {
  const wait = { reason: 'constructor', until: NINE } as never;
  expect(describeWait(wait, localAt(NINE)).full).toBe('waiting until 10:00:00');
});

describe('plain lines', () => {
  it('come with each tenth, and after half a minute of silence', () => {
    const lines: string[] = [];
    const { meter, send, pass, now } = openSend();
    const local = () => localAt(now());
    const plain = createPlain({ standing: meter.standing, local, write: (l) => lines.push(l) });
    send(4);
    plain.told();
    plain.told();
    expect(lines).toEqual(['4,000 of 10,000 recipients done, 1,000 a second, about 10 s left.']);
    pass(29_000);
    plain.tick();
    expect(lines).toHaveLength(1);
    pass(1_000);
    plain.tick();
    plain.tick();
    expect(lines).toHaveLength(2);
    meter.take({ type: 'wait', reason: 'start', until: now() + 9e6 });
    pass(60_000);
    plain.tick();
    expect(lines).toHaveLength(2);
    pass(9 * 60_000);
    plain.tick();
    expect(lines[2]).toBe('4,000 of 10,000 recipients done, starts 12:30:34.');
  });

  it('name trouble', () => {
    const standing = { total: 1, done: 1, accepted: 0, refused: 1, unknown: 0 };
    expect(sayStanding(standing, undefined)).toBe('1 of 1 recipient done, 1 refused');
  });
});

describe('events as NDJSON', () => {
  const { meter } = openSend();

  it('tell what happened and how the send stands, without addresses', () => {
    const event = batchEvent({ state: 'refused', reason: 'No.' }, 1);
    meter.take(event);
    const line = eventLine(event, meter.standing(), NINE);
    expect(line).not.toContain('@');
    expect(JSON.parse(line)).toEqual({
      type: 'batch',
      at: '2026-11-24T09:00:00.000Z',
      batch: 1,
      people: 1,
      state: 'refused',
      reason: 'No.',
      recipients: 10_000,
      done: 1,
      accepted: 0,
      refused: 1,
      unknown: 0,
    });
  });

  it('tell of what is unheard of only its type', () => {
    const event = { type: 'election', secret: 'hush' };
    const told = JSON.parse(eventLine(event, meter.standing(), NINE));
    expect(told).toMatchObject({ type: 'election', done: 1 });
    expect(told).not.toHaveProperty('secret');
  });
});
