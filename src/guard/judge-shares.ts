import { formatCount } from '../format-count.ts';
import type { DomainCounts, Finding, GuardFigures, GuardLimits, Pass, ShareKind } from './guard.ts';

/**
 * So many of a kind at the least: one complaint of ten people is no sign of anything. With so few, a
 * share must be over its limit by more than chance explains.
 */
const LEAST: Readonly<Record<ShareKind, number>> = {
  bounces: 10,
  complaints: 5,
  refused: 20,
  unsubscribes: 20,
};
/**
 * Percentiles of the normal distribution: how surely the true share is over its limit, with 90 % and
 * 99 %. A first wave is there to find out, and few looks are taken at it. Later, hundreds of looks at up
 * to twenty mail domains find every unlucky streak: of sends of 20,000 with 3 % of bounces everywhere,
 * where 5 % is the most, the first stops 27 %, the second 3 % (simulated).
 */
const SURENESS = { wave: 1.2816, rest: 2.3263 };
/**
 * A mail domain stops a send if it is of some weight: at least so many heard of, and this share of the
 * audience. That the firm of eighty supporters is no more is nothing to stop a million letters for.
 */
const DOMAIN = { heard: 100, share: 0.01 };
/** What staff have let pass stops the send again at so many times the share that it had. */
const MUCH_WORSE = 2;

/** How many bounces a domain has that is worth being looked at. */
export const LEAST_BOUNCES = LEAST.bounces;

interface Count {
  readonly kind: ShareKind;
  readonly subject: string;
  readonly count: number;
  readonly of: number;
  readonly what: string;
}

/** Every share that is over its limit, and surely so; a little less surely in a first wave. */
export function judgeShares(
  limits: GuardLimits,
  figures: GuardFigures,
  passes: readonly Pass[],
  { inWave = false } = {},
): Finding[] {
  const sureness = inWave ? SURENESS.wave : SURENESS.rest;
  return countsOf(figures).flatMap((count): Finding[] => {
    const limit = limitFor(count, limits, passes);
    if (limit === undefined || !isOver(count, limit, sureness)) return [];
    const { kind, subject } = count;
    return [{ kind, subject, share: count.count / count.of, reason: say(count, limit) }];
  });
}

function countsOf(figures: GuardFigures): Count[] {
  const { accepted, refused, delivered, bounced, complaints, unsubscribes } = figures;
  const arrived = { of: delivered + bounced, what: 'bounced' };
  const all: Count[] = [
    { kind: 'bounces', count: bounced, ...arrived },
    { kind: 'complaints', count: complaints, of: delivered, what: 'reported it as spam' },
    { kind: 'refused', count: refused, of: accepted + refused, what: 'were refused by SendGrid' },
    { kind: 'unsubscribes', count: unsubscribes, of: accepted, what: 'have unsubscribed' },
  ].map((one) => ({ ...one, subject: '' }) as Count);
  const domains = figures.domains.filter((one) => isOfWeight(one, figures));
  return [...all, ...domains.map(domainCount)];
}

function isOfWeight({ delivered, bounced, recipients }: DomainCounts, all: GuardFigures): boolean {
  return delivered + bounced >= DOMAIN.heard && recipients >= DOMAIN.share * all.recipients;
}

function domainCount({ domain, delivered, bounced }: DomainCounts): Count {
  const what = `at ${domain} bounced`;
  return { kind: 'bounces', subject: domain, count: bounced, of: delivered + bounced, what };
}

/** Of passes, those that are about mail domains hold for each of them. */
function limitFor(
  { kind, subject }: Count,
  limits: GuardLimits,
  passes: readonly Pass[],
): number | undefined {
  const limit = limits[kind];
  if (limit === null) return undefined;
  const alike = passes.filter(
    (one) => one.kind === kind && (one.subject === '') === (subject === ''),
  );
  return Math.max(limit, ...alike.map(({ share }) => MUCH_WORSE * (share ?? 0)));
}

function isOver({ kind, count, of }: Count, limit: number, sureness: number): boolean {
  return of > 0 && count >= LEAST[kind] && lowest(count, of, sureness) > limit;
}

/** The lower bound of Wilson's score interval (E. B. Wilson, JASA 22, 1927). */
function lowest(count: number, of: number, z: number): number {
  const rate = Math.min(1, count / of);
  const scale = 1 + z ** 2 / of;
  const centre = rate + z ** 2 / (2 * of);
  return (centre - z * Math.sqrt((rate * (1 - rate)) / of + z ** 2 / (4 * of ** 2))) / scale;
}

function say({ count, of, what }: Count, limit: number): string {
  const share = `${sayPercent(count / of)}, where ${sayPercent(limit)} is the most`;
  return `${formatCount(count)} of ${formatCount(of)} ${what}: ${share}.`;
}

/** "8.2 %", "0.12 %". */
export function sayPercent(share: number): string {
  const percent = share * 100;
  const text = percent >= 1 ? percent.toFixed(1) : percent.toFixed(2);
  return `${text.replace(/\.?0+$/, '')} %`;
}
