import type { Rate } from '../ledger/pace-ledger.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3600, d: 86_400 };

/**
 * Reads `50000/h`, `50,000/h`, `600/min`, `20/s` or `1000/d`: recipients, not requests. Undefined for
 * what is none.
 */
export function readRate(text: string): Rate | undefined {
  const [, count = '', unit = ''] = /^\s*([\d,_ ]+?)\s*\/\s*(\w+)\s*$/.exec(text) ?? [];
  const recipients = Number(count.replace(/[,_ ]/g, ''));
  const seconds = UNITS[unitOf(unit)];
  return seconds && Number.isSafeInteger(recipients) && recipients > 0
    ? { recipients, ms: seconds * 1000 }
    : undefined;
}

function unitOf(word: string): string {
  const unit = word
    .toLowerCase()
    .replace(/^(second|minute|hour|day|sec)s?$/, (all) => all[0] ?? '');
  return unit === 'hr' ? 'h' : unit;
}
