import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readWorkspace } from '../config.ts';
import { createSendGrid } from '../delivery/sendgrid.ts';
import { systemClock } from '../delivery/system-clock.ts';
import type { Transport } from '../delivery/transport.ts';
import { OutcryError } from '../errors.ts';
import type { Campaign } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { createLinks } from '../links.ts';
import { makeKeys } from '../sandbox/sandbox-keys.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { planCampaign, sendCampaign } from '../send.ts';
import { BATCH_SIZE } from '../terms.ts';
import { startServer } from '../web/serve.ts';
import { PACKAGE_FOLDER } from './open-context.ts';

interface DemoOptions {
  /** Where the demo's own ledger goes. */
  readonly folder: string;
  /** Of the web side; 0 is any free one. */
  readonly port: number;
  readonly now: () => number;
  /** What is sent, and to whom; the samples unless said. */
  readonly appeal?: string | undefined;
  readonly list?: string | undefined;
}

const KEY = 'SG.sandbox';
const SECRET = 'the demo needs no secret, for all of it stays on this machine';
const EVENT_PATIENCE_MS = 20_000;

/** Everything that the demo runs, each the real part: only SendGrid is the sandbox. */
export async function openDemo(options: DemoOptions) {
  const { folder, port, now } = options;
  const { config } = readWorkspace(PACKAGE_FOLDER, {});
  const templates = path.join(PACKAGE_FOLDER, 'templates');
  const keys = makeKeys();
  const ledger = await openLedger({ file: path.join(folder, 'ledger.sqlite'), now });
  const linksAt = (url: string) => createLinks({ url, secrets: [SECRET] });
  // Address and mail are known only once server and sandbox are up; reading a link needs neither.
  let links = linksAt('http://127.0.0.1');
  let transport: Transport;
  const server = await startServer({
    ledger,
    links: {
      ...links,
      confirmLink: (pending) => links.confirmLink(pending),
      shareLink: (signature) => links.shareLink(signature),
    },
    templateRoots: [templates],
    organisation: config.organisation,
    mailMeans: () => ({ transport, clock: systemClock, random: Math.random }),
    colour: config.theme.colour,
    webhookKey: keys.publicKey,
    host: '127.0.0.1',
    port,
    now,
  });
  links = linksAt(server.url);
  const sandbox = await startSandbox({
    key: KEY,
    events: { url: `${server.url}/events/sendgrid`, privateKey: keys.privateKey },
    now,
  });
  transport = createSendGrid({ apiKey: KEY, url: sandbox.url });

  return {
    ledger,
    links,
    server,
    sandbox,
    send: async (signal: AbortSignal): Promise<Campaign> => {
      const campaign = await planCampaign(
        {
          appeal: options.appeal ?? path.join(templates, 'appeals', 'safe-harbour.md'),
          lists: [options.list ?? path.join(PACKAGE_FOLDER, 'lists', 'supporters.csv')],
        },
        {
          ledger,
          links,
          now,
          url: server.url,
          secret: SECRET,
          settings: config,
          templateRoots: [templates],
          senders: { from: config.from, replyTo: config.reply_to },
        },
      );
      const means = { transport, clock: systemClock, random: Math.random, signal };
      const stop = await sendCampaign(campaign, {
        ledger,
        links,
        secret: SECRET,
        now,
        concurrency: 2,
        means,
      });
      if (stop) throw new OutcryError({ code: 'demo-stopped', what: stop.reason });
      return (await ledger.campaignByNumber(campaign.number)) ?? campaign;
    },
    /** Waits until the sandbox has posted every event that it owes. */
    eventsArrived: async (): Promise<void> => {
      const deadline = now() + EVENT_PATIENCE_MS;
      while ((sandbox.stats().events?.pending ?? 0) > 0 && now() < deadline) await setTimeout(50);
    },
    /** The link of a recipient who has not signed, for whoever wants to try it. */
    unsignedLink: async ({ number, petition }: Campaign): Promise<string | undefined> => {
      for (const recipient of await ledger.firstRecipients(number, BATCH_SIZE)) {
        if (await ledger.hasSigned(petition.slug, recipient.email)) continue;
        return links.linksOf(number, recipient.number).sign_link;
      }
      return undefined;
    },
    close: async (): Promise<void> => {
      await transport.close();
      await sandbox.close();
      await server.close();
      await ledger.close();
    },
  };
}
