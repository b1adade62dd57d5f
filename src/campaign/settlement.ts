import type { Delivery } from '../delivery/deliver.ts';
import type { Campaign, Settlement } from '../ledger/ledger.ts';

interface Verdict {
  /** What the ledger keeps. */
  readonly settlement: Settlement;
  /** Set when nothing further should be sent now. */
  readonly stop?: { readonly reason: string; readonly fix: string } | undefined;
}

/**
 * What an answer means for the batch and for the rest of the campaign. A refusal before anything
 * was accepted is the letter's fault, not the batch's: nobody was mailed, so the batch stays
 * planned and the send stops.
 */
export function settlementOf(
  delivery: Delivery,
  anyAccepted: boolean,
  { name }: Pick<Campaign, 'name'>,
): Verdict {
  switch (delivery.kind) {
    case 'accepted':
      return { settlement: { state: 'accepted', messageId: delivery.messageId } };
    case 'unknown':
      return { settlement: { state: 'unknown', reason: delivery.reason } };
    case 'refused': {
      const { reason } = delivery;
      return anyAccepted
        ? { settlement: { state: 'refused', reason } }
        : {
            settlement: { state: 'notTaken', reason },
            stop: {
              reason: `SendGrid refused the first batch, so the send stopped. ${reason}`,
              fix: `Mend the cause, then start the send anew; or try the same again with: outcry resume ${name}`,
            },
          };
    }
    case 'blocked':
      return {
        settlement: { state: 'notTaken', reason: delivery.reason },
        stop: {
          reason: delivery.reason,
          fix: `${delivery.fix} Then run: outcry resume ${name}`,
        },
      };
    case 'notTaken':
      return {
        settlement: { state: 'notTaken', reason: delivery.reason },
        stop: {
          reason: `SendGrid does not take the letter now. ${delivery.reason}`,
          fix: `Try again later with: outcry resume ${name}`,
        },
      };
  }
}
