import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { createPersonaliser, finishCopy } from '../../src/message/personalise.ts';
import { wireMessage } from '../../src/message/wire-message.ts';
import { couldBeToken, wirePrefix, wireToken } from '../../src/message/wire-tokens.ts';
import { ANN, aMessage, anAppeal, SECRET } from './a-letter.ts';
import { hostileReplace } from './hostile-replace.ts';
import { sampleHash } from './sample-hash.ts';

describe('a value that plays a token is read as it stands', async () => {
  const message = await aMessage({
    appeal: anAppeal('[{{first_name}}{{last_name}}]\n\n{{> sign}}\n').replace(
      'Keep it open',
      "'[{{first_name}}{{last_name}}]'",
    ),
  });
  const personalise = createPersonaliser(message);
  const { prefix } = message;
  const own = message.slots[0]?.token ?? '';
  const last = message.slots.at(-1)?.token ?? '';

  test.each([
    ["the slot's own token", own, ''],
    ["another slot's token", last, 'Lee'],
    ['the prefix', prefix, '0000'],
    ['half of a token, the other half beside it', own.slice(0, 8), own.slice(8)],
    ['one character, the rest beside it', own.slice(0, 1), own.slice(1)],
    ['all but one character', own.slice(0, -1), own.slice(-1)],
    ['half of the prefix', prefix.slice(0, 6), prefix.slice(6)],
    ['what String.replace reads', '$& $1 $$', '$`'],
    ['the token of the next round', wireToken(wirePrefix(SECRET, message.hash, 1), 0), own],
  ])('%s', (_reason, first, second) => {
    const values = personalise({ ...ANN, first_name: first, last_name: second });
    const others = personalise(ANN);
    const wire = wireMessage(message, [others, values], SECRET);
    const pairs = Object.entries(wire.substitutions[1] ?? {});
    for (let seed = 0; seed < 20; seed += 1) {
      for (const part of ['subject', 'text', 'html'] as const) {
        const copy = hostileReplace(wire[part], pairs, seed);
        const expected = `[${first}${second}]`.replaceAll('&', '&amp;').replaceAll('`', '&#x60;');
        expect(copy).toContain(part === 'html' ? expected : `[${first}${second}]`);
        expect(finishCopy(message, values)[part]).toBe(copy);
      }
    }
  });

  test('no token is left in a finished copy', () => {
    const copy = finishCopy(message, personalise(ANN));
    expect(`${copy.subject}${copy.html}${copy.text}`).not.toContain(prefix);
    expect(`${copy.subject}${copy.html}${copy.text}`).not.toMatch(/Oc7Xw2Kq/i);
  });
});

describe('wire tokens', () => {
  const hashes = Array.from({ length: 2000 }, (_x, index) => `hash ${index}`);

  test('are one length, letters and digits, and start with a letter', () => {
    for (const hash of hashes) {
      expect(wireToken(wirePrefix('secret', hash), 46_655)).toMatch(/^[A-Za-z][A-Za-z0-9]{15}$/);
    }
  });

  test('repeat for the same message and differ between messages, rounds and secrets', () => {
    expect(wirePrefix('secret', 'a', 1)).toBe(wirePrefix('secret', 'a', 1));
    const all = [
      ...hashes.flatMap((hash) => [wirePrefix('secret', hash), wirePrefix('other', hash)]),
      ...hashes.map((_hash, round) => wirePrefix('secret', 'a', round)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('are suspected in either half of the prefix', () => {
    const prefix = wirePrefix('secret', 'a');
    expect(couldBeToken(`x${prefix.slice(0, 6)}y`, prefix)).toBe(true);
    expect(couldBeToken(`x${prefix.slice(6)}y`, prefix)).toBe(true);
    expect(couldBeToken(`x${prefix.slice(0, 5)} ${prefix.slice(7)}`, prefix)).toBe(false);
  });
});

test('two processes compile the same bytes: a new one, and this one', async () => {
  const printHash = ['--import', 'tsx', 'test/message/print-hash.ts'];
  const hash = execFileSync(process.execPath, printHash, { encoding: 'utf8' });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await sampleHash()).toBe(hash);
});
