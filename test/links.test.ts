import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLinks, type LinkKind, type Links, parseSecrets } from '../src/links.ts';
import type {
  CampaignNumber,
  PendingNumber,
  RecipientNumber,
  SignatureNumber,
} from '../src/terms.ts';

const OLD = 'an-old-secret-that-is-long-enough-0001';
const NEW = 'a-new-secret-that-is-long-enough-00002';
const KINDS: readonly LinkKind[] = ['sign', 'unsubscribe', 'view'];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const campaignOf = (number: number) => number as CampaignNumber;
const recipientOf = (number: number) => number as RecipientNumber;
const links = createLinks({ url: 'https://act.example.org', secrets: [NEW] });

function tokens(campaign: number, recipient: number, from = links) {
  const made = from.linksOf(campaignOf(campaign), recipientOf(recipient));
  const last = (link: string) => link.slice(link.lastIndexOf('/') + 1);
  return {
    sign: last(made.sign_link),
    unsubscribe: last(made.unsubscribe_link),
    view: last(made.view_link),
  };
}

const numbers = fc.record({
  campaign: fc.integer({ min: 1, max: 100_000 }),
  recipient: fc.integer({ min: 1, max: 50_000_000 }),
});

describe('a link', () => {
  test('names the campaign and the recipient that it was made for', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...KINDS), ({ campaign, recipient }, kind) => {
        expect(links.read(kind, tokens(campaign, recipient)[kind])).toEqual({
          campaign,
          recipient,
        });
      }),
    );
  });

  test('stays under 78 characters for campaign 9,999 and recipient 20,000,000', () => {
    const made = links.linksOf(campaignOf(9_999), recipientOf(20_000_000));
    expect(made.sign_link).toMatch(/^https:\/\/act\.example\.org\/s\//);
    expect(made.unsubscribe_link).toMatch(/^https:\/\/act\.example\.org\/u\//);
    expect(made.view_link).toMatch(/^https:\/\/act\.example\.org\/v\//);
    const all = [made.sign_link, made.unsubscribe_link, made.view_link, made.click_link(999)];
    for (const link of all) expect(link.length).toBeLessThan(78);
  });

  test('ends in a letter or a digit, so that link finders take it whole', () => {
    fc.assert(
      fc.property(numbers, ({ campaign, recipient }) => {
        for (const token of Object.values(tokens(campaign, recipient))) {
          expect(token).toMatch(/^[\w-]+[0-9a-z]$/);
        }
      }),
    );
  });

  test.each([
    ['https://example.org/act', 'https://example.org/act/s/'],
    ['https://example.org/act/', 'https://example.org/act/s/'],
    ['https://example.org///', 'https://example.org/s/'],
  ])('under %s begins with %s', (url, start) => {
    const made = createLinks({ url, secrets: [NEW] }).linksOf(campaignOf(1), recipientOf(1));
    expect(made.sign_link.slice(0, made.sign_link.lastIndexOf('/') + 1)).toBe(start);
  });
});

describe('a token that is not ours', () => {
  test('with any character changed to any other verifies for nothing', () => {
    for (const kind of KINDS) {
      const token = tokens(7, 12_345)[kind];
      for (let at = 0; at < token.length; at++) {
        for (const other of ALPHABET.replace(token.charAt(at), '')) {
          const forged = token.slice(0, at) + other + token.slice(at + 1);
          for (const asKind of KINDS) expect(links.read(asKind, forged)).toBeUndefined();
        }
      }
    }
  });

  test('with any bit changed verifies for nothing', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.constantFrom(...KINDS), (who, bit, kind) => {
        const bytes = Buffer.from(tokens(who.campaign, who.recipient)[kind], 'latin1');
        const at = Math.floor(bit / 8) % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
        for (const as of KINDS) expect(links.read(as, bytes.toString('latin1'))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  test('is refused as another kind', () => {
    const made = tokens(3, 4);
    for (const kind of KINDS) {
      for (const other of KINDS.filter((k) => k !== kind)) {
        expect(links.read(other, made[kind])).toBeUndefined();
      }
    }
  });

  test('is refused when its numbers are those of somebody else', () => {
    const [mine, other] = [tokens(3, 4).sign, tokens(3, 5).sign];
    expect(links.read('sign', mine.slice(0, 14) + other.slice(14))).toBeUndefined();
  });

  test('is refused when cut or lengthened', () => {
    const token = tokens(11, 222_222).sign;
    for (let length = 0; length < token.length; length++) {
      expect(links.read('sign', token.slice(0, length))).toBeUndefined();
    }
    for (const more of ['0', 'a', '.', ' ', '\n', '=', '/', '%00']) {
      expect(links.read('sign', token + more)).toBeUndefined();
      expect(links.read('sign', more + token)).toBeUndefined();
    }
  });

  test('is refused when a number has a leading zero', () => {
    const token = tokens(1, 2).sign;
    expect(links.read('sign', token.replace(/1-2$/, '01-2'))).toBeUndefined();
    expect(links.read('sign', token.replace(/1-2$/, '1-02'))).toBeUndefined();
  });

  test('is refused whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        for (const kind of KINDS) expect(links.read(kind, text)).toBeUndefined();
      }),
    );
    for (const huge of ['a'.repeat(1_000_000), `${'A'.repeat(14)}00s${'z'.repeat(400)}-1`]) {
      expect(links.read('sign', huge)).toBeUndefined();
    }
  });
});

