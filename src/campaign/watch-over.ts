import type { Finding, GuardFigures } from '../guard/guard.ts';
import { isUnsure, judgeLooks, type Look } from '../guard/judge-looks.ts';
import { judgeShares, LEAST_BOUNCES } from '../guard/judge-shares.ts';
import { judgeSilence } from '../guard/judge-silence.ts';
import type { Campaign, Guard, GuardStop, Ledger } from '../ledger/ledger.ts';
import { guardStop } from './guard-stop.ts';
import { type AskPage, lookAround } from './look-around.ts';
import type { Stop } from './stops.ts';

export interface WatchTools {
  readonly ledger: Ledger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Undefined where no pages are looked at. */
  readonly askPage?: AskPage | undefined;
  /** Asks no further. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One look of the guard at a campaign that is being sent; any process may take it, every few seconds.
 * What it finds pauses the campaign for all, with its figures in the ledger, and is given. At the end of
 * a first wave's wait, it lets the rest go if it has found nothing.
 */
export async function watchOver(campaign: Campaign, tools: WatchTools): Promise<Stop | undefined> {
  const { ledger } = tools;
  const { number } = campaign;
  const guard = await ledger.guardOf(number);
  if (!guard) return undefined;
  const stops = await ledger.guardStops(number);
  const holding = stops.filter(({ ended }) => !ended);
  if (holding.length > 0) return guardStop(campaign, holding);
  const { findings, mayPass } = await judge(campaign, guard, stops, tools);
  if (findings.length > 0) {
    await ledger.stopByGuard(number, findings);
    return guardStop(campaign, findings);
  }
  if (mayPass) await ledger.passWave(number);
  return undefined;
}

interface Verdict {
  readonly findings: readonly Finding[];
  /** Whether the wait of a first wave is over, and nothing is in doubt. */
  readonly mayPass: boolean;
}

/** What can be known from the ledger goes before what pages must be asked for. */
async function judge(
  campaign: Campaign,
  guard: Guard,
  stops: readonly GuardStop[],
  tools: WatchTools,
): Promise<Verdict> {
  const { limits, wave } = guard;
  const inWave = wave !== undefined && wave.passedAt === undefined;
  const passes = stops.filter(({ ended }) => ended?.how === 'despite');
  const figures = await figuresOf(campaign, tools);
  const isOver = await waitIsOver(campaign, guard, tools);
  const findings = [
    ...judgeShares(limits, figures, passes, { inWave }),
    ...(isOver ? judgeSilence(limits, figures, passes) : []),
  ];
  if (findings.length > 0) return { findings, mayPass: false };
  const looks = await look(campaign, guard, tools);
  const failing = judgeLooks(looks, passes);
  return { findings: failing, mayPass: isOver && !isUnsure(looks) };
}

export function figuresOf(
  { number }: Pick<Campaign, 'number'>,
  { ledger }: Pick<WatchTools, 'ledger'>,
): Promise<GuardFigures> {
  return ledger.guardFigures(number, LEAST_BOUNCES);
}

async function waitIsOver(
  { number }: Campaign,
  { wave }: Guard,
  { ledger, now }: WatchTools,
): Promise<boolean> {
  if (!wave || wave.passedAt !== undefined) return false;
  const sentAt = await ledger.waveSent(number);
  return sentAt !== undefined && now() >= sentAt + wave.waitMs;
}

async function look(
  campaign: Campaign,
  { looks, limits }: Guard,
  { ledger, now, askPage, signal }: WatchTools,
): Promise<readonly Look[]> {
  if (!askPage) return looks;
  const after = await lookAround(campaign, looks, limits, { askPage, now, signal });
  if (after !== looks) await ledger.keepLooks(campaign.number, after);
  return after;
}
