import { EXIT, OutcryError } from '../errors.ts';
import type { GuardKind } from '../guard/guard.ts';
import { judgeLooks } from '../guard/judge-looks.ts';
import { judgeSilence } from '../guard/judge-silence.ts';
import type { Campaign, Guard, GuardStop } from '../ledger/ledger.ts';
import { guardStop, holdingOf, kindsOf, MENDABLE } from './guard-stop.ts';
import { askAll, type Page } from './look-around.ts';
import { figuresOf, type WatchTools } from './watch-over.ts';

interface Despite {
  readonly kinds: readonly GuardKind[];
  /** Who goes on. */
  readonly by: string;
}

/**
 * Ends the stops that are over, as when the sign page answers again, and those that somebody goes on
 * despite. Throws an OutcryError (exit 4) for what still holds the campaign.
 */
export async function refuseStopped(
  campaign: Campaign,
  { kinds, by }: Despite,
  tools: WatchTools,
): Promise<void> {
  const { ledger } = tools;
  const { number } = campaign;
  const before = await holdingOf(campaign, ledger);
  const held = kindsOf(before);
  const strange = kinds.filter((kind) => !held.includes(kind));
  if (strange.length > 0) throw notStopped(campaign, strange, held);
  await ledger.endGuardStops(number, kinds, 'despite', by);
  const left = held.filter((kind) => !kinds.includes(kind) && MENDABLE.includes(kind));
  const guard = await ledger.guardOf(number);
  for (const kind of left) {
    if (guard && (await isMended(campaign, kind, guard, before, tools))) {
      await ledger.endGuardStops(number, [kind], 'mended', by);
    }
  }
  const holding = await holdingOf(campaign, ledger);
  if (holding.length > 0) throw stillStopped(campaign, holding);
}

async function isMended(
  campaign: Campaign,
  kind: GuardKind,
  { limits, looks }: Guard,
  stops: readonly GuardStop[],
  { ledger, now, askPage, signal }: WatchTools,
): Promise<boolean> {
  if (kind === 'silence') {
    return judgeSilence(limits, await figuresOf(campaign, { ledger }), []).length === 0;
  }
  if (!askPage) return false;
  const pages = stops.flatMap((stop): Page[] =>
    stop.kind === kind && (kind === 'links' || kind === 'sign-page')
      ? [{ kind, url: stop.subject }]
      : [],
  );
  const after = await askAll(pages, looks, { askPage, now, signal });
  await ledger.keepLooks(campaign.number, after);
  return judgeLooks(after, []).every((finding) => finding.kind !== kind);
}

function stillStopped(campaign: Campaign, holding: readonly GuardStop[]): OutcryError {
  const { reason, fix } = guardStop(campaign, holding);
  const what = `${campaign.name} is not resumed. ${reason}`;
  return new OutcryError({ code: 'guard-stopped', what, fix, exit: EXIT.stopped });
}

function notStopped(
  { name }: Campaign,
  strange: readonly GuardKind[],
  held: readonly GuardKind[],
): OutcryError {
  const own = held.length === 0 ? '' : ` What holds it: ${held.join(', ')}.`;
  return new OutcryError({
    code: 'guard-not-stopped',
    what: `The guard has not stopped ${name} for ${strange.join(' or ')}: that cannot be let pass beforehand.${own}`,
    fix:
      held.length === 0
        ? `Go on with: outcry resume ${name}`
        : `If it is to go on all the same: outcry resume ${name} --despite ${held.join(' ')}`,
    exit: EXIT.usage,
  });
}
