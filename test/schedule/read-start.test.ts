import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStart } from '../../src/schedule/read-start.ts';
import { sayTime } from '../../src/schedule/say-time.ts';

/** Wednesday 25 November 2026, 10:30 in New York. */
const now = Date.UTC(2026, 10, 25, 15, 30);
const around = { now, zone: 'America/New_York' };

describe('a time to start', () => {
  test.each([
    ['2026-12-01 09:00', 'Tuesday 1 December 2026 at 09:00 in New York (UTC−5)'],
    ['2026-12-01T09:00', 'Tuesday 1 December 2026 at 09:00 in New York (UTC−5)'],
    ['2026-12-01T09:00:00', 'Tuesday 1 December 2026 at 09:00 in New York (UTC−5)'],
    ['2026-12-01 09:00 Europe/Madrid', 'Tuesday 1 December 2026 at 09:00 in Madrid (UTC+1)'],
    ['2026-12-01 09:00 Asia/Kolkata', 'Tuesday 1 December 2026 at 09:00 in Kolkata (UTC+5:30)'],
    ['2026-12-01 09:00 UTC', 'Tuesday 1 December 2026 at 09:00 UTC'],
    ['2026-12-01T09:00Z', 'Tuesday 1 December 2026 at 09:00 UTC'],
    ['2026-12-01T09:00:00+02:00', 'Tuesday 1 December 2026 at 09:00 UTC+2'],
    ['2026-12-01 09:00 +02:00', 'Tuesday 1 December 2026 at 09:00 UTC+2'],
    ['2026-12-01 09:00 europe/madrid', 'Tuesday 1 December 2026 at 09:00 in Madrid (UTC+1)'],
    ['18:30', 'Wednesday 25 November 2026 at 18:30 in New York (UTC−5)'],
    ['today 18:30', 'Wednesday 25 November 2026 at 18:30 in New York (UTC−5)'],
    ['Tomorrow 9:00', 'Thursday 26 November 2026 at 09:00 in New York (UTC−5)'],
    ['friday 09:00', 'Friday 27 November 2026 at 09:00 in New York (UTC−5)'],
    ['wednesday 09:00', 'Wednesday 2 December 2026 at 09:00 in New York (UTC−5)'],
    ['6pm', 'Wednesday 25 November 2026 at 18:00 in New York (UTC−5)'],
    ['tomorrow 9am', 'Thursday 26 November 2026 at 09:00 in New York (UTC−5)'],
    ['2026-12-01 6:30 P.M. Europe/Madrid', 'Tuesday 1 December 2026 at 18:30 in Madrid (UTC+1)'],
    ['friday 12am', 'Friday 27 November 2026 at 00:00 in New York (UTC−5)'],
    ['friday 12:05 pm', 'Friday 27 November 2026 at 12:05 in New York (UTC−5)'],
    ['tomorrow noon', 'Thursday 26 November 2026 at 12:00 in New York (UTC−5)'],
    ['  2027-07-01 00:00 ', 'Thursday 1 July 2027 at 00:00 in New York (UTC−4)'],
  ])('"%s" is %s', (typed, said) => {
    const read = readStart(typed, around);
    expect('at' in read && sayTime(read.at, read.zone)).toBe(said);
  });

  test.each([
    ['09:00', /over already/],
    ['2026-11-25 10:30', /over already/],
    ['2026-02-30 09:00', /write it as/],
    ['2026-13-01 09:00', /write it as/],
    ['25:00', /write it as/],
    ['12:61', /write it as/],
    ['soon', /write it as/],
    ['', /write it as/],
    ['2026-12-01', /write it as/],
    ['01/12/2026 09:00', /write it as/],
    ['someday 09:00', /write it as/],
    ['2026-12-01 09:00 Mars/Base', /no time zone/],
    ['tomorrow 18pm', /write it as/],
    ['tomorrow 0am', /write it as/],
    ['midnight', /write it as/],
    ['2026-12-01 18:30 pm', /no time zone/],
    ['2026-12-01 09:00 BST', /no time zone/],
    ['2026-12-01 09:00 EST', /no time zone/],
    ['2027-03-14 02:30', /leave that time out; write "03:30"/],
    ['2027-11-07 01:30', /comes twice.*"-04:00" or "-05:00"/],
  ])('"%s" is none: %s', (typed, complaint) => {
    const read = readStart(typed, around);
    expect('complaint' in read && read.complaint).toMatch(complaint);
  });

  test('that comes twice is told apart by its offset', () => {
    const [first, second] = ['-04:00', '-05:00'].map((zone) =>
      readStart(`2027-11-07 01:30 ${zone}`, around),
    );
    if (!first || !second || !('at' in first && 'at' in second)) throw new Error('not read');
    expect(second.at - first.at).toBe(3_600_000);
  });

  test('is always to come, and is said back as it was typed', () => {
    const minutes = fc.integer({ min: 1, max: 5_000_000 });
    const zone = fc.constantFrom('UTC', 'Europe/Madrid', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(minutes, zone, (ahead, zone) => {
        const wall = new Date(now + ahead * 60_000).toISOString().slice(0, 16).replace('T', ' ');
        const read = readStart(`${wall} ${zone}`, around);
        if ('complaint' in read) {
          expect(read.complaint).toMatch(/clocks|over already/);
          return;
        }
        expect(read.at).toBeGreaterThan(now);
        expect(sayTime(read.at, read.zone)).toContain(`at ${wall.slice(11)}`);
      }),
    );
  });
});
