import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { createLinks, type Links } from '../../../src/links.ts';
import { type ASite, openSite, PETITION, post, SECRET } from '../a-site.ts';

const NEW = 'a-newer-secret-that-is-long-enough-too';
const GONE = 'a-secret-that-leaked-and-was-taken-out';
const linksWith = (...secrets: string[]) =>
  createLinks({ url: 'https://act.example.org', secrets });

let site: ASite;
const asked: string[] = [];
/** What the web side asks of the ledger. */
const watched = (ledger: Ledger): Ledger =>
  new Proxy(ledger, {
    get: (target, name: keyof Ledger) => {
      const value = target[name];
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        asked.push(name);
        return (value as (...args: unknown[]) => unknown)(...args);
      };
    },
  });
beforeAll(async () => {
  site = await openSite({ links: linksWith(NEW, SECRET), troubled: watched });
});
afterAll(() => site.close());

const tokenOf = (link: string) => new URL(link).pathname.split('/').at(-1) ?? '';
/** One token of each kind, by the path that it belongs to. */
function tokensFrom(links: Links): Record<string, string> {
  const own = links.linksOf(site.campaign, 1 as never);
  return {
    s: tokenOf(own.sign_link),
    u: tokenOf(own.unsubscribe_link),
    v: tokenOf(own.view_link),
    c: tokenOf(own.click_link(0)),
    y: tokenOf(links.confirmLink(1 as never)),
    r: tokenOf(links.shareLink(1 as never)),
  };
}
const kinds = ['s', 'u', 'v', 'c', 'y', 'r'];

async function answersTo(path: string, token: string) {
  const url = `${site.url}/${path}/${token}`;
  const [seen, posted] = [await fetch(url), await post(url, { first_name: 'Rosa' })];
  return { statuses: [seen.status, posted.status], page: await seen.text() };
}

describe('a token', () => {
  const flip = (token: string, at: number) =>
    `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
  const attacks: readonly [string, (token: string) => string][] = [
    ['forged at its start', (token) => flip(token, 0)],
    ['forged at the end of its MAC', (token) => flip(token, 13)],
    ['with another recipient', (token) => `${token.slice(0, -1)}2`],
    ['truncated', (token) => token.slice(0, -1)],
    ['cut in half', (token) => token.slice(0, token.length / 2)],
    ['lengthened', (token) => `${token}0`],
    ['without its MAC', (token) => token.slice(14)],
    ['with nothing in it', () => 'AAAAAAAAAAAAAA'],
  ];

  test.each(attacks)(
    '%s opens nothing, of whatever kind, and the ledger is not even asked',
    async (_, attack) => {
      asked.length = 0;
      for (const [path, token] of Object.entries(tokensFrom(site.links))) {
        expect([path, (await answersTo(path, attack(token))).statuses]).toEqual([path, [404, 404]]);
      }
      expect(asked).toEqual([]);
    },
  );

  test('of one kind opens nothing of another (swapped kind)', async () => {
    asked.length = 0;
    for (const [kind, token] of Object.entries(tokensFrom(site.links))) {
      for (const path of kinds.filter((one) => one !== kind)) {
        const swapped = token.replace(new RegExp(`^(.{16})${kind}`), `$1${path}`);
        expect((await answersTo(path, token)).statuses).toEqual([404, 404]);
        expect((await answersTo(path, swapped)).statuses).toEqual([404, 404]);
      }
    }
    expect(asked).toEqual([]);
  });

  test('of a secret that is not listed any more opens nothing (old key)', async () => {
    asked.length = 0;
    for (const [path, token] of Object.entries(tokensFrom(linksWith(GONE)))) {
      expect((await answersTo(path, token)).statuses).toEqual([404, 404]);
    }
    expect(asked).toEqual([]);
  });

  test('of an older secret that is still listed works', async () => {
    const { s = '' } = tokensFrom(linksWith(SECRET));
    expect((await fetch(`${site.url}/s/${s}`)).status).toBe(200);
  });

  test('that leads nowhere tells not why: every answer is the same, byte for byte', async () => {
    const nobody = tokenOf(site.links.linksOf(site.campaign, 99 as never).sign_link);
    const noCampaign = tokenOf(site.links.linksOf(99 as never, 1 as never).sign_link);
    const { s = '', u = '' } = tokensFrom(site.links);
    const pages = new Set<string>();
    for (const token of [nobody, noCampaign, flip(s, 3), u, 'x', s.slice(1), 'a'.repeat(900)]) {
      pages.add((await answersTo('s', token)).page);
    }
    expect([...pages]).toEqual([expect.stringContaining('This link does not work')]);
  });
});

test('after all these nobody has signed or been unsubscribed', async () => {
  expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
  expect(await site.ledger.listSuppressions({ limit: 9 })).toEqual([]);
});
