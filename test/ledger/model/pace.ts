/** The model's pace: none is saved up, a day's number is never exceeded, the clock may be set. */
import type { Model, ModelBatch, ModelCampaign, Standing } from './model.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type Hold = { readonly waitMs: number; readonly reason: 'rate' | 'warm-up' | 'first' };

/** Counts people in, or says how long they wait. */
export function leave({ now }: Model, campaign: ModelCampaign, people: number): Hold | undefined {
  const { standing, pace } = campaign;
  standing.leftAt = Math.min(standing.leftAt, now);
  if (pace.warmUp) {
    moveToDay(standing, now);
    const number = pace.warmUp[Math.min(standing.day, pace.warmUp.length) - 1] ?? 0;
    if (standing.used + people > number) {
      return { waitMs: standing.dayBegins + DAY_MS - now, reason: 'warm-up' };
    }
  }
  if (pace.rate) {
    const interval = Math.ceil((standing.people * pace.rate.ms) / pace.rate.recipients);
    const waitMs = standing.leftAt + interval - now;
    if (waitMs > 0) return { waitMs, reason: 'rate' };
  }
  standing.leftAt = now;
  standing.people = people;
  standing.used += people;
  return undefined;
}

/** Days begin with the first departure; one on which nothing left is not counted. */
export function moveToDay(standing: Standing, now: number): void {
  if (standing.day === 0) {
    standing.day = 1;
    standing.dayBegins = now;
  }
  // Set back: the day still ends within 24 hours.
  standing.dayBegins = Math.min(standing.dayBegins, now);
  while (now - standing.dayBegins >= DAY_MS) {
    standing.dayBegins += DAY_MS;
    if (standing.used > 0) standing.day += 1;
    standing.used = 0;
  }
}

/** Nothing of it was taken: its day has room again, unless that day is over. */
export function giveBack({ standing }: ModelCampaign, batch: ModelBatch, people: number): void {
  if (batch.claimedAt < standing.dayBegins) return;
  standing.used = Math.max(0, standing.used - people);
}

export function isPaced({ pace }: ModelCampaign): boolean {
  return pace.rate !== undefined || pace.warmUp !== undefined;
}

export function warmUpDayOf({ now }: Model, { pace, standing }: ModelCampaign) {
  if (!pace.warmUp || standing.day === 0) return undefined;
  const today = { ...standing };
  moveToDay(today, now);
  return { day: today.day, used: today.used, ends: today.dayBegins + DAY_MS };
}
