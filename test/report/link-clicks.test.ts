import { expect, it } from 'vitest';
import type { LinkClicks } from '../../src/ledger/ledger.ts';
import { reportLinks } from '../../src/report/link-clicks.ts';

const sign: LinkClicks = {
  lang: 'en',
  variant: '',
  kind: 'sign',
  link: null,
  all: 3,
  human: 2,
  machine: 1,
  unsure: 0,
  people: 1,
  rules: { 'no-sign': 2, agent: 1 },
};
const law = { ...sign, kind: 'link', link: 0 } as const;

it('adds up what editions know of one address, whatever its number there', () => {
  const links = [
    { ...law, lang: 'en' },
    { ...law, lang: 'es', link: 4, rules: { burst: 1, 'no-sign': 2 } },
    { ...law, lang: 'es', link: 0, people: 9 },
    sign,
  ] as const;
  const urls: Record<string, string> = {
    'en 0': 'https://example.org/law',
    'es 4': 'https://example.org/law',
    'es 0': 'https://example.org/ley',
  };
  const reports = reportLinks(links, ({ lang, link }) => urls[`${lang} ${link}`] ?? null);
  expect(reports.map(({ kind, url, all, people }) => [kind, url, all, people])).toEqual([
    ['sign', null, 3, 1],
    ['link', 'https://example.org/ley', 3, 9],
    ['link', 'https://example.org/law', 6, 2],
  ]);
  expect(reports[2]).toMatchObject({
    human: 4,
    machine: 2,
    rules: { 'no-sign': 4, agent: 1, burst: 1 },
  });
});
