import { openSendGridAccount, type SendGridAccount } from '../delivery/sendgrid-account.ts';
import { checkClock, checkCredits, checkKey, checkSender } from './check-account.ts';
import { checkDns } from './check-dns.ts';
import { checkWebhook } from './check-webhook.ts';
import { type Finding, heed, skipped } from './finding.ts';
import { type Setup, senderOf } from './setup.ts';

/** The account behind the key, and what the DNS says of the domain that it signs for. */
export async function examineSendGrid(setup: Setup): Promise<Finding[]> {
  const { SENDGRID_API_KEY: apiKey = '', OUTCRY_SENDGRID_URL: url } = setup.environment;
  let account: SendGridAccount | undefined;
  const key = await heed('Key', () => {
    account = openSendGridAccount({ apiKey, url: url || undefined });
    return skipped('Key', '');
  });
  if (!account) return withoutAccount(setup, key);
  try {
    return await examineAccount(setup, account);
  } finally {
    account.close();
  }
}

async function examineAccount(setup: Setup, account: SendGridAccount): Promise<Finding[]> {
  const asked = setup.now();
  const scopes = await account.scopes();
  const answered = setup.now();
  const key = checkKey(scopes);
  if (scopes.kind !== 'read') return withoutAccount(setup, key);
  const sender = senderOf(setup);
  const domain = sender && (await account.domain(sender.domain));
  return [
    key,
    checkClock(scopes.clock, asked, answered),
    checkSender(setup, domain, await account.senders()),
    checkCredits(await account.credits()),
    await checkWebhook(setup, await account.webhooks()),
    ...(await checkDns(setup, domain)),
  ];
}

/** What the DNS says can be seen without SendGrid. */
async function withoutAccount(setup: Setup, key: Finding): Promise<Finding[]> {
  const unasked = ['Clock', 'Sender', 'Credits', 'Events'].map((about) =>
    skipped(about, 'SendGrid could not be asked: see the key.'),
  );
  return [key, ...unasked, ...(await checkDns(setup, undefined))];
}
