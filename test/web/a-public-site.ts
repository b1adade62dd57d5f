import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type ASite, openSite, PETITION, post, type Wishes } from './a-site.ts';

const KEY = 'SG.sandbox';

export interface AMail {
  readonly from: { readonly email: string; readonly name?: string };
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The web side with a sandbox behind it that takes the mail. */
export interface APublicSite extends ASite {
  readonly sandbox: Sandbox;
  /** The petition's public page. */
  readonly page: string;
  mailsTo(email: string): Promise<AMail[]>;
  /** The address here of the link in the newest mail to somebody. */
  confirmLink(email: string): Promise<string>;
  /** From now on mail goes to this address, with this key. */
  mailTo(options: { url?: string; key?: string }): void;
}

export async function openPublicSite(wishes: Wishes = {}): Promise<APublicSite> {
  const sandbox = await startSandbox({ key: KEY });
  let transport = createSendGrid({ apiKey: KEY, url: sandbox.url });
  const opened: Transport[] = [transport];
  // Nobody waits for the next try in a test.
  const clock = { sleep: async () => {}, elapsed: () => 0 };
  const mailMeans = () => ({ transport, clock, random: () => 0 });
  const site = await openSite({ mailMeans, ...wishes });
  const mailsTo = async (email: string) => {
    const url = `${sandbox.url}/_sandbox/messages?to=${encodeURIComponent(email)}`;
    return (await (await fetch(url)).json()) as AMail[];
  };
  return {
    ...site,
    sandbox,
    page: `${site.url}/p/${PETITION.slug}`,
    mailsTo,
    confirmLink: async (email) => {
      const mails = await mailsTo(email);
      return site.url + new URL(linkIn(mails[0])).pathname;
    },
    mailTo: ({ url = sandbox.url, key = KEY }) => {
      transport = createSendGrid({ apiKey: key, url });
      opened.push(transport);
    },
    close: async () => {
      for (const one of opened) await one.close();
      await site.close();
      await sandbox.close();
    },
  };
}

/** The link of the mail's button, as it stands alone on a line of the plain text. */
export function linkIn(mail: AMail | undefined): string {
  return /^https?:\S+\/y\/\S+$/m.exec(mail?.text ?? '')?.[0] ?? '';
}

/** Follows a form's answer to the page that it leads to. */
export async function postAndFollow(url: string, fields: Record<string, string>) {
  const answer = await post(url, fields);
  const to = new URL(answer.headers.get('location') ?? '', url);
  const html = await (await fetch(to)).text();
  return { status: answer.status, location: to.pathname + to.search, html };
}
