import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEnvelope } from '../../src/campaign/envelope.ts';
import type { Copy } from '../../src/sandbox/finish-copy.ts';
import { openStage, type Stage } from './a-stage.ts';

/** A token of the very letter that is sent is added to these. */
const NAMES = [
  "O'Brien & <b>Co</b>",
  '{{7*7}}',
  '{{sign_link}}',
  '%s',
  '%7B%7Bx%7D%7D',
  '日本語',
  '$&',
  "$`$'$1",
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '-first_name-',
  '👩‍👩‍👧 x',
  '&amp;',
];

let stage: Stage;
const copies = new Map<string, Copy>();
beforeAll(async () => {
  stage = await openStage();
  const [plain, ...nasty] = await sendTo(['Plain', ...NAMES, ...(await tokens())]);
  for (const { name, copy } of [plain, ...nasty].flatMap((one) => one ?? []))
    copies.set(name, copy);
});
afterAll(() => stage.close());

/** The tokens that the letter would have, found by compiling it for the same list and secret. */
async function tokens(): Promise<string[]> {
  const campaign = await stage.plan({ lists: [stage.list('a.csv', [['a@example.org', 'A', '']])] });
  const { message } = openEnvelope(campaign.envelope).editions[0];
  const [first, second] = message.slots.map((slot) => slot.token);
  if (!first || !second) throw new Error('The letter has no slots.');
  return [first, `a ${second} b`, first.slice(0, 8), first.slice(6, 12)];
}

async function sendTo(names: readonly string[]): Promise<{ name: string; copy: Copy }[]> {
  const rows = names.map((name, index) => [`n${index}@example.org`, name, 'yes']);
  const campaign = await stage.plan({ lists: [stage.list('a.csv', rows)] });
  await stage.send(campaign);
  const sent = names.map(async (name, index) => {
    const [copy] = await stage.copies(`n${index}@example.org`);
    if (!copy) throw new Error(`${name} got nothing.`);
    return { name, copy };
  });
  return Promise.all(sent);
}

function copyOf(name: string): Copy {
  const copy = copies.get(name);
  if (!copy) throw new Error(`${name} got nothing.`);
  return copy;
}

/** What a browser would show of a page, and the elements that it would make. */
function parse(html: string): { text: string; tags: string[] } {
  let text = '';
  const tags: string[] = [];
  const parser = new Parser({
    ontext: (data) => {
      text += data;
    },
    onopentag: (name, attributes) => tags.push([name, ...Object.keys(attributes)].join(' ')),
  });
  parser.end(html);
  return { text, tags };
}

describe('a supporter whose name is', () => {
  const names = () => [...copies.keys()];

  test('anything at all reads it so in subject, text and html', () => {
    expect(names()).toHaveLength(NAMES.length + 5);
    for (const name of names()) {
      const { subject, text, html } = copyOf(name);
      expect(subject).toBe(`${name}, keep the river open`);
      expect(text).toContain(`Dear ${name},`);
      expect(parse(html).text).toContain(`Dear ${name},`);
    }
  });

  test('anything at all adds nothing to the letter, and takes nothing out of it', () => {
    const plain = copyOf('Plain');
    const shape = (copy: Copy) => parse(copy.html).tags;
    const frame = ({ text }: Copy, name: string) =>
      text.replaceAll(name, 'NAME').replace(/\/[suv]\/[\w-]+/g, '/LINK');
    for (const name of names()) {
      expect(shape(copyOf(name))).toEqual(shape(plain));
      expect(frame(copyOf(name), name)).toBe(frame(plain, 'Plain'));
    }
  });

  test('anything at all has her own links, and the headers that unsubscribe her in one click', () => {
    const seen = new Set<string>();
    for (const name of names()) {
      const { headers, text, html } = copyOf(name);
      expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
      const [, link = ''] =
        /^<(https:\/\/act\.example\.org\/u\/[\w-]+)>$/.exec(headers['List-Unsubscribe'] ?? '') ??
        [];
      expect(text).toContain(link);
      expect(html).toContain(link);
      seen.add(link);
    }
    expect(seen.size).toBe(names().length);
    expect(seen.has('')).toBe(false);
  });
});
