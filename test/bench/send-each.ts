import client from '@sendgrid/client';
import mail from '@sendgrid/mail';
import { readList } from '../../src/audience/read-list.ts';
import { requireLetter, type Workshop } from '../../src/campaign/load-letter.ts';
import { letterFields } from '../../src/campaign/make-request.ts';
import { createLinks } from '../../src/links.ts';
import { createPersonaliser, finishCopy } from '../../src/message/personalise.ts';
import type { CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { APPEAL, KEY, SECRET } from './bench-folder.ts';

type Mail = Parameters<typeof mail.send>[0];

/** The same letter for each supporter of a list, whole: made beforehand, so that only sending is timed. */
export async function finishedMails(list: string, workshop: Workshop): Promise<Mail[]> {
  const { editions } = await requireLetter(APPEAL, [list], workshop);
  const { message } = editions[0];
  const personalise = createPersonaliser(message);
  const links = createLinks({ url: 'http://127.0.0.1:4000', secrets: [SECRET] });
  const mails: Mail[] = [];
  for await (const row of readList(list)) {
    if ('reason' in row) continue;
    const own = links.linksOf(1 as CampaignNumber, (mails.length + 1) as RecipientNumber);
    mails.push({
      to: row.email,
      from: { name: 'Safe Harbour', email: 'campaigns@example.org' },
      replyTo: 'hello@example.org',
      headers: { 'List-Unsubscribe': `<${own.unsubscribe_link}>` },
      ...finishCopy(message, personalise(letterFields(row, own))),
    });
  }
  return mails;
}

/** Recipients a second with one `sgMail.send` each, so many under way at once. */
export async function sendEach(
  mails: readonly Mail[],
  url: string,
  atOnce: number,
): Promise<number> {
  mail.setClient(client);
  mail.setApiKey(KEY);
  client.setDefaultRequest('baseUrl', `${url}/`);
  const rest = mails.values();
  const start = performance.now();
  const lane = async () => {
    for (const one of rest) await mail.send(one);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return mails.length / ((performance.now() - start) / 1000);
}
