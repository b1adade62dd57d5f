/** What SendGrid keeps of an account, in its own spelling: only what is asked for here. */
export interface SandboxAccount {
  /** Of the accepted key; https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions */
  readonly scopes: readonly string[];
  readonly senders: readonly VerifiedSender[];
  /**
   * Without them, whatever domain is asked for is an authenticated one, for the sandbox takes mail
   * from every sender.
   */
  readonly domains?: readonly AuthenticatedDomain[] | undefined;
  readonly credits: Credits;
  readonly webhooks: readonly EventWebhook[];
}

interface VerifiedSender {
  readonly id: number;
  readonly from_email: string;
  readonly verified: boolean;
  readonly locked: boolean;
}

interface AuthenticatedDomain {
  readonly id: number;
  readonly domain: string;
  readonly subdomain: string;
  readonly automatic_security: boolean;
  readonly default: boolean;
  readonly valid: boolean;
  readonly dns: Readonly<Record<string, DnsRecord>>;
}

interface DnsRecord {
  readonly valid: boolean;
  readonly type: 'cname' | 'txt' | 'mx';
  readonly host: string;
  readonly data: string;
}

interface Credits {
  readonly remain: number;
  readonly total: number;
  readonly overage: number;
  readonly used: number;
  readonly last_reset: string;
  readonly next_reset: string;
  readonly reset_frequency: string;
}

interface EventWebhook {
  readonly id: string;
  readonly enabled: boolean;
  readonly url: string;
  /** Only of one that is signed. */
  readonly public_key?: string | undefined;
  readonly [event: string]: string | boolean | undefined;
}

const EVENTS = [
  ...['processed', 'dropped', 'deferred', 'delivered', 'bounce', 'open', 'click'],
  ...['spam_report', 'unsubscribe', 'group_unsubscribe', 'group_resubscribe'],
];
const SCOPES = [
  ...['mail.send', 'suppression.read', 'user.credits.read', 'user.webhooks.event.settings.read'],
  ...['whitelabel.read', 'sender_verification_eligible'],
];
const CREDITS = 1_000_000;

/** An account for which all is well, with its events posted to this address, signed with this key. */
export function soundAccount(events: string | undefined, publicKey: string): SandboxAccount {
  const on = Object.fromEntries(EVENTS.map((event) => [event, true]));
  const webhook = { id: 'sandbox', enabled: true, ...on, public_key: publicKey };
  return {
    scopes: SCOPES,
    senders: [],
    credits: {
      remain: CREDITS,
      total: CREDITS,
      overage: 0,
      used: 0,
      last_reset: '2026-01-01',
      next_reset: '2099-01-01',
      reset_frequency: 'monthly',
    },
    webhooks: events === undefined ? [] : [{ ...webhook, url: events }],
  };
}

/** As SendGrid answers for a domain that it looks after itself ("automated security"). */
export function authenticated(domain: string): AuthenticatedDomain {
  const cname = (host: string, data: string): DnsRecord => ({
    valid: true,
    type: 'cname',
    host: `${host}.${domain}`,
    data,
  });
  return {
    id: 1,
    domain,
    subdomain: 'em1',
    automatic_security: true,
    default: true,
    valid: true,
    dns: {
      mail_cname: cname('em1', 'u1.wl.sendgrid.net'),
      dkim1: cname('s1._domainkey', 's1.domainkey.u1.wl.sendgrid.net'),
      dkim2: cname('s2._domainkey', 's2.domainkey.u1.wl.sendgrid.net'),
    },
  };
}
