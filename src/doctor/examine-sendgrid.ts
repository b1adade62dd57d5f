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
type Domain = Promise<Reading<SendingDomain | undefined> | undefined>;

/** The account behind the key, and what the DNS says of the domain that it signs for. */
export async function examineSendGrid(setup: Setup, waiting: Waiting): Promise<Finding[]> {
  const { SENDGRID_API_KEY: apiKey = '', OUTCRY_SENDGRID_URL: url } = setup.environment;
  let account: SendGridAccount | undefined;
  const key = await heed('Key', () => {
    account = openSendGridAccount({ apiKey, url: url || undefined });
    return skipped('Key', '');
  });
  if (!account) return [...withoutAccount(key), ...(await checkDns(setup, UNASKED))];
  try {
    const scopes = askScopes(setup, account);
    const domain = askDomain(setup, account, scopes);
    const [found, dns] = await Promise.all([
      examineAccount({ setup, account, waiting, scopes, domain }),
      // Whoever does not answer is not waited for before the DNS is asked.
      checkDns(setup, domain),
    ]);
    return [...found, ...dns];
  } finally {
    account.close();
  }
}

const UNASKED: Domain = Promise.resolve(undefined);

/** What the key may do, and when it was asked and told, by our clock. */
async function askScopes({ now }: Setup, account: SendGridAccount) {
  const asked = now();
  const reading = await account.scopes();
  return { reading, asked, answered: now() };
}

type Scopes = ReturnType<typeof askScopes>;

/** The sandbox knows every domain: what it says of one holds for nobody else. */
async function askDomain(setup: Setup, account: SendGridAccount, scopes: Scopes): Domain {
  const sender = senderOf(setup);
  const { reading } = await scopes;
  const isAsked = reading.kind === 'read' && !setup.isRehearsal;
  return isAsked && sender ? account.domain(sender.domain) : undefined;
}

interface Examined {
  readonly setup: Setup;
  readonly account: SendGridAccount;
  readonly waiting: Waiting;
  readonly scopes: Scopes;
  readonly domain: Domain;
}

async function examineAccount(examined: Examined): Promise<Finding[]> {
  const { setup, account } = examined;
  const { reading, asked, answered } = await examined.scopes;
  const key = checkKey(reading, setup.isRehearsal);
  const clock = checkClock('clock' in reading ? reading.clock : undefined, asked, answered);
  if (reading.kind !== 'read') return withoutAccount(key, clock);
  const [sending, events] = await Promise.all([
    setup.isRehearsal ? OF_SANDBOX : ofSender(examined),
    account.webhooks().then((hooks) => checkWebhook(setup, hooks)),
  ]);
  return [key, clock, ...sending, events];
}

async function ofSender({ setup, account, domain, waiting }: Examined): Promise<Finding[]> {
  const [known, senders, credits, people] = await Promise.all([
    domain,
    account.senders(),
    account.credits(),
    waiting,
  ]);
  return [checkSender(setup, known, senders), checkCredits(credits, people)];
}

const OF_SANDBOX = ['Sender', 'Credits'].map((about) =>
  skipped(about, 'Mail goes to the sandbox, which takes it from every sender and for nothing.'),
);

const NO_KEY = 'This is known only with a key that works: see the key.';

function withoutAccount(key: Finding, clock = skipped('Clock', NO_KEY)): Finding[] {
  return [key, clock, ...['Sender', 'Credits', 'Events'].map((about) => skipped(about, NO_KEY))];
}
