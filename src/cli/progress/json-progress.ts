import type { SendEvent } from '../../campaign/send-events.ts';
import type { Standing } from './meter.ts';

/**
 * One event of a send as a line of NDJSON: what it is, when, and how the send stands after it. No
 * addresses and no secrets: of what this version has not heard of, only the type is told.
 */
export function eventLine(
  event: { readonly type: string },
  standing: Standing,
  at: number,
): string {
  return JSON.stringify({
    type: event.type,
    at: new Date(at).toISOString(),
    ...detailsOf(event as SendEvent),
    ...countsOf(standing),
  });
}

function detailsOf(event: SendEvent) {
  switch (event.type) {
    case 'batch': {
      const { batch, settlement } = event;
      const reason = settlement.state === 'accepted' ? {} : { reason: settlement.reason };
      const people = batch.recipients.length;
      return { batch: batch.number, people, state: settlement.state, ...reason };
    }
    case 'retry':
      return { attempt: event.attempt, wait_seconds: event.waitMs / 1000, reason: event.reason };
    case 'wait':
      return { reason: event.reason, until: new Date(event.until).toISOString() };
    case 'guard':
      return { reason: event.reason };
    case 'wave':
      return { people: event.recipients };
    case 'winner': {
      const { variant, how, probability } = event.winner;
      return { variant, how, probability };
    }
    default:
      return {};
  }
}

function countsOf({ total, done, accepted, refused, unknown, perSecond, leftMs }: Standing) {
  return {
    recipients: total,
    done,
    accepted,
    refused,
    unknown,
    ...(perSecond !== undefined && { per_second: Math.round(perSecond * 10) / 10 }),
    ...(leftMs !== undefined && { seconds_left: Math.round(leftMs / 1000) }),
  };
}
