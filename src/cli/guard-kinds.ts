import type { GuardKind } from '../guard/guard.ts';

/** Whatever `--despite` takes; here, so that `--help` need not load the guard. */
const KINDS: Readonly<Record<GuardKind, true>> = {
  bounces: true,
  complaints: true,
  refused: true,
  unsubscribes: true,
  links: true,
  'sign-page': true,
  silence: true,
};
export const GUARD_KINDS = Object.keys(KINDS) as GuardKind[];
