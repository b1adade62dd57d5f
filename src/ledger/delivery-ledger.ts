import type { DeliveryNumber, SignatureNumber } from '../terms.ts';
import type { BatchState } from './ledger.ts';
import type { ValidSignature } from './signature-ledger.ts';

/**
 * A delivery is `open` while its files are written, and `made` once they lie where they belong. What
 * a dead process left `open` is begun anew: nobody has seen anything of it.
 */
export type DeliveryState = 'open' | 'made';

export interface DeliverySettings {
  /** Those that no delivery has held, or all there are. */
  readonly scope: 'new' | 'all';
  /** The field whose values it is divided by. */
  readonly by: string | undefined;
  /** Where its files are to lie. */
  readonly folder: string;
}

/** A file that was handed over. */
export interface DeliveredFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** How many it holds; 0 for a cover. */
  readonly signatures: number;
}

export interface Receipt {
  readonly signatures: number;
  readonly files: readonly DeliveredFile[];
}

export interface PetitionDelivery {
  readonly id: number;
  readonly petition: string;
  readonly number: DeliveryNumber;
  readonly state: DeliveryState;
  readonly openedAt: number;
  readonly madeAt: number | undefined;
  readonly settings: DeliverySettings;
  readonly receipt: Receipt | undefined;
}

/** A mail that carries files of a delivery; its states are those of a batch. */
export interface DeliveryMail {
  readonly number: number;
  readonly recipient: string;
  readonly files: readonly string[];
  readonly state: BatchState;
  readonly messageId: string;
  readonly reason: string;
}

export type MailPlan = Pick<DeliveryMail, 'recipient' | 'files'>;

export type Opened =
  | { readonly delivery: PetitionDelivery; readonly wasOpen: boolean }
  /** Another process is at it. */
  | { readonly by: string };

/** The part of the ledger that holds what is handed to the targets of petitions. */
export interface DeliveryLedger {
  /** Opens the petition's next delivery, or the one that a dead process left open. */
  openDelivery(petition: string, settings: DeliverySettings): Promise<Opened>;
  /**
   * The next signatures of an open delivery, in the order of their numbers; none if there are no more.
   * They count as held by it. The first page (no `after`) begins anew, with the settings that it has here.
   * Throws an OutcryError (exit 4) if another process has taken over.
   */
  claimDeliveryPage(
    delivery: PetitionDelivery,
    page: { readonly after: SignatureNumber | undefined; readonly limit: number },
  ): Promise<ValidSignature[]>;
  /** Its files lie where they belong. The same exception. */
  closeDelivery(delivery: PetitionDelivery, receipt: Receipt): Promise<PetitionDelivery>;
  /** In the order of their numbers. */
  deliveries(petition: string): Promise<PetitionDelivery[]>;
  /** Signatures with a name that no delivery has held. */
  countUndelivered(petition: string): Promise<number>;

  /**
   * Makes this process the only one that works on a delivery; mails that a dead one left `sending`
   * become `unknown`. Returns the other's description if one is alive.
   */
  holdDelivery(delivery: PetitionDelivery): Promise<string | undefined>;
  releaseDelivery(delivery: PetitionDelivery): Promise<void>;
  /**
   * Plans its mails, unless they are. Those to another address are planned anew if none of them may
   * have left; else they stay as they are.
   */
  planDeliveryMails(
    delivery: PetitionDelivery,
    mails: readonly MailPlan[],
  ): Promise<DeliveryMail[]>;
  deliveryMails(delivery: PetitionDelivery): Promise<DeliveryMail[]>;
  /** Durably `sending` before this returns; false if it is not `planned`, or `from` that state. */
  claimDeliveryMail(
    delivery: PetitionDelivery,
    number: number,
    from: 'planned' | 'refused' | 'unknown',
  ): Promise<boolean>;
  settleDeliveryMail(
    delivery: PetitionDelivery,
    number: number,
    outcome: Pick<DeliveryMail, 'state' | 'messageId' | 'reason'>,
  ): Promise<void>;
}
