import {
  openSendGridAccount,
  type Reading,
  type SendGridAccount,
  type SendingDomain,
} from '../delivery/sendgrid-account.ts';
import { checkClock, checkCredits, checkKey } from './check-account.ts';
import { checkDns } from './check-dns.ts';
import { checkSender } from './check-sender.ts';
import { checkWebhook } from './check-webhook.ts';
import { type Finding, heed, skipped } from './finding.ts';
import { type Setup, senderOf } from './setup.ts';

/** To how many people campaigns have yet to be sent, if the ledger tells. */
type Waiting = Promise<number | undefined>;

/** The account behind the key, and what the DNS says of the domain that it signs for. */
export async function examineSendGrid(setup: Setup, waiting: Waiting): Promise<Finding[]> {
  const { SENDGRID_API_KEY: apiKey = '', OUTCRY_SENDGRID_URL: url } = setup.environment;
  let account: SendGridAccount | undefined;
  const key = await heed('Key', () => {
    account = openSendGridAccount({ apiKey, url: url || undefined });
    return skipped('Key', '');
  });
  if (!account) return withoutAccount(setup, key);
  try {
    return await examineAccount(setup, account, waiting);
  } finally {
    account.close();
  }
}

async function examineAccount(
  setup: Setup,
  account: SendGridAccount,
  waiting: Waiting,
): Promise<Finding[]> {
  const asked = setup.now();
  const scopes = await account.scopes();
  const answered = setup.now();
  const key = checkKey(scopes, setup.isRehearsal);
  const clock = checkClock('clock' in scopes ? scopes.clock : undefined, asked, answered);
  if (scopes.kind !== 'read') return withoutAccount(setup, key, clock);
  const [events, [sender, credits, ...dns]] = await Promise.all([
    account.webhooks().then((hooks) => checkWebhook(setup, hooks)),
    setup.isRehearsal ? ofSandbox(setup) : ofSender(setup, account, waiting),
  ]);
  return [key, clock, sender, credits, events, ...dns];
}

/** Of the sender, of the credits, and of the DNS. */
type Sending = readonly [Finding, Finding, ...Finding[]];

async function ofSender(
  setup: Setup,
  account: SendGridAccount,
  waiting: Waiting,
): Promise<Sending> {
  const sender = senderOf(setup);
  const reading: Promise<Reading<SendingDomain | undefined>> | undefined =
    sender && account.domain(sender.domain);
  const [domain, senders, credits, dns] = await Promise.all([
    reading,
    account.senders(),
    account.credits(),
    Promise.resolve(reading).then((known) => checkDns(setup, known)),
  ]);
  return [checkSender(setup, domain, senders), checkCredits(credits, await waiting), ...dns];
}

/** The sandbox knows every domain and counts no mail: what it says of them holds for nobody else. */
async function ofSandbox(setup: Setup): Promise<Sending> {
  const dns = await checkDns(setup, undefined);
  return [skipped('Sender', SANDBOX), skipped('Credits', SANDBOX), ...dns];
}

const SANDBOX = 'Mail goes to the sandbox, which takes it from every sender and for nothing.';

const NO_KEY = 'This is known only with a key that works: see the key.';

/** What the DNS says can be seen without SendGrid. */
async function withoutAccount(
  setup: Setup,
  key: Finding,
  clock = skipped('Clock', NO_KEY),
): Promise<Finding[]> {
  const unasked = ['Sender', 'Credits', 'Events'].map((about) => skipped(about, NO_KEY));
  return [key, clock, ...unasked, ...(await checkDns(setup, undefined))];
}
