import { expect, it } from 'vitest';
import { readMoment } from '../../src/schedule/read-moment.ts';

const now = Date.UTC(2026, 10, 24, 10, 32);
const read = (typed: string, zone = 'Europe/Madrid') => {
  const moment = readMoment(typed, { now, zone });
  return moment && [moment.from, moment.to].map((at) => new Date(at).toISOString().slice(0, 16));
};

it.each([
  ['2026-11-24', ['2026-11-23T23:00', '2026-11-24T23:00'], 'a day of its zone, whole'],
  ['2026-11-24 UTC', ['2026-11-24T00:00', '2026-11-25T00:00'], 'a day of another zone'],
  ['2026-10-25', ['2026-10-24T22:00', '2026-10-25T23:00'], 'a day of 25 hours'],
  ['today', ['2026-11-23T23:00', '2026-11-24T23:00'], 'the day that it is there'],
  ['2026-11-24 09:00', ['2026-11-24T08:00', '2026-11-24T08:00'], 'a minute'],
  ['2026-11-24T09:00', ['2026-11-24T08:00', '2026-11-24T08:00'], 'as machines write it'],
  ['2026-11-24 09:00 -05:00', ['2026-11-24T14:00', '2026-11-24T14:00'], 'with an offset'],
])('reads %s', (typed, expected) => {
  expect(read(typed)).toEqual(expected);
});

it.each(['', 'yesterday', '2026-02-30', '2026-11-24 25:00', '2026-11-24 CET', '24.11.2026'])(
  'takes "%s" for no time',
  (typed) => {
    expect(read(typed)).toBeUndefined();
  },
);
