import type { Answer } from '../delivery/transport.ts';
import type { Batch, Campaign, Settlement } from '../ledger/ledger.ts';

interface Verdict {
  /** What the ledger keeps. */
  readonly settlement: Settlement;
  /** Set when nothing further should be sent now. */
  readonly stop?: { readonly reason: string; readonly fix: string } | undefined;
}

/** What went before in this send. */
export interface History {
  /** Whether anything of the campaign was accepted yet. */
  readonly accepted: boolean;
  /** Refusals since something was accepted last. */
  readonly refusals: number;
  /** Whether somebody stopped it. */
  readonly isStopped?: boolean | undefined;
  /** Whether the batch is to be tried again, after a wait. */
  readonly isTriedAgain?: boolean | undefined;
}

/**
 * So many refusals one after another are not the fault of single recipients: with fewer, one of a
 * thousand is found before anything was accepted, and two afterwards.
 */
const MOST_REFUSALS = { beforeAccepted: 12, afterAccepted: 24 };

/**
 * What an answer means for the batch and for the rest of the campaign. A refused batch is divided
 * until whoever was refused stands alone, so that one bad address costs nobody else the letter. But
 * a refusal of what all share, or many in a row, are the letter's fault or the account's: what was
 * refused stays planned, and the send stops.
 */
export function settlementOf(
  batch: Pick<Batch, 'recipients'>,
  answer: Answer,
  history: History,
  { name }: Pick<Campaign, 'name'>,
): Verdict {
  switch (answer.kind) {
    case 'accepted':
      return { settlement: { state: 'accepted', messageId: answer.messageId } };
    case 'unknown':
      return { settlement: { state: 'unknown', reason: answer.reason } };
    case 'refused':
      return afterRefusal(batch, answer, history, name);
    case 'blocked':
      return {
        settlement: { state: 'notTaken', reason: answer.reason },
        stop: {
          reason: answer.reason,
          fix: `${answer.fix} Then run: outcry resume ${name}`,
        },
      };
    case 'notTaken':
      return {
        settlement: { state: 'notTaken', reason: answer.reason },
        // Whoever was stopped before it was tried again has not given up by itself.
        stop:
          history.isStopped || history.isTriedAgain
            ? undefined
            : {
                reason: `SendGrid does not take the letter now. ${answer.reason}`,
                fix: `Try again later with: outcry resume ${name}`,
              },
      };
  }
}

type Refusal = Extract<Answer, { readonly kind: 'refused' }>;

function afterRefusal(
  { recipients }: Pick<Batch, 'recipients'>,
  { reason, suspects, blamesShared }: Refusal,
  { accepted, refusals }: History,
  name: string,
): Verdict {
  const isAlone = recipients.length === 1;
  const isLetters = !accepted && (blamesShared || (isAlone && refusals === 0));
  const most = accepted ? MOST_REFUSALS.afterAccepted : MOST_REFUSALS.beforeAccepted;
  if (isLetters || refusals >= most) {
    const what = accepted ? 'one batch after another' : 'the first batch';
    return {
      settlement: { state: 'notTaken', reason },
      stop: {
        reason: `SendGrid refused ${what}, so the send stopped. ${reason}`,
        fix: `Mend the cause, then start the send anew; or try the same again with: outcry resume ${name}`,
      },
    };
  }
  if (isAlone) return { settlement: { state: 'refused', reason } };
  const numbers = suspects.flatMap((index) => recipients[index]?.number ?? []);
  return { settlement: { state: 'divided', reason, suspects: numbers } };
}
