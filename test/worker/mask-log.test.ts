import { expect, it } from 'vitest';
import { createMask } from '../../src/worker/mask-log.ts';

const mask = createMask({
  SENDGRID_API_KEY: 'SG.abcdefgh.ijklmnop',
  OUTCRY_SECRET: 'the-newest-secret-of-all, an-older-secret-of-ours',
  OUTCRY_DATABASE_URL: 'postgres://outcry:pa%2Fssword@db.example.org:5432/outcry',
  OUTCRY_NOTIFY_URL: 'https://hooks.example.org/T0/B0/xyz',
});

it.each([
  ['the key', 'Key SG.abcdefgh.ijklmnop is not valid.', 'Key … is not valid.'],
  ['each of several secrets', 'by an-older-secret-of-ours', 'by …'],
  [
    'the address of the database',
    'at postgres://outcry:pa%2Fssword@db.example.org:5432/outcry',
    'at …',
  ],
  ['its password alone, as typed', 'password pa/ssword failed', 'password … failed'],
  ['the web hook', 'to https://hooks.example.org/T0/B0/xyz: 404', 'to …: 404'],
  [
    'an address',
    'Key (email)=(rosa.reyes@example.org) exists.',
    'Key (email)=(r…@example.org) exists.',
  ],
])('a log line does not hold %s', (_, text, masked) => {
  expect(mask(text)).toBe(masked);
});

it('nothing is taken out where nothing is set', () => {
  expect(createMask({ OUTCRY_SECRET: '' })('batch 7 accepted')).toBe('batch 7 accepted');
});
