import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/message/message.ts';
import { finishCopy } from '../../src/message/personalise.ts';
import { wireMessage } from '../../src/message/wire-message.ts';
import { wireToken } from '../../src/message/wire-tokens.ts';
import { SECRET } from './a-letter.ts';
import { hostileReplace } from './hostile-replace.ts';

const PREFIX = 'tQ3xkLm0Zp9a';
const at = (slot: number) => wireToken(PREFIX, slot);

/** A message whose slots stand for values that a test gives. */
function messageOf(slots: number, { subject = '', html = '', text = '' }): Message {
  return {
    lang: 'en',
    subject,
    html,
    text,
    notes: [],
    slots: Array.from({ length: slots }, (_, slot) => ({ token: at(slot), node: '' })),
    tracked: [],
    prefix: PREFIX,
    locals: 0,
    hash: 'a hash',
    bytes: { html: 0, text: 0 },
    fields: [],
  };
}

const HOST = 'https://act.example.org/s/';

describe('what goes over the wire', () => {
  const message = messageOf(3, {
    subject: `For ${at(0)}`,
    html: `<a href="${at(1)}">Sign, ${at(0)}</a>`,
    text: `Sign, ${at(0)}: ${at(2)}`,
  });

  test('is what differs: the same value once, and not what all of them begin with', () => {
    const batch = ['Ann', 'Zoë'].map((name, index) => [
      name,
      `${HOST}t${index}`,
      `${HOST}t${index}`,
    ]);
    const wire = wireMessage(message, batch, SECRET);
    expect(wire.substitutions).toEqual([
      { [at(0)]: 'Ann', [at(1)]: '0' },
      { [at(0)]: 'Zoë', [at(1)]: '1' },
    ]);
    expect(wire.html).toBe(`<a href="${HOST}t${at(1)}">Sign, ${at(0)}</a>`);
    expect(wire.text).toBe(`Sign, ${at(0)}: ${HOST}t${at(1)}`);
  });

  test('is nothing where all have the same, as in a batch of one', () => {
    const wire = wireMessage(message, [['Ann', `${HOST}1`, `${HOST}1`]], SECRET);
    expect(wire.substitutions).toEqual([{}]);
    expect(wire.subject).toBe('For Ann');
  });

  test('does not tear a character of two halves apart', () => {
    const batch = [
      ['a😀', '', ''],
      ['a😁', '', ''],
    ];
    const wire = wireMessage(message, batch, SECRET);
    expect(wire.subject).toBe(`For a${at(0)}`);
    expect(wire.substitutions[0]).toEqual({ [at(0)]: '😀' });
  });

  test('gives everybody her own copy, whatever the values are', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '',
        HOST,
        `${HOST}a`,
        `${HOST}ab`,
        '😀',
        '😁',
        at(1),
        PREFIX.slice(0, 6),
        '$&',
        '&amp;',
      ),
    );
    const values = fc.array(value, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), fc.nat(), (batch, seed) => {
        const wire = wireMessage(message, batch, SECRET);
        batch.forEach((own, index) => {
          const copy = finishCopy(message, own);
          const pairs = Object.entries(wire.substitutions[index] ?? {});
          for (const part of ['subject', 'html', 'text'] as const) {
            expect(hostileReplace(wire[part], pairs, seed)).toBe(copy[part]);
          }
        });
      }),
      { numRuns: 1000 },
    );
  });
});
