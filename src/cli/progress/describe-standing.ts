import { formatCount } from '../../format-count.ts';
import { plural } from '../present-problems.ts';
import type { Standing } from './meter.ts';

/** "1,388 a second": whole people, but for the slowest. */
export function saySpeed(perSecond: number): string {
  if (perSecond >= 1) return `${formatCount(Math.round(perSecond))} a second`;
  return `${formatCount(Math.max(1, Math.round(perSecond * 60)))} a minute`;
}

/** "about 40 s left": no more exact than anybody can know. */
export function sayLeft(ms: number): string {
  const seconds = Math.max(5, Math.ceil(ms / 5_000) * 5);
  if (seconds <= 90) return `about ${seconds} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes <= 90) return `about ${minutes} min left`;
  const hours = Math.round(minutes / 60);
  return hours <= 48 ? `about ${hours} hours left` : `about ${Math.round(hours / 24)} days left`;
}

/** "3 refused, 12 unknown", or nothing. */
export function sayTrouble({ refused, unknown }: Pick<Standing, 'refused' | 'unknown'>): string {
  const parts = [
    refused > 0 ? `${formatCount(refused)} refused` : '',
    unknown > 0 ? `${formatCount(unknown)} unknown` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** How far it has come, as a whole line without a bar. `status` is what it waits for, if it does. */
export function sayStanding(standing: Standing, status: string | undefined): string {
  const { total, done, perSecond, leftMs } = standing;
  return [
    `${formatCount(done)} of ${plural(total, 'recipient')} done`,
    status ?? (perSecond === undefined ? '' : saySpeed(perSecond)),
    status === undefined && leftMs !== undefined ? sayLeft(leftMs) : '',
    sayTrouble(standing),
  ]
    .filter(Boolean)
    .join(', ');
}

/** The part that is done, in whole per cent: 100 only when all is done. */
export function percentOf({ total, done }: Pick<Standing, 'total' | 'done'>): string {
  return `${total === 0 ? 100 : Math.floor((done / total) * 100)} %`;
}