const NUMBER_LINKS = [
  {
    name: 'the link that confirms a signature',
    letter: 'y',
    make: (from: Links, number: number) => from.confirmLink(number as PendingNumber),
    read: (from: Links, token: string): number | undefined => from.readConfirm(token),
    other: (from: Links, number: number) => from.shareLink(number as SignatureNumber),
  },
  {
    name: 'the link that shares a petition',
    letter: 'r',
    make: (from: Links, number: number) => from.shareLink(number as SignatureNumber),
    read: (from: Links, token: string): number | undefined => from.readShare(token),
    other: (from: Links, number: number) => from.confirmLink(number as PendingNumber),
  },
];

describe.each(NUMBER_LINKS)('$name', ({ letter, make, read, other }) => {
  const numberToken = (pending: number, from = links) =>
    make(from, pending).split('/').at(-1) ?? '';
  const pendings = fc.integer({ min: 1, max: 2 ** 50 });

  test('names the signature that it was made for', () => {
    fc.assert(
      fc.property(pendings, (pending) => {
        expect(read(links, numberToken(pending))).toBe(pending);
      }),
    );
  });

  test('stays under 78 characters, and ends in a letter or a digit', () => {
    const link = make(links, 999_999_999);
    expect(link).toMatch(/^https:\/\/act\.example\.org\/[yr]\/[\w-]+[0-9a-z]$/);
    expect(new URL(link).pathname.at(1)).toBe(letter);
    expect(link.length).toBeLessThan(78);
  });

  test('is refused with any character changed to any other', () => {
    const token = numberToken(12_345);
    for (let at = 0; at < token.length; at++) {
      for (const other of ALPHABET.replace(token.charAt(at), '')) {
        const forged = token.slice(0, at) + other + token.slice(at + 1);
        expect(read(links, forged)).toBeUndefined();
      }
    }
  });

  test('is refused when cut or lengthened, and for the number nought', () => {
    const token = numberToken(12_345);
    for (let length = 0; length < token.length; length++) {
      expect(read(links, token.slice(0, length))).toBeUndefined();
    }
    for (const more of ['0', '-1', ' ', '\n', '%00']) {
      expect(read(links, token + more)).toBeUndefined();
      expect(read(links, more + token)).toBeUndefined();
    }
    expect(read(links, numberToken(0))).toBeUndefined();
  });

  test("is none of a recipient's, nor is one of hers, or the other link of a number", () => {
    fc.assert(
      fc.property(numbers, pendings, ({ campaign, recipient }, pending) => {
        const confirm = numberToken(pending);
        const mac = confirm.slice(0, 14);
        const foreign = other(links, pending).split('/').at(-1) ?? '';
        expect(read(links, foreign)).toBeUndefined();
        expect(read(links, foreign.slice(0, 14) + confirm.slice(14))).toBeUndefined();
        for (const kind of KINDS) {
          const own = tokens(campaign, recipient)[kind];
          expect(links.read(kind, confirm)).toBeUndefined();
          expect(read(links, own)).toBeUndefined();
          expect(links.read(kind, mac + own.slice(14))).toBeUndefined();
          expect(read(links, own.slice(0, 14) + confirm.slice(14))).toBeUndefined();
        }
      }),
    );
  });

  test('works after a rotation, and with no other secret', () => {
    const old = createLinks({ url: 'https://act.example.org', secrets: [OLD] });
    const rotated = createLinks({ url: 'https://act.example.org', secrets: [NEW, OLD] });
    expect(read(rotated, numberToken(7, old))).toBe(7);
    expect(read(old, numberToken(7))).toBeUndefined();
  });
});

