import { percentOf } from './funnel.ts';
import type { VariantReport } from './make-report.ts';

/** "11.9 % (6.9 to 19.6)": the share of signers, and between what it lies with 95 %. */
export function rateOf({ rate, low, high }: Pick<VariantReport, 'rate' | 'low' | 'high'>): string {
  return `${percentOf(rate)} % (${percentOf(low)} to ${percentOf(high)})`;
}

/** Never "100 %": nothing is certain. */
export function chanceOf(best: number): string {
  if (best > 0.999) return '> 99.9 %';
  if (best < 0.001) return '< 0.1 %';
  return `${(best * 100).toFixed(1)} %`;
}

/** A subject in a line of its own; what differs between people says little of it. */
export function inShort(subject: string, most = Number.POSITIVE_INFINITY): string {
  const letters = [...subject.replace(/\{\{.*?\}\}/g, '…')];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
}
