import { recordClick } from '../clicks.ts';
import type { ForVisitors, LedgerContext } from '../context.ts';
import { groupedOn } from '../group-commit.ts';
import { recipient } from '../recipients.ts';
import { recordSignature, signatureOf } from '../signatures.ts';

/** Nothing is sooner asked alone than from a file; only commits are shared. */
export function forVisitors(context: LedgerContext): ForVisitors {
  const grouped = groupedOn(context.db);
  return {
    recipient: (campaign, number) => recipient(context, campaign, number),
    recordClick: (click) => grouped((db) => recordClick({ ...context, db }, click)),
    recordSignature: (signature) => grouped((db) => recordSignature({ ...context, db }, signature)),
    signatureOf: (petition, email) => signatureOf(context, petition, email),
  };
}
