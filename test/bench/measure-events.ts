import { createRequestMaker } from '../../src/campaign/make-request.ts';
import { readEvents } from '../../src/delivery/sendgrid-events.ts';
import { requestBody } from '../../src/delivery/sendgrid-request.ts';
import type { Batch, Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { batches as postsWith } from '../../src/sandbox/event-queue.ts';
import { makeEvents } from '../../src/sandbox/make-events.ts';
import type { DatabaseServer } from './a-database-server.ts';
import { SECRET } from './bench-folder.ts';
import { sizeOf } from './query.ts';

/** What comes after a letter; of one event, but for the last two. */
export interface Events {
  /** Kept a second, by one web server, one POST after another. */
  readonly rate: number;
  /** Of the database's processors, in microseconds. */
  readonly databaseTime: number;
  readonly diskBytes: number;
  readonly walBytes: number;
  /** The letter on its way to SendGrid, in bytes a recipient. */
  readonly wireBytes: number;
  /** How many there were. */
  readonly count: number;
}

interface Measured {
  readonly server: DatabaseServer;
  readonly database: string;
  readonly campaign: Campaign;
}

/** Has SendGrid tell of so many batches at most that each copy was processed and delivered, as the sandbox words it. */
export async function measureEvents(most: number, measured: Measured): Promise<Events> {
  const { server, database, campaign } = measured;
  const ledger = await openLedger({ database, now: Date.now });
  try {
    const { posts, wireBytes } = await sendSome(most, ledger, campaign);
    await server.checkpoint();
    const [before, bytesBefore] = [await server.weigh(), await sizeOf(database, 'events')];
    const start = performance.now();
    let count = 0;
    for (const { events } of posts) count += await ledger.recordEvents(events);
    const seconds = (performance.now() - start) / 1000;
    const after = await server.weigh();
    return {
      rate: count / seconds,
      databaseTime: ((after.cpu - before.cpu) * 1e6) / count,
      diskBytes: ((await sizeOf(database, 'events')) - bytesBefore) / count,
      walBytes: (after.wal - before.wal) / count,
      wireBytes,
      count,
    };
  } finally {
    await ledger.close();
  }
}

async function sendSome(most: number, ledger: Ledger, campaign: Campaign) {
  const links = createLinks({ url: 'http://127.0.0.1:4000', secrets: [SECRET] });
  const makeRequest = createRequestMaker(campaign, links, SECRET);
  const sent = { posts: [] as ReturnType<typeof readEvents>[], bytes: 0, people: 0 };
  for (let count = 0; count < most; count += 1) {
    const batch = await ledger.claimBatch(campaign.number);
    if (!batch) break;
    const body = Buffer.from(requestBody(makeRequest(batch)));
    await ledger.settleBatch(batch, { state: 'accepted', messageId: messageIdOf(batch) });
    sent.bytes += body.length;
    sent.people += batch.recipients.length;
    sent.posts.push(...postsOf(body, batch));
  }
  return { posts: sent.posts, wireBytes: sent.bytes / sent.people };
}

function postsOf(body: Buffer, batch: Batch) {
  const of = { number: batch.number, at: Date.now(), addresses: [], subject: '' };
  const taken = { ...of, messageId: messageIdOf(batch), body };
  return [...postsWith(makeEvents(taken))].map((post) => readEvents(post.body));
}

/** As long as those of SendGrid's. */
function messageIdOf({ number }: Batch): string {
  return String(number).padStart(22, 'm');
}
