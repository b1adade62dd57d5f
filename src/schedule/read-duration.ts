const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads `30s`, `90min`, `4h`, `4 hours` or `2d`, in milliseconds. Undefined for what is none. */
export function readDuration(text: string): number | undefined {
  const [, count = '', word = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const unit = word
    .toLowerCase()
    .replace(/^(second|minute|hour|day)s?$|^(sec|hr)s?$/, (all) => all[0] ?? '');
  const ms = Number(count) * (UNITS[unit] ?? 0);
  return ms > 0 && Number.isFinite(ms) ? Math.round(ms) : undefined;
}
