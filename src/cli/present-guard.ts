import { formatCount } from '../format-count.ts';
import type { GuardLimits, ShareKind } from '../guard/guard.ts';
import { sayPercent } from '../guard/judge-shares.ts';
import type { Campaign, Guard, GuardStop, Ledger, Tally } from '../ledger/ledger.ts';
import { sayDuration } from '../schedule/say-time.ts';
import { plural } from './present-problems.ts';
import { minuteOf } from './present-suppressions.ts';

type Row = [label: string, value: string | undefined, needsCare?: boolean];

const SHARES: readonly ShareKind[] = ['bounces', 'complaints', 'refused', 'unsubscribes'];

/** The first wave and what the guard stops for, before anybody is mailed. */
export async function guardRows(
  { number }: Campaign,
  { recipients }: Tally,
  ledger: Ledger,
): Promise<Row[]> {
  const guard = await ledger.guardOf(number);
  if (!guard) return [];
  const isDeaf = guard.wave !== undefined && !(await ledger.hasEvents());
  return [
    ['First wave', waveRow(guard, recipients)],
    ['Guard', sayLimits(guard.limits)],
    [
      '',
      isDeaf
        ? 'no event of SendGrid has ever come here: unless that changes, the rest will not go by itself'
        : undefined,
      true,
    ],
  ];
}

function waveRow({ wave }: Guard, recipients: number): string | undefined {
  if (!wave) return undefined;
  if (wave.recipients >= recipients) return 'everybody is in it';
  const people = plural(wave.recipients, 'person', 'people');
  return `${people}, by lot; after ${sayDuration(wave.waitMs)} the other ${formatCount(recipients - wave.recipients)}, if the guard finds nothing`;
}

function sayLimits(limits: GuardLimits): string {
  const shares = SHARES.flatMap((kind) => {
    const limit = limits[kind];
    return limit === null ? [] : [`${kind} over ${sayPercent(limit)}`];
  });
  const pages = [
    ...(limits.links ? ['links that lead nowhere'] : []),
    ...(limits.signPage ? ['a sign page that does not answer'] : []),
  ];
  const all = [...shares, ...pages];
  return all.length === 0 ? 'stops for nothing' : `stops for ${all.join(', ')}`;
}

/** How a campaign fares with its guard, if there is anything to say: `guard` of `status --json`. */
export async function guardJson({ number }: Campaign, ledger: Ledger) {
  const guard = await ledger.guardOf(number);
  const stops = await ledger.guardStops(number);
  if (!guard || (!guard.wave && stops.length === 0)) return {};
  const { wave, limits } = guard;
  const { signPage: sign_page, ...others } = limits;
  return {
    guard: {
      limits: { ...others, sign_page },
      ...(wave && {
        first_wave: {
          recipients: wave.recipients,
          wait_seconds: wave.waitMs / 1000,
          passed_at: wave.passedAt === undefined ? null : timeOf(wave.passedAt),
        },
      }),
      stops: stops.map(({ kind, subject, share, reason, at, ended }) => ({
        kind,
        subject,
        share,
        reason,
        at: timeOf(at),
        ended: ended ? { how: ended.how, by: ended.by, at: timeOf(ended.at) } : null,
      })),
    },
  };
}

/** The same in lines. */
export async function guardLines(campaign: Campaign, ledger: Ledger): Promise<string[]> {
  const wave = (await ledger.guardOf(campaign.number))?.wave;
  const stops = await ledger.guardStops(campaign.number);
  const isHeld = stops.some(({ ended }) => !ended);
  return [...(wave ? [await sayWave(campaign, wave, isHeld, ledger)] : []), ...stops.map(sayStop)];
}

async function sayWave(
  { number }: Campaign,
  { recipients, waitMs, passedAt }: NonNullable<Guard['wave']>,
  isHeld: boolean,
  ledger: Ledger,
): Promise<string> {
  const wave = `First wave: ${plural(recipients, 'person', 'people')}`;
  if (passedAt !== undefined) return `${wave}; passed ${minuteOf(passedAt)} UTC.`;
  const sentAt = await ledger.waveSent(number);
  if (sentAt === undefined) return `${wave}; it is not sent yet, and the rest waits for it.`;
  if (isHeld) return `${wave}; sent, and the rest is held.`;
  return `${wave}; sent, and the rest waits until ${minuteOf(sentAt + waitMs)} UTC.`;
}

function sayStop({ kind, reason, at, ended }: GuardStop): string {
  const stop = `Guard, ${minuteOf(at)} UTC (${kind}): ${reason}`;
  if (!ended) return `${stop} It holds the campaign.`;
  const { how, by } = ended;
  return how === 'mended'
    ? `${stop} It was in order again ${minuteOf(ended.at)} UTC.`
    : `${stop} ${by} went on despite it, ${minuteOf(ended.at)} UTC.`;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
