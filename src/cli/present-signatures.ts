import { formatCount } from '../format-count.ts';
import type { CommentState, Signature } from '../ledger/ledger.ts';
import { agreedTo, mayBeShown } from '../signatures/agreed-to.ts';
import { plural } from './present-problems.ts';
import { minuteOf } from './present-suppressions.ts';

export function signatureJson(one: Signature) {
  return {
    number: one.number,
    petition: one.petition,
    at: new Date(one.at).toISOString(),
    first_name: one.firstName,
    last_name: one.lastName,
    email: one.email,
    postcode: one.postcode,
    country: one.country,
    comment: one.comment,
    comment_state: one.comment === '' ? null : one.commentState,
    consents: agreedTo(one),
    shared_by: one.sharedBy ?? null,
    network: one.network ?? '',
    invalidated_by: one.invalidatedBy ?? null,
    redacted_by: one.redactedBy ?? null,
  };
}

/** A signature in one line, and its comment in the lines below. */
export function describeSignature(one: Signature): string {
  const name = `${one.firstName} ${one.lastName}`.trim();
  const place = `${one.postcode} ${one.country}`.trim();
  const through = one.sharedBy === undefined ? '' : `through the link of ${one.sharedBy}`;
  const invalid =
    one.invalidatedBy === undefined ? '' : `does not count (act ${one.invalidatedBy})`;
  const facts = [
    `${one.number}`,
    minuteOf(one.at),
    name,
    place,
    one.email,
    one.petition,
    through,
    invalid,
  ];
  const head = facts.filter(Boolean).join('  ');
  if (one.comment === '') return head;
  const lines = one.comment.split('\n').map((line) => `    ${line}`.trimEnd());
  return [head, `  comment (${stateOf(one)}):`, ...lines].join('\n');
}

function stateOf(one: Signature): string {
  if (one.redactedBy !== undefined) return `redacted by act ${one.redactedBy}`;
  return one.commentState === 'new' && !mayBeShown(one) ? 'not to be shown' : one.commentState;
}

const STATES: readonly CommentState[] = ['new', 'shown', 'hidden'];

/** "12 comments: 7 new, 5 shown" */
export function commentLine(counts: Readonly<Partial<Record<CommentState, number>>>): string {
  const total = STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  if (total === 0) return 'No comments.';
  const parts = STATES.filter((state) => counts[state]).map(
    (state) => `${formatCount(counts[state] ?? 0)} ${state}`,
  );
  return `${plural(total, 'comment')}: ${parts.join(', ')}.`;
}
