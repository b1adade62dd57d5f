import { askLink } from '../check-links/ask-link.ts';
import { isPublicAddress } from '../check-links/public-address.ts';
import { isLocal } from '../delivery/sendgrid-settings.ts';
import type { GuardLimits } from '../guard/guard.ts';
import { addGlances, type Glance, type Look } from '../guard/judge-looks.ts';
import type { Campaign } from '../ledger/ledger.ts';
import { inLanes } from './in-lanes.ts';
import { linksOfLetter, signPageOf } from './letter-pages.ts';

export type Page = Pick<Look, 'kind' | 'url'>;

/** Asks a page whether it is there; undefined if nobody can tell. */
export type AskPage = (
  page: Page,
  before: Look | undefined,
  signal: AbortSignal | undefined,
) => Promise<Glance | undefined>;

interface LookTools {
  readonly askPage: AskPage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Our own page is asked often; others' are left in peace, unless one has just failed. */
const SOON_MS = 20_000;
const LATER_MS = 5 * 60_000;
const AT_ONCE = 6;
const PATIENCE_MS = 10_000;

/**
 * Asks pages as those would who get the letter: where mail really goes out, everything that is on the
 * public internet; where it goes to the sandbox (a rehearsal), only pages on this machine, and nobody
 * need have started the sign page.
 */
export function createAskPage(isRehearsal: boolean): AskPage {
  const isAllowed = isRehearsal ? () => true : isPublicAddress;
  return async ({ kind, url }, before, signal) => {
    const isOwn = kind === 'sign-page';
    if (isRehearsal && !isOwn && !isLocal(url)) return undefined;
    const options = { isAllowed: isOwn ? () => true : isAllowed, timeout: PATIENCE_MS, signal };
    const { kind: state, status = 0, reason } = await askLink(url, options);
    if (signal?.aborted || state === 'private') return undefined;
    const isFailing = state === 'dead' || status >= 500;
    if (isFailing && isOwn && isRehearsal && !before) return undefined;
    return { kind, url, reason: isFailing ? reason : undefined };
  };
}

/** Asks those pages whose time has come; gives all looks, with what these have shown. */
export async function lookAround(
  campaign: Campaign,
  looks: readonly Look[],
  limits: GuardLimits,
  tools: LookTools,
): Promise<readonly Look[]> {
  const due = pagesOf(campaign, limits).filter((page) => isDue(lookAt(page, looks), tools.now()));
  return due.length === 0 ? looks : askAll(due, looks, tools);
}

/** Asks these pages now. */
export async function askAll(
  pages: readonly Page[],
  looks: readonly Look[],
  { askPage, now, signal }: LookTools,
): Promise<readonly Look[]> {
  const glances: Glance[] = [];
  const waiting = [...pages];
  await inLanes(
    () => AT_ONCE,
    async () => {
      const page = waiting.shift();
      if (!page) return false;
      const glance = await askPage(page, lookAt(page, looks), signal);
      if (glance) glances.push(glance);
      return true;
    },
  );
  return addGlances(looks, glances, now());
}

function pagesOf(campaign: Campaign, { links, signPage }: GuardLimits): Page[] {
  return [
    ...(signPage ? [{ kind: 'sign-page', url: signPageOf(campaign) } as const] : []),
    ...(links ? linksOfLetter(campaign).map((url) => ({ kind: 'links', url }) as const) : []),
  ];
}

function lookAt({ kind, url }: Page, looks: readonly Look[]): Look | undefined {
  return looks.find((one) => one.kind === kind && one.url === url);
}

function isDue(look: Look | undefined, now: number): boolean {
  if (!look) return true;
  const isSoon = look.kind === 'sign-page' || look.failures > 0;
  return now - look.at >= (isSoon ? SOON_MS : LATER_MS);
}