describe('a tracked link', () => {
  const clickToken = (campaign: number, recipient: number, link: number, from = links) =>
    from.linksOf(campaignOf(campaign), recipientOf(recipient)).click_link(link).split('/').at(-1) ??
    '';
  const clicks = fc.record({
    campaign: fc.integer({ min: 1, max: 100_000 }),
    recipient: fc.integer({ min: 1, max: 50_000_000 }),
    link: fc.integer({ min: 0, max: 5000 }),
  });

  test('names campaign, recipient and link, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(clicks, fc.nat(5000), ({ campaign, recipient, link }, other) => {
        const { click_link } = links.linksOf(campaignOf(campaign), recipientOf(recipient));
        const [, again] = [click_link(other), click_link(link)];
        expect(again).toMatch(/^https:\/\/act\.example\.org\/c\/[\w-]+[0-9a-z]$/);
        const token = again.split('/').at(-1) ?? '';
        expect(links.readClick(token)).toEqual({ campaign, recipient, link });
      }),
    );
  });

  test('is refused with any character changed to any other, cut or lengthened', () => {
    const token = clickToken(7, 12_345, 8);
    for (let at = 0; at < token.length; at++) {
      expect(links.readClick(token.slice(0, at))).toBeUndefined();
      for (const other of ALPHABET.replace(token.charAt(at), '')) {
        const forged = token.slice(0, at) + other + token.slice(at + 1);
        expect(links.readClick(forged)).toBeUndefined();
      }
    }
    for (const more of ['0', '-1', ' ', '\n', '%00', '/']) {
      expect(links.readClick(token + more)).toBeUndefined();
    }
  });

  test("is none of a recipient's own, nor is one of hers a tracked one", () => {
    fc.assert(
      fc.property(clicks, ({ campaign, recipient, link }) => {
        const token = clickToken(campaign, recipient, link);
        for (const kind of KINDS) {
          const own = tokens(campaign, recipient)[kind];
          expect(links.read(kind, token)).toBeUndefined();
          expect(links.readClick(own)).toBeUndefined();
          expect(links.readClick(own.slice(0, 14) + token.slice(14))).toBeUndefined();
        }
        expect(links.readConfirm(token)).toBeUndefined();
      }),
    );
  });

  test('works after a rotation, and with no other secret', () => {
    const old = createLinks({ url: 'https://act.example.org', secrets: [OLD] });
    const rotated = createLinks({ url: 'https://act.example.org', secrets: [NEW, OLD] });
    const read = { campaign: 1, recipient: 2, link: 3 };
    expect(rotated.readClick(clickToken(1, 2, 3, old))).toEqual(read);
    expect(old.readClick(clickToken(1, 2, 3))).toBeUndefined();
  });
});

describe('the links of letters that were sent', () => {
  test('have the very bytes that they always had', () => {
    const made = createLinks({ url: 'https://act.example.org', secrets: [OLD] });
    const { click_link, ...own } = made.linksOf(campaignOf(12), recipientOf(345_678));
    expect(click_link(7)).toBe('https://act.example.org/c/2LDzlbb9aujjLyqwcc-7eq6-7');
    expect(own).toEqual({
      sign_link: 'https://act.example.org/s/Pkb96kliIYLSXUqwsc-7eq6',
      unsubscribe_link: 'https://act.example.org/u/Qz4somXMBJpD40qwuc-7eq6',
      view_link: 'https://act.example.org/v/2trCy5tmam8cABqwvc-7eq6',
    });
  });
});

describe('secrets', () => {
  const old = createLinks({ url: 'https://act.example.org', secrets: [OLD] });
  const rotated = createLinks({ url: 'https://act.example.org', secrets: [NEW, OLD] });

  test('another secret reads nothing', () => {
    expect(old.read('sign', tokens(1, 1).sign)).toBeUndefined();
  });

  test('after a rotation old links are still read and new ones use the new secret', () => {
    expect(rotated.read('sign', tokens(1, 1, old).sign)).toEqual({ campaign: 1, recipient: 1 });
    expect(tokens(1, 1, rotated)).toEqual(tokens(1, 1, links));
  });

  test('may be separated by commas, spaces and line breaks', () => {
    expect(parseSecrets(` ${NEW},\n${OLD} `)).toEqual([NEW, OLD]);
  });

  test.each([undefined, '', ' , '])(
    'missing ones (%j) are an error that says how to make one',
    (text) => {
      expect(() => parseSecrets(text)).toThrow(
        expect.objectContaining({
          code: 'secret-missing',
          exit: 3,
          fix: expect.stringContaining('openssl rand -hex 32'),
        }),
      );
    },
  );

  test('a short one is an error that does not show it', () => {
    const short = 'short-secret';
    try {
      parseSecrets(`${NEW},${short}`);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'secret-too-short', exit: 3 });
      expect(JSON.stringify(error) + String(error)).not.toContain(short);
      expect(String(error)).toContain('number 2 of 2');
    }
  });
});
