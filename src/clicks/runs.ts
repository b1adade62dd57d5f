import type { ClickFacts } from './click-facts.ts';

/** Between clicks that belong together. */
const GAP_MS = 2000;

/** Clicks in order of time, parted wherever nothing came for longer than two seconds. */
export function runsOf(clicks: readonly ClickFacts[]): ClickFacts[][] {
  const runs: ClickFacts[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const click of clicks) {
    if (click.at - last > GAP_MS) runs.push([]);
    runs.at(-1)?.push(click);
    last = click.at;
  }
  return runs;
}

/** How many different links they visit. */
export function countLinks(clicks: readonly ClickFacts[]): number {
  return new Set(clicks.map(({ kind, link }) => `${kind} ${link ?? ''}`)).size;
}

/**
 * Whether a click came from one of the programs that these came from, as far as can be told: the same
 * agent, and the same network where both are known.
 */
export function programsOf(
  clicks: readonly ClickFacts[],
): (click: Pick<ClickFacts, 'userAgent' | 'network'>) => boolean {
  const networks = new Map<string, Set<string>>();
  for (const { userAgent, network } of clicks) {
    networks.set(userAgent, (networks.get(userAgent) ?? new Set()).add(network));
  }
  return ({ userAgent, network }) => {
    const known = networks.get(userAgent);
    return known !== undefined && (network === '' || known.has('') || known.has(network));
  };
}
