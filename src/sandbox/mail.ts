/** SendGrid's words for a mail, as a valid request of POST /v3/mail/send spells them. */

export interface MailAddress {
  readonly email: string;
  readonly name?: string;
}

export type Texts = Readonly<Record<string, string>>;

export interface MailPersonalization {
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  readonly bcc?: readonly MailAddress[];
  readonly from?: MailAddress;
  readonly subject?: string;
  readonly headers?: Texts;
  readonly substitutions?: Texts;
  readonly custom_args?: Texts;
}

export interface MailAttachment {
  readonly filename: string;
  /** Base64. */
  readonly content: string;
  readonly type?: string;
  readonly disposition?: string;
}

export interface Mail {
  readonly personalizations: readonly MailPersonalization[];
  readonly from: MailAddress;
  readonly reply_to?: MailAddress;
  readonly reply_to_list?: readonly MailAddress[];
  readonly subject?: string;
  readonly content?: readonly { readonly type: string; readonly value: string }[];
  readonly headers?: Texts;
  readonly custom_args?: Texts;
  readonly categories?: readonly string[];
  readonly attachments?: readonly MailAttachment[];
  readonly mail_settings?: { readonly sandbox_mode?: { readonly enable?: boolean } };
}

/** One entry of `errors` in a refusal. */
export interface MailError {
  readonly message: string;
  readonly field: string | null;
  readonly help: string | null;
}

/** One person who gets a copy: an entry of to, cc or bcc. */
export interface MailRecipient {
  readonly email: string;
  readonly personalization: number;
}

/** Everybody who gets a copy, in the order of the request. */
export function recipientsOf(mail: Mail): MailRecipient[] {
  const recipients: MailRecipient[] = [];
  for (const [personalization, { to, cc = [], bcc = [] }] of mail.personalizations.entries()) {
    for (const { email } of to) recipients.push({ email, personalization });
    for (const { email } of cc) recipients.push({ email, personalization });
    for (const { email } of bcc) recipients.push({ email, personalization });
  }
  return recipients;
}

/** The custom args of one personalization: its own win over the mail's. */
export function customArgsOf(mail: Mail, personalization: number): Texts {
  return { ...mail.custom_args, ...mail.personalizations[personalization]?.custom_args };
}
