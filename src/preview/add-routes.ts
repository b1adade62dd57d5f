import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { EventStream } from './event-stream.ts';
import type { Copy } from './make-copies.ts';
import type { PageFile } from './page-files.ts';
import { PAGE_POLICY } from './page-headers.ts';
import { letterPolicy, showLetter } from './show-letter.ts';
import type { FoundRecipients } from './state.ts';

/** What the routes show. */
export interface Showcase {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly events: EventStream;
  /**
   * The copy of an address, or else of a row, or else of the first recipient; undefined while there
   * is no letter.
   */
  copy(wanted: Wanted): Copy | undefined;
  find(words: string, limit: number): FoundRecipients;
}

export interface Wanted {
  readonly to?: string | undefined;
  readonly row: number;
  readonly lang?: string | undefined;
}

const MOST_FOUND = 50;
const isOne = z.literal('1').transform(() => true);
const CopyQuery = z.object({
  to: z.string().optional().catch(undefined),
  row: z.coerce.number().int().min(0).catch(0),
  lang: z.string().optional().catch(undefined),
  dark: isOne.catch(false),
  bare: isOne.catch(false),
});
const FindQuery = z.object({ q: z.string().max(200).catch('') });
const LinkQuery = z.object({ link: z.enum(['sign', 'unsubscribe', 'view']).catch('sign') });

/** The page and its files, its events, a recipient's copy, and the search for recipients. */
export function addRoutes(server: FastifyInstance, showcase: Showcase): void {
  for (const [path, { type, text }] of showcase.files) {
    server.get(path, async (_, reply) => reply.type(type).send(text));
  }
  server.get('/events', (_, reply) => showcase.events.join(reply));
  server.get('/recipients', async ({ query }) =>
    showcase.find(FindQuery.parse(query).q, MOST_FOUND),
  );
  server.get('/copy', async ({ query }, reply) => {
    return showcase.copy(CopyQuery.parse(query))?.shown ?? reply.code(404).send({});
  });
  server.get('/letter', async ({ query }, reply) => {
    const { dark, bare, ...wanted } = CopyQuery.parse(query);
    const look = { dark, images: !bare };
    const copy = showcase.copy(wanted);
    const page = copy ? showLetter(copy, look) : '';
    return reply
      .header('content-security-policy', letterPolicy(look))
      .type('text/html; charset=utf-8')
      .send(page);
  });
  server.get('/nowhere', async ({ query }, reply) =>
    reply
      .header('content-security-policy', PAGE_POLICY)
      .type('text/plain; charset=utf-8')
      .send(NOWHERE[LinkQuery.parse(query).link]),
  );
}

const NOWHERE = {
  sign: 'A preview has no sign link. In the letter that is sent, each recipient has her own here.\n',
  unsubscribe:
    'A preview unsubscribes nobody. In the letter that is sent, each recipient has her own link here.\n',
  view: 'In the letter that is sent, this link shows the recipient her own copy in the browser.\n',
};
