import type { Finding, GuardKind, Pass } from './guard.ts';

/** What the last looks at a page have shown. */
export interface Look {
  readonly kind: GuardKind & ('links' | 'sign-page');
  readonly url: string;
  /** How often it has failed since it last did not. */
  readonly failures: number;
  /** As the end of a sentence about the page. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What one look has shown: `reason` is why it fails; undefined if all is well. */
export type Glance = Pick<Look, 'kind' | 'url'> & { readonly reason: string | undefined };

/** A page that fails once may be one that is started again. */
const LOOKS = 2;

/** The looks after some more. */
export function addGlances(
  looks: readonly Look[],
  glances: readonly Glance[],
  at: number,
): readonly Look[] {
  const isOf = (page: Glance) => (one: Look) => one.kind === page.kind && one.url === page.url;
  const others = looks.filter((look) => !glances.some((glance) => isOf(glance)(look)));
  const seen = glances.map((glance): Look => {
    const { kind, url, reason } = glance;
    const before = looks.find(isOf(glance))?.failures ?? 0;
    return { kind, url, failures: reason === undefined ? 0 : before + 1, reason: reason ?? '', at };
  });
  return [...others, ...seen];
}

/** Pages that fail, and did so when they were looked at before. */
export function judgeLooks(looks: readonly Look[], passes: readonly Pass[]): Finding[] {
  return looks
    .filter(({ failures }) => failures >= LOOKS)
    .filter(({ kind, url }) => !passes.some((one) => one.kind === kind && one.subject === url))
    .map(({ kind, url, reason }) => ({
      kind,
      subject: url,
      share: null,
      reason: say(kind, url, reason),
    }));
}

/** Whether a page has failed that is still to be looked at once more. */
export function isUnsure(looks: readonly Look[]): boolean {
  return looks.some(({ failures }) => failures > 0 && failures < LOOKS);
}

function say(kind: Look['kind'], url: string, reason: string): string {
  return kind === 'sign-page'
    ? `The sign page does not answer: ${url}, ${reason}.`
    : `A link of the letter leads nowhere: ${url}, ${reason}.`;
}
