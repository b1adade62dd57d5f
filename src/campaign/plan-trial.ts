import { openDraw } from '../audience/draw-sample.ts';
import { OutcryError } from '../errors.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import type { TrialDraft, TrialRule } from '../ledger/trial-ledger.ts';
import type { Links } from '../links.ts';
import { openLots, shareUpTo } from '../trial/draw-variant.ts';
import { figuresOf } from '../trial/variant-figures.ts';
import { admit, type VariantOf } from './admit.ts';
import { type Editions, hashOf, inVariant, variantsOf } from './editions.ts';
import { type Rows, rowsOf } from './rows.ts';

/** On how many people variants are tried, and when the trial decides itself. */
export interface TrialWish {
  /** A share of the audience, or so many people. */
  readonly share?: number | undefined;
  readonly people?: number | undefined;
  readonly rule?: TrialRule | undefined;
}

const USUAL_SHARE = 0.2;

export interface Wanted extends Rows {
  readonly trial?: TrialWish | undefined;
  /** Of a test: the variant that all addresses get; in turn, if it is not said. */
  readonly variant?: string | undefined;
}

/** The trial of a letter that has variants; a test has none. */
export async function planTrial(
  editions: Editions,
  wanted: Wanted,
  links: Links,
): Promise<TrialDraft | undefined> {
  const names = variantsOf(editions);
  if (names.length === 0 || wanted.test) return undefined;
  const { share = USUAL_SHARE, people, rule = {} } = wanted.trial ?? {};
  return {
    variants: names.map((variant) => {
      const [{ appeal }] = inVariant(editions, variant);
      return { variant, subject: appeal.frontMatter.subject };
    }),
    share: people === undefined ? share : await shareOf(people, editions, wanted, links),
    rule,
  };
}

/**
 * Below which lot so many people stand. The lists are read once more for it: it hangs on how many they
 * hold.
 */
export async function shareOf(people: number, editions: Editions, wanted: Wanted, links: Links) {
  const lotOf = openLots(hashOf(editions));
  const draw = openDraw(people);
  // What is left out is counted when the audience is frozen.
  const selection = wanted.selection && {
    ...wanted.selection,
    leftOut: { ...wanted.selection.leftOut },
    warnings: [],
  };
  for await (const row of admit(rowsOf({ ...wanted, selection }), editions, links)) {
    if (!('reason' in row)) draw.add(lotOf(row.email).share);
  }
  return shareUpTo(draw.threshold());
}

/** Which variant falls to whom: by lot within the trial's share, to test addresses in turn. */
export function openVariants(
  editions: Editions,
  { test, variant }: Wanted,
  trial: TrialDraft | undefined,
): VariantOf {
  const names = variantsOf(editions);
  if (test) {
    let turn = 0;
    return () => variant ?? names[turn++ % names.length] ?? '';
  }
  if (!trial) return () => '';
  const lotOf = openLots(hashOf(editions));
  return (email) => {
    const lot = lotOf(email);
    return lot.share < trial.share ? (names[lot.variant % names.length] ?? '') : '';
  };
}

/** Throws an OutcryError if there is a variant that nobody would get before the rest. */
export async function refuseSmallTrial(
  { number }: Campaign,
  trial: TrialDraft | undefined,
  ledger: Ledger,
): Promise<void> {
  if (!trial || (await ledger.tally(number)).recipients === 0) return;
  const names = trial.variants.map(({ variant }) => variant);
  const figures = figuresOf(names, await ledger.byEdition(number));
  const nobodys = figures.filter(({ recipients }) => recipients === 0);
  if (nobodys.length === 0) return;
  throw new OutcryError({
    code: 'trial-small',
    what: `Too few people to test on: variant ${nobodys.map(({ variant }) => variant).join(' and ')} would be tried on nobody.`,
    fix: 'Try it on more people, such as --trial 50%, or send the letter with one subject.',
  });
}
