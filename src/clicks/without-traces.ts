import type { ClickFacts } from './click-facts.ts';
import { namesItselfMachine } from './names-itself-machine.ts';

/**
 * Clicks with only so much of the facts left that today's rules judge them alike: which came from the
 * same program and network, and whether that posed as a browser, called itself something else, or
 * nothing. What exactly it was, is gone.
 */
export function withoutTraces(
  clicks: readonly Pick<ClickFacts, 'userAgent' | 'purpose' | 'network'>[],
): Pick<ClickFacts, 'userAgent' | 'purpose' | 'network'>[] {
  const agents = openNumbers();
  const networks = openNumbers();
  return clicks.map(({ userAgent, purpose, network }) => ({
    userAgent: kindOf(userAgent) && `${kindOf(userAgent)} ${agents(userAgent)}`,
    purpose: /prefetch|preview/i.exec(purpose)?.[0].toLowerCase() ?? '',
    network: network && String(networks(network)),
  }));
}

function kindOf(userAgent: string): string {
  if (userAgent.trim() === '') return '';
  if (namesItselfMachine(userAgent)) return 'crawler';
  return /^Mozilla\//.test(userAgent) ? 'Mozilla/' : 'other';
}

/** The same number for the same text: 1, 2, 3 … */
function openNumbers(): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const number = known.get(text) ?? known.size + 1;
    known.set(text, number);
    return number;
  };
}
