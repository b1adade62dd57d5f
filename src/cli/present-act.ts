import { formatCount } from '../format-count.ts';
import type { ActKind, SignatureAct } from '../ledger/ledger.ts';
import type { ActPreview, Example, Share } from '../signatures/preview-act.ts';
import { plural } from './present-problems.ts';
import { minuteOf } from './present-suppressions.ts';

/** What each kind of act is done to, and says of itself. */
export const ACTS = {
  invalidate: {
    noun: 'signature',
    verb: 'To invalidate',
    warning:
      'They stay in the ledger and count nowhere, until you restore them. Nobody is told, and none of them can sign again.',
    done: 'counts no more',
    doneMany: 'count no more',
    back: 'counts again',
    backMany: 'count again',
  },
  redact: {
    noun: 'comment',
    verb: 'To redact',
    warning:
      'They stay in the ledger and are on no page, in no export and in no delivery, until you restore them. The signatures count on.',
    done: 'is redacted',
    doneMany: 'are redacted',
    back: 'is as it was',
    backMany: 'are as they were',
  },
} as const satisfies Record<ActKind, Readonly<Record<string, string>>>;

const LONGEST_COMMENT = 60;

interface Of {
  readonly petition: string;
  /** How many of its signatures count. */
  readonly total: number;
}

/** What would be taken out, and what it has in common. */
export function previewText(kind: ActKind, preview: ActPreview, { petition, total }: Of): string {
  const { numbers, first, last, domains, networks, campaigns, examples } = preview;
  if (numbers.length === 0) return `No ${ACTS[kind].noun} of ${petition} fits.`;
  const percent = ((numbers.length / Math.max(total, 1)) * 100).toFixed(1);
  const of = kind === 'invalidate' ? ` of ${formatCount(total)} (${percent} %)` : '';
  return [
    `${plural(numbers.length, ACTS[kind].noun)}${of} under ${petition}`,
    `from      ${minuteOf(first)} to ${minuteOf(last)} (UTC)`,
    ...shareLine('domains', domains),
    ...shareLine('networks', networks),
    ...shareLine('letters', campaigns),
    ...examples.map((one) => exampleLine(kind, one)),
    ...(numbers.length > examples.length ? ['  …'] : []),
  ].join('\n');
}

function exampleLine(kind: ActKind, { number, at, name, address, comment }: Example): string {
  const words = kind === 'redact' ? `"${shortened(comment)}"` : '';
  return `  ${[number, minuteOf(at), name, address || '(erased)', words].filter(Boolean).join('  ')}`;
}

function shareLine(label: string, shares: readonly Share[]): string[] {
  if (shares.length === 0) return [];
  const words = shares.map(({ value, count }) => `${value} ${formatCount(count)}`);
  return [`${label.padEnd(10)}${words.join(', ')}`];
}

function shortened(comment: string): string {
  const line = comment.replace(/\s+/g, ' ');
  return line.length > LONGEST_COMMENT ? `${line.slice(0, LONGEST_COMMENT)}…` : line;
}

export function actJson({ at, undone, ...act }: SignatureAct) {
  return {
    ...act,
    at: new Date(at).toISOString(),
    undone: undone ? { by: undone.by, at: new Date(undone.at).toISOString() } : null,
  };
}

export function previewJson({ numbers, first, last, examples, ...most }: ActPreview) {
  const isNone = numbers.length === 0;
  return {
    fit: numbers.length,
    first: isNone ? null : new Date(first).toISOString(),
    last: isNone ? null : new Date(last).toISOString(),
    ...most,
    examples: examples.map(({ at, ...one }) => ({ ...one, at: new Date(at).toISOString() })),
  };
}

export function takenOutLine(act: SignatureAct, left: number): string {
  const { number, kind, signatures, petition } = act;
  const { noun, done, doneMany } = ACTS[kind];
  const outcome = `${plural(signatures, noun)} of ${petition} ${signatures === 1 ? done : doneMany}.`;
  return `${outcome} It has ${plural(left, 'signature')}. To take this back: outcry signatures restore ${number}`;
}

export function restoredLine(act: SignatureAct, left: number, isOld: boolean): string {
  const { number, kind, signatures, petition, undone } = act;
  if (isOld) {
    return `Act ${number} was taken back already, on ${minuteOf(undone?.at ?? 0)} by ${undone?.by}.`;
  }
  const { noun, back, backMany } = ACTS[kind];
  return `${plural(signatures, noun)} of ${petition} ${signatures === 1 ? back : backMany}. It has ${plural(left, 'signature')}.`;
}

/** An act in three lines. */
export function describeAct({
  number,
  kind,
  petition,
  signatures,
  chosen,
  reason,
  by,
  at,
  undone,
}: SignatureAct) {
  const head = `${number}  ${minuteOf(at)}  ${by}  ${KINDS[kind]} ${plural(signatures, ACTS[kind].noun)} of ${petition}`;
  const end = undone ? `    restored ${minuteOf(undone.at)} by ${undone.by}` : undefined;
  return [head, `    which: ${chosen}`, `    why: ${reason}`, end].filter(Boolean).join('\n');
}

const KINDS: Readonly<Record<ActKind, string>> = { invalidate: 'invalidated', redact: 'redacted' };
