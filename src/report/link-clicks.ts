import { addClicks, type ClickCounts, NO_CLICKS } from '../clicks/count-clicks.ts';
import type { ClickKind, LinkClicks } from '../ledger/ledger.ts';

/** Clicks of one link, whatever edition it stood in. */
export interface LinkReport extends ClickCounts {
  readonly kind: ClickKind;
  /** Where a tracked link leads; what differs between recipients is left out. Null for the others. */
  readonly url: string | null;
  /** Recipients of whom at least one visit is taken for human. */
  readonly people: number;
}

/** Where a tracked link of an edition leads. */
export type UrlOf = (click: Pick<LinkClicks, 'lang' | 'variant' | 'link'>) => string | null;

const KINDS: readonly ClickKind[] = ['sign', 'link', 'view', 'unsubscribe', 'trap'];

/** In the order of their kinds, of one kind those before that most people have followed. */
export function reportLinks(links: readonly LinkClicks[], urlOf: UrlOf): LinkReport[] {
  const reports = new Map<string, LinkReport>();
  for (const click of links) {
    const { kind } = click;
    const url = kind === 'link' ? urlOf(click) : null;
    const key = `${kind} ${url}`;
    const before = reports.get(key) ?? { kind, url, people: 0, ...NO_CLICKS };
    const people = before.people + click.people;
    reports.set(key, { ...before, ...addClicks(before, click), people });
  }
  return [...reports.values()].sort(
    (one, other) =>
      KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || other.people - one.people,
  );
}

const NAMES: Readonly<Record<ClickKind, string>> = {
  sign: 'the sign link',
  link: 'a link that the letter no longer tells of',
  view: 'the letter in the browser',
  unsubscribe: 'the unsubscribe link',
  trap: 'the link that nobody sees',
};

/** A link as people are shown it. */
export function nameOfLink({ kind, url }: Pick<LinkReport, 'kind' | 'url'>): string {
  return url ?? NAMES[kind];
}
