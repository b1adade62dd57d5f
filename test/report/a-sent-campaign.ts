import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import type { Address, BatchNumber, SignatureNumber } from '../../src/terms.ts';
import { claimed, draft, recipientNumber, rowsOf, type Store } from '../ledger/ledgers.ts';

const HOUR_MS = 3_600_000;
const DOMAINS = ['mail.example.org', 'post.example.net', 'Example.com', 'one.example.org'];
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0';

const emailOf = (number: number) => `s${number}@${DOMAINS[number % 7] ?? DOMAINS[0]}` as Address;

/** A campaign of sixty that was sent, and all that came back of it: events, clicks, signatures, shares. */
export async function aSentCampaign(ledger: Ledger, clock: Store['clock']): Promise<Campaign> {
  const campaign = await mailSixty(ledger);
  await keepEvents(ledger, campaign, clock.now);
  const sign = (email: string, from: From = {}) => signAs(ledger, email as Address, from);
  await clickAndSign(ledger, campaign, clock);
  await shareOn(ledger, sign);
  await takeOutTheFlood(ledger, sign);
  return campaign;
}

/** Of six batches one is refused and one unknown; three people unsubscribe before theirs leaves. */
async function mailSixty(ledger: Ledger): Promise<Campaign> {
  const opened = await ledger.openCampaign(draft);
  const people = Array.from({ length: 60 }, (_, index) => ({
    email: emailOf(index + 1),
    fields: {},
    file: 'a.csv',
    line: index + 2,
  }));
  await ledger.freezeAudience(opened.number, rowsOf(people), 10);
  await ledger.takeSender(opened.number);
  for (const number of [11, 12, 31])
    await ledger.suppress(emailOf(number), 'unsubscribed', undefined);
  for (let batch = 1; batch <= 6; batch += 1) {
    const next = await claimed(ledger, opened.number);
    const reason = 'as the test wants it';
    if (batch === 3) await ledger.settleBatch(next, { state: 'refused', reason });
    else if (batch === 5) await ledger.settleBatch(next, { state: 'unknown', reason });
    else await ledger.settleBatch(next, { state: 'accepted', messageId: `m${batch}` });
  }
  await ledger.setCampaignState(opened.number, 'done');
  const done = await ledger.campaignByNumber(opened.number);
  if (!done) throw new Error('The campaign is gone.');
  return done;
}

/** Some come twice, as two events of one kind about one recipient. */
async function keepEvents(ledger: Ledger, campaign: Campaign, at: number): Promise<void> {
  const names = ['processed', 'delivered', 'bounce', 'spamreport', 'dropped', 'open'];
  const events = Array.from({ length: 150 }, (_, index) => {
    const number = ((index * 13) % 20) + 1;
    const event = names[index % names.length] ?? '';
    const raw = { event, email: emailOf(number), recipient: `${number}`, timestamp: at / 1000 };
    return {
      identity: `event ${index}`,
      campaign: campaign.number,
      batch: Math.ceil(number / 10) as BatchNumber,
      recipient: recipientNumber(number),
      email: emailOf(number),
      event,
      at: at + index,
      suppress: undefined,
      raw: JSON.stringify(raw),
    };
  });
  await ledger.recordEvents(events);
}

async function clickAndSign(
  ledger: Ledger,
  campaign: Campaign,
  clock: Store['clock'],
): Promise<void> {
  for (let number = 1; number <= 20; number += 1) {
    clock.now += 0.7 * HOUR_MS;
    const who = { campaign: campaign.number, recipient: recipientNumber(number) };
    const userAgent = number % 3 === 0 ? 'curl/8.5.0' : BROWSER;
    for (let visit = 0; visit <= number % 2; visit += 1) {
      await ledger.recordClick({ ...who, kind: 'sign', method: 'GET', userAgent });
    }
    if (number % 4 === 0) await signAs(ledger, emailOf(number), who);
  }
}

interface From {
  readonly campaign?: Campaign['number'];
  readonly recipient?: ReturnType<typeof recipientNumber>;
  readonly sharedBy?: SignatureNumber | undefined;
}
type Sign = (email: string, from?: From) => Promise<void>;

/** The first signer shares; so does who came by that; and somebody of the public page, twice over. */
async function shareOn(ledger: Ledger, sign: Sign): Promise<void> {
  const by = async (email: string) => ({ sharedBy: await numberOf(ledger, email) });
  await sign('a@example.org', await by(emailOf(4)));
  await sign('b@example.org', await by('a@example.org'));
  await sign('c@example.org', await by('b@example.org'));
  await sign('p@example.org');
  await sign('q@example.org', await by('p@example.org'));
  const other = await ledger.openCampaign({ ...draft, name: 'other' });
  await sign('o@example.org', { campaign: other.number, recipient: recipientNumber(1) });
  await sign('s@example.org', await by('o@example.org'));
}

/** Machines sign too, one by a letter and one that somebody came through; staff invalidate them. */
async function takeOutTheFlood(ledger: Ledger, sign: Sign): Promise<void> {
  await sign('x@bots.example');
  await sign('y@bots.example', { sharedBy: await numberOf(ledger, emailOf(8)) });
  await sign('z@example.org', { sharedBy: await numberOf(ledger, 'y@bots.example') });
  const bots = ['x@bots.example', 'y@bots.example', emailOf(20)];
  const numbers = await Promise.all(bots.map((email) => numberOf(ledger, email)));
  await ledger.takeOut({
    petition: draft.petition.slug,
    kind: 'invalidate',
    chosen: 'domain = "bots.example"',
    reason: 'a flood',
    by: 'rosa',
    numbers: numbers.flatMap((number) => number ?? []),
  });
}

async function signAs(ledger: Ledger, email: Address, from: From): Promise<void> {
  await ledger.recordSignature({
    petition: draft.petition.slug,
    email,
    firstName: 'A',
    lastName: 'B',
    postcode: '',
    country: '',
    comment: '',
    consent: false,
    campaign: from.campaign,
    recipient: from.recipient,
    sharedBy: from.sharedBy,
  });
}

const numberOf = (ledger: Ledger, email: string) =>
  ledger.signatureOf(draft.petition.slug, email as Address);
