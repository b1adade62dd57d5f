import { customArgsOf, type Mail, recipientsOf, type Texts } from './mail.ts';
import type { Fault } from './parse-faults.ts';

/** `GET /_sandbox/stats`. requests = accepted + refused + validated. */
export interface SandboxStats {
  readonly requests: number;
  /** Requests that were taken, also those of which the sender was not told. */
  readonly accepted: number;
  /** Requests that were not taken, for whatever reason. */
  readonly refused: number;
  /** Requests in SendGrid's own sandbox mode: looked at, nothing sent. */
  readonly validated: number;
  /** Recipients of accepted requests. */
  readonly recipients: number;
  /** Recipients accepted more than once for the same campaign; without one, for the same subject. */
  readonly duplicates: number;
  /** Injected faults by name. */
  readonly faults: Readonly<Record<string, number>>;
}

/** What keeps a sender from knowing: a fault, or that she had gone before the answer came. */
export type Doubt = Fault | 'unheard';

/** A recipient of a request that was cut, answered 5xx, or answered when the sender had gone. */
export interface Ambiguous {
  readonly custom_args: Texts;
  readonly taken: boolean;
  readonly fault: Doubt;
}

export interface Books {
  request(): void;
  refused(): void;
  validated(): void;
  accepted(mail: Mail, addresses: readonly string[]): void;
  fault(fault: Fault): void;
  ambiguous(mail: Mail, fault: Doubt, taken: boolean): void;
  stats(): SandboxStats;
  listAmbiguous(): readonly Ambiguous[];
}

/** Counts what happened. `keep` bounds the list of ambiguous recipients; the oldest go first. */
export function openBooks(keep: number): Books {
  const count = { requests: 0, accepted: 0, refused: 0, validated: 0, recipients: 0 };
  const faults: Record<string, number> = {};
  const doubles = watchDoubles();
  const unsure: Ambiguous[] = [];
  return {
    request: () => void count.requests++,
    refused: () => void count.refused++,
    validated: () => void count.validated++,
    accepted(mail, addresses) {
      count.accepted++;
      count.recipients += addresses.length;
      doubles.see(mail, addresses);
    },
    fault(fault) {
      faults[fault] = (faults[fault] ?? 0) + 1;
    },
    ambiguous(mail, fault, taken) {
      const people = recipientsOf(mail).map(({ personalization }) => ({
        custom_args: customArgsOf(mail, personalization),
        taken,
        fault,
      }));
      unsure.push(...people);
      unsure.splice(0, Math.max(0, unsure.length - keep));
    },
    stats: () => ({ ...count, duplicates: doubles.count(), faults: { ...faults } }),
    listAmbiguous: () => unsure,
  };
}

/** A test send of Outcry may be repeated as often as staff like. */
const TEST = 'test';

function watchDoubles() {
  const seen = new Map<string, Set<string>>();
  const doubled = new Set<string>();
  const seeOne = (cause: string, address: string) => {
    const known = seen.get(cause) ?? new Set();
    seen.set(cause, known);
    if (known.has(address)) doubled.add(JSON.stringify([cause, address]));
    known.add(address);
  };
  return {
    count: () => doubled.size,
    see(mail: Mail, addresses: readonly string[]) {
      for (const [index, { personalization }] of recipientsOf(mail).entries()) {
        const cause = causeOf(mail, personalization);
        if (cause !== undefined) seeOne(cause, addresses[index] ?? '');
      }
    },
  };
}

/** What a recipient must not get twice: a campaign's mail, or one subject. */
function causeOf(mail: Mail, personalization: number): string | undefined {
  const part = mail.personalizations[personalization];
  const arg = (name: string) => part?.custom_args?.[name] ?? mail.custom_args?.[name];
  const name = arg('outcry_campaign') ?? arg('campaign');
  if (name === TEST) return undefined;
  return name === undefined ? `subject ${part?.subject ?? mail.subject}` : `campaign ${name}`;
}
