import type { Mailbox } from '../terms.ts';

/** What all recipients of a batch share. Tokens of slots stand in subject, html and text. */
export interface SharedContent {
  readonly from: Mailbox;
  readonly replyTo: Mailbox | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly categories: readonly string[];
  /** Headers that every copy carries, such as List-Id. */
  readonly headers: Readonly<Record<string, string>>;
  /** Come back with every event of every copy; never personal data. */
  readonly customArgs: Readonly<Record<string, string>>;
  readonly attachments?: readonly Attachment[] | undefined;
}

/** A file that travels with every copy. */
export interface Attachment {
  readonly filename: string;
  /** Such as `application/pdf`. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** One recipient's part of a request. */
export interface Personalization {
  readonly email: string;
  /** Token → what stands in its place in this copy. */
  readonly substitutions: Readonly<Record<string, string>>;
  /** In full: nothing is substituted in headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Her own ones, which come back together with those of all. */
  readonly customArgs: Readonly<Record<string, string>>;
}

export interface Request {
  readonly shared: SharedContent;
  readonly personalizations: readonly Personalization[];
  /**
   * Goes to the provider and is looked at there as any other, but nobody is mailed; `accepted` then
   * means that it would have been taken.
   */
  readonly isRehearsal?: boolean | undefined;
}

/** A request that was written elsewhere, as this provider takes it. */
export interface Written {
  readonly bytes: Uint8Array;
  readonly recipients: number;
}

/** Of how many people a request is. */
export function sizeOf(request: Request | Written): number {
  return 'bytes' in request ? request.recipients : request.personalizations.length;
}

/**
 * What is known after one request.
 * - accepted: taken. - refused: nothing was sent, and trying again would not help.
 * - notTaken: nothing was sent, and trying again may help; `retryAfterMs` if the API said when.
 * - blocked: nothing was sent, and nothing will be until a person acts (key, credits, sender).
 * - unknown: it may have been taken; it must not be sent again by itself.
 */
export type Answer =
  | {
      readonly kind: 'accepted';
      readonly messageId: string;
      /** Set if the API says that its limit is used up, and for how many milliseconds. */
      readonly usedUpForMs?: number | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: string;
      /** Whose parts of the request were named, as indexes of personalizations. */
      readonly suspects: readonly number[];
      /** Whether something was named that all recipients share. */
      readonly blamesShared: boolean;
    }
  | {
      readonly kind: 'notTaken';
      readonly reason: string;
      readonly retryAfterMs?: number | undefined;
      /** Set if the API itself said so: it holds for whoever uses the same key. */
      readonly isLimit?: true;
    }
  | {
      readonly kind: 'blocked';
      readonly status: number;
      readonly reason: string;
      readonly fix: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The one thing that delivery needs of a mail provider. Never throws for what a network may do. */
export interface Transport {
  post(request: Request | Written): Promise<Answer>;
  close(): Promise<void>;
}
