import type { MailError } from './mail.ts';

/**
 * How a request is answered; `cut` destroys the connection instead, `truncated` does so in the middle
 * of the body, `slow` answers late.
 */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly errors: readonly MailError[] } | string;
  readonly end?: 'cut' | 'truncated' | 'slow';
  /** Told if the sender has gone before the answer came. */
  readonly onUnheard?: (() => void) | undefined;
}

/** Refuses with one error or several. */
export function refusal(status: number, ...errors: readonly MailError[]): Answer {
  return { status, body: { errors } };
}
