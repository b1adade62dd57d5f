import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import { beforeAll, expect, test } from 'vitest';
import type { Message } from '../../src/message/message.ts';
import type { FinishedCopy } from '../../src/message/personalise.ts';
import { aMessage, copyFor } from './a-letter.ts';

/*
 * A letter of the real kind: eighteen signers, six notes with ten sources, quotes of all sorts,
 * dashes typed as "--", citations right behind quotation marks. All of it must reach people, in
 * order and to the letter.
 */
const FILE = 'test/fixtures/appeals/long-letter.md';
const appeal = readFileSync(FILE, 'utf8');
const fold = (text: string) => text.replace(/\s+/g, ' ').trim();

const SIGN_OFF =
  'Ada, Béla, Chidi, Dara, Edda, Femi, Greta, Hugo, Ines, Jonas, Keiko, Lars, Mina, Nils, Oona, Pavel, Quinn, and Rosa, the Night Bus team';
const NOTES = [
  ['Last Bus at Eight, Port Example Gazette, March 13, 2018'],
  ['Board Named Its Own Man, Once a Foe of Buses, The Herald, September 5, 2017'],
  ['Who Rides at Night?, Courier, April 17, 2018'],
  [
    'Board Withdraws Plan to Sell the Tram Depot, The Herald, February 4, 2018',
    'Fare rise "paused", says clerk, Morning Post & Mail, February 15, 2017',
    'Why the Benches Are Coming Back, Gazette, December 13, 2017',
    'Drivers Keep Their Tips in Compromise, The Herald, March 23, 2018',
    'Student pass to rise, but only by $1 to $2, Vox Populi, April 2018',
  ],
  ['Night shift, long walk, Harbour Times, 2014'],
  ['Who Rides at Night?, Courier, April 17, 2018'],
];

/** Everything that a reader must meet, in order; `cite` and `note` write a number. */
function expected(cite: (n: number) => string, note: (n: number) => string): string[] {
  let number = 0;
  const body = appeal
    .slice(appeal.lastIndexOf('---') + 3)
    .replace(/\[@[^\]]*\]/g, () => {
      number += 1;
      return cite(number);
    })
    .replace('{{default first_name "neighbour"}}', 'Ann');
  const sentences = body
    .split(/\n\n/)
    .flatMap((paragraph) => fold(paragraph).split(/(?<=[.?!]["”]?) (?=[A-Z])/))
    .filter((sentence) => sentence !== '')
    .flatMap((sentence) => {
      if (sentence === '{{> petition}}') {
        return [
          'Tell the Port Example Transport Board:',
          "“Keep route 9's night bus. Everyone who works late has a right to get home.”",
        ];
      }
      return sentence === '{{> sign}}' ? ['Add your name'] : [sentence];
    });
  return [
    'Nobody should have to walk home.',
    'Toll Free: 1-800-555-0142',
    ...sentences,
    'Thanks for standing at the stop with us!',
    `— ${SIGN_OFF}`,
    ...NOTES.flatMap((sources, index) => [note(index + 1), ...sources]),
  ];
}

function expectInOrder(text: string, pieces: readonly string[]): void {
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    expect(
      at,
      `"${piece}" after "${text.slice(Math.max(0, from - 40), from)}"`,
    ).toBeGreaterThanOrEqual(0);
    from = at + piece.length;
  }
}

let message: Message;
let copy: FinishedCopy;
beforeAll(async () => {
  message = await aMessage({ appeal });
  copy = copyFor(message, {});
});

test('the text part holds every sentence, signer, note and source, in order', () => {
  const text = fold(copy.text);
  expectInOrder(
    text,
    expected(
      (n) => `[${n}]`,
      (n) => `[${n}] `,
    ),
  );
  expect(copy.text.match(/^Add your name:\nhttps:\/\/act\.example\.org\/s\/abc$/gm)).toHaveLength(
    2,
  );
  expect(text).toContain('https://example.org/herald?a=1&b=2');
});

test('the html holds the same, in order', () => {
  const text = visibleText(copy.html);
  expectInOrder(
    text,
    expected(
      (n) => String(n),
      () => '',
    ),
  );
  // A browser writes the numbers of a list itself.
  const items = [...copy.html.matchAll(/<li id="note-(\d+)" value="(\d+)"/g)];
  expect(items.map(([, id, value]) => `${id} ${value}`)).toEqual(
    message.notes.map(({ number }) => `${number} ${number}`),
  );
  expect(copy.html.match(/<a href="https:\/\/act\.example\.org\/s\/abc"/g)).toHaveLength(2);
});

test('numbers and notes link to each other, and no id stands twice', () => {
  const ids = [...copy.html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const inner = [...copy.html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1]);
  expect(inner).toHaveLength(12);
  for (const target of inner) expect(ids).toContain(target);
});

test('the notes are data too, the sixth repeating the source of the third', () => {
  expect(message.notes.map((note) => note.number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(message.notes.flatMap((note) => note.sources)).toHaveLength(10);
  expect(message.notes[3]?.sources).toHaveLength(5);
  expect(message.notes[5]?.sources).toEqual(message.notes[2]?.sources);
});

test('it fits: html under what Gmail cuts off, text lines under 73 characters', () => {
  expect(message.bytes.html).toBe(Buffer.byteLength(message.html));
  expect(Buffer.byteLength(copy.html)).toBeLessThan(102 * 1024);
  const long = copy.text.split('\n').filter((line) => line.length > 72 && !line.includes('://'));
  expect(long).toEqual([]);
  expect(copy.text).not.toMatch(/\n\n\n|[ \t]$/m);
});

test('nothing is fetched from elsewhere: no fonts, no scripts, no pictures', () => {
  expect(copy.html).not.toMatch(/<script|<link|@import|fonts\.googleapis|<img/);
});

/** What a reader sees of the html: no head, blocks parted by spaces, entities decoded. */
function visibleText(html: string): string {
  let text = '';
  const hidden: string[] = [];
  const parser = new Parser({
    ontext: (data) => {
      if (hidden.length === 0) text += data;
    },
    onopentagname: (name) => {
      if (['head', 'style', 'title'].includes(name)) hidden.push(name);
      if (/^(p|div|td|h\d|li|br)$/.test(name)) text += ' ';
    },
    onclosetag: (name) => {
      if (hidden.at(-1) === name) hidden.pop();
    },
  });
  parser.end(html);
  return fold(text);
}
