import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AskPage } from '../../src/campaign/look-around.ts';
import type { Tell } from '../../src/campaign/send-events.ts';
import type { Stop } from '../../src/campaign/stops.ts';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import type { Answer, Request, Transport } from '../../src/delivery/transport.ts';
import type { Batch, Campaign, Ledger, Settlement, Tally } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import type { Copy } from '../../src/sandbox/finish-copy.ts';
import { makeKeys } from '../../src/sandbox/sandbox-keys.ts';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { type Order, planCampaign, sendCampaign } from '../../src/send.ts';
import { type RunningServer, startServer } from '../../src/web/serve.ts';
import { KEY, PUBLIC_URL, SECRET } from './settings.ts';

export const RIVER = 'test/fixtures/appeals/river.md';
const ORGANISATION = { name: 'River Watch', address: '1 Bank Street', url: undefined };

export interface SendWishes {
  readonly concurrency?: number;
  /** Stands in for the real one, or around it. */
  readonly around?: (real: Transport) => Transport;
  readonly key?: string;
  /** Where the sandbox is reached, if not at its own address. */
  readonly url?: string;
  /** The address of the web side, as who sends is set to it, if not that of who planned. */
  readonly linksTo?: string;
  /** How long the client waits for an answer. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly startNow?: boolean;
  readonly askPage?: AskPage;
  readonly tell?: Tell;
  readonly onBatch?: (batch: Batch, settlement: Settlement) => void;
  readonly now?: () => number;
  /** What is done instead of a wait. */
  readonly sleep?: () => Promise<void>;
  /** Another process's view of the same ledger. */
  readonly ledger?: Ledger;
}

export interface PlanWishes {
  readonly templateRoot?: string;
  readonly against?: readonly string[] | undefined;
  /** The planning process's view of the ledger. */
  readonly planner?: Ledger;
}

/** Everything that a send needs, each the real part, in a folder of its own. */
export interface Stage {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly sandbox: Sandbox;
  /** Where a link of a letter leads on this machine; only with a web side. */
  local(link: string): string;
  /** Writes a list and gives its path. */
  list(name: string, rows: readonly (readonly string[])[], header?: string): string;
  plan(order: Partial<Order> & Pick<Order, 'lists'>, wishes?: PlanWishes): Promise<Campaign>;
  send(campaign: Campaign, wishes?: SendWishes): Promise<Stop | undefined>;
  tally(campaign: Campaign): Promise<Tally>;
  copies(email: string): Promise<Copy[]>;
  /** Waits until the sandbox owes no event. */
  eventsArrived(): Promise<void>;
  close(): Promise<void>;
}

interface StageOptions extends Pick<SandboxOptions, 'faults' | 'seed' | 'latencyMs' | 'slowMs'> {
  /** Whether the sandbox posts its events to a web side. */
  readonly withEvents?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How waits are spent; they are over at once unless told otherwise. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Where its folder is made. */
  readonly within?: string | undefined;
  /** Where its ledger is, if not in a file of that folder. */
  readonly database?: string | undefined;
}

export async function openStage({
  withEvents,
  now = Date.now,
  sleep = async () => {},
  within = tmpdir(),
  database,
  ...options
}: StageOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(within, 'outcry-send-'));
  const clock = { sleep, elapsed: () => 0 };
  const place = database ? { database } : { file: join(folder, 'ledger.sqlite') };
  const ledger = await openLedger({ ...place, now });
  const links = createLinks({ url: PUBLIC_URL, secrets: [SECRET] });
  const { publicKey, privateKey } = makeKeys();
  let server: RunningServer | undefined;
  if (withEvents) {
    server = await startServer({
      ledger,
      links,
      templateRoots: ['templates'],
      organisation: ORGANISATION,
      publicUrl: PUBLIC_URL,
      webhookKey: publicKey,
      host: '127.0.0.1',
      port: 0,
      now,
    });
  }
  const events = server && { url: `${server.url}/events/sendgrid`, privateKey };
  const sandbox = await startSandbox({ key: KEY, events, ...options });
  const theme = { colour: '#7a1f3d', background: '#eceff2' };
  const settings = { organisation: ORGANISATION, theme, lang: 'en' };

  return {
    folder,
    ledger,
    sandbox,
    local(link) {
      const { pathname, search } = new URL(link, PUBLIC_URL);
      return `${server?.url}${pathname}${search}`;
    },
    list(name, rows, header = 'email,first_name,donor') {
      const file = join(folder, name);
      writeFileSync(file, [header, ...rows.map((cells) => cells.map(quote).join(','))].join('\n'));
      return file;
    },
    plan: (order, { templateRoot = 'templates', against, planner = ledger } = {}) =>
      planCampaign(
        { appeal: RIVER, ...order },
        {
          ledger: planner,
          links,
          now,
          url: PUBLIC_URL,
          secret: SECRET,
          settings,
          templateRoots: [templateRoot],
          against,
          senders: { from: undefined, replyTo: undefined },
        },
      ),
    async send(campaign, wishes = {}) {
      const {
        concurrency = 2,
        around = (real) => real,
        key = KEY,
        signal,
        onBatch,
        startNow,
        askPage,
        linksTo = PUBLIC_URL,
      } = wishes;
      const { url = sandbox.url, timeoutMs } = wishes;
      const real = createSendGrid({ apiKey: key, url, timeoutMs });
      try {
        return await sendCampaign(campaign, {
          ledger: wishes.ledger ?? ledger,
          links: links.at(linksTo),
          secret: SECRET,
          now: wishes.now ?? now,
          startNow,
          askPage,
          concurrency,
          // Waits are asked for, and over at once: no test is to wait.
          means: {
            transport: around(real),
            clock: { ...clock, sleep: wishes.sleep ?? clock.sleep },
            random: () => 0,
            signal,
          },
          tell: (event) => {
            wishes.tell?.(event);
            if (event.type === 'batch') onBatch?.(event.batch, event.settlement);
          },
        });
      } finally {
        await real.close();
      }
    },
    tally: ({ number }) => ledger.tally(number),
    async copies(email) {
      const url = `${sandbox.url}/_sandbox/messages?to=${encodeURIComponent(email)}`;
      return (await (await fetch(url)).json()) as Copy[];
    },
    async eventsArrived() {
      while ((sandbox.stats().events?.pending ?? 0) > 0) await pause(20);
    },
    async close() {
      await sandbox.close();
      await server?.close();
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Rows for `count` supporters, `prefix1@example.org` …, who all get the same of a letter's blocks. */
export function supporters(count: number, prefix = 'someone'): string[][] {
  return Array.from({ length: count }, (_, index) => [
    `${prefix}${index + 1}@example.org`,
    `Name ${index + 1}`,
    '',
  ]);
}

type Meddle = (count: number, request: Request, real: Transport) => Promise<Answer>;

/** Puts somebody between the send and SendGrid, who may do as he likes with each request: 1, 2, 3 … */
export function meddling(meddle: Meddle): (real: Transport) => Transport {
  let count = 0;
  return (real) => ({
    post: (request) => {
      count += 1;
      return meddle(count, request as Request, real);
    },
    close: () => real.close(),
  });
}

/** planned = accepted + refused + unknown + suppressed, and every row of the lists is accounted for. */
export function expectSum(tally: Tally, rows: number): void {
  const { planned, accepted, refused, unknown, suppressed, recipients, skipped } = tally;
  expect(planned + accepted + refused + unknown + suppressed).toBe(recipients);
  expect(recipients + skipped.duplicate + skipped.invalid + skipped.suppressed).toBe(rows);
}
