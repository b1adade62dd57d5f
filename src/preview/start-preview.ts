/** The preview: one page that shows an appeal as it is being written. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { normaliseAddress } from '../audience/address.ts';
import { listenError } from '../listen-error.ts';
import { makeCloser } from '../make-closer.ts';
import { refuseForeignHosts } from '../refuse-foreign-hosts.ts';
import { addRoutes } from './add-routes.ts';
import { openEventStream } from './event-stream.ts';
import { showProblems } from './excerpt.ts';
import { followAppeal } from './follow-appeal.ts';
import { followLists } from './follow-lists.ts';
import type { PreviewDesk } from './make-draft.ts';
import { readPageFiles } from './page-files.ts';
import { HEADERS } from './page-headers.ts';
import { refuseForeignPages } from './refuse-foreign-pages.ts';
import type { PreviewState } from './state.ts';
import { watchFiles } from './watch-files.ts';

export interface PreviewOptions {
  /** Paths as problems name them. */
  readonly appeal: string;
  readonly lists: readonly string[];
  /** The recipient to begin with. */
  readonly to?: string | undefined;
  /** The workspace, and where templates are looked for. */
  readonly folder: string;
  readonly templateRoots: readonly string[];
  /** Reads the workspace anew; throws an OutcryError for what is wrong with it. */
  readonly readDesk: () => Promise<PreviewDesk>;
  /** On 127.0.0.1, and nowhere else. 0 is any free one. */
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears of mistakes of Outcry itself. */
  readonly onBug: (error: unknown) => void;
}

export interface RunningPreview {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Makes the letter, serves the page, and follows what is saved from then on. Mistakes in appeal,
 * templates, lists or configuration show on the page. Throws an OutcryError (exit 3) if the port
 * cannot be listened on.
 */
export async function startPreview(options: PreviewOptions): Promise<RunningPreview> {
  const { appeal, lists, now, onBug } = options;
  const run = randomBytes(8).toString('base64url');
  const events = openEventStream(HEADERS);
  const tell = createTeller(() => stateNow(), events.send, onBug);
  const people = followLists(lists, { onProgress: tell, onBug });
  const letter = followAppeal({ appeal, lists, readDesk: options.readDesk, now, onBug }, tell);
  const to = options.to === undefined ? undefined : (normaliseAddress(options.to) ?? options.to);

  const stateNow = async (): Promise<PreviewState> => {
    const { index, hardest } = people.recipients;
    const { problems, fields, makeCopy, ofLists, ...progress } = letter.progress;
    return {
      run,
      file: appeal,
      to,
      ...progress,
      problems: await showProblems(problems),
      lists: {
        files: lists,
        count: index.count,
        isRead: people.isRead,
        reading: people.reading,
        hardest: hardest.pick(fields),
        toRow: to === undefined ? 0 : index.rowOf(to),
      },
    };
  };

  const server = createServer();
  const close = makeCloser(server);
  addRoutes(server, {
    files: readPageFiles(),
    events,
    find: (words, limit) => people.recipients.index.find(words, limit),
    copy: ({ to: address, row, lang }) => {
      const { index } = people.recipients;
      const wanted = (address && index.rowOf(address)) || row;
      const chosen = index.at(wanted) ? wanted : Math.min(1, index.count);
      return letter.progress.makeCopy?.(chosen, index.at(chosen), lang);
    },
  });
  const url = await listen(server, options.port);
  const first = letter.saved();
  const listFiles = new Set(lists.map((list) => path.resolve(list)));
  const watch = await watchFiles(surroundingsOf(options), {
    onChange: (files) => {
      void letter.saved();
      if (files.some((file) => listFiles.has(file))) people.reread();
    },
    onQuiet: () => letter.settle(),
  });
  await first;
  letter.settle();
  return {
    url,
    close: async () => {
      await watch.close();
      letter.close();
      events.close();
      await close();
      people.close();
    },
  };
}

function createServer(): FastifyInstance {
  const server = Fastify();
  server.addHook('onRequest', async (_, reply) => {
    reply.headers(HEADERS);
  });
  server.addHook('onRequest', refuseForeignHosts(HOST));
  server.addHook('onRequest', refuseForeignPages);
  return server;
}

async function listen(server: FastifyInstance, port: number): Promise<string> {
  try {
    return await server.listen({ host: HOST, port });
  } catch (error) {
    throw listenError(error, { host: HOST, port });
  }
}

function surroundingsOf({ appeal, lists, folder, templateRoots }: PreviewOptions) {
  return {
    appeal: path.resolve(appeal),
    lists: lists.map((list) => path.resolve(list)),
    folder,
    templateRoots,
  };
}

/** Sends the state as it is by then; while one is being prepared, further news wait for it. */
function createTeller(
  stateNow: () => Promise<PreviewState>,
  send: (data: string) => void,
  onBug: (error: unknown) => void,
): () => void {
  let isTelling = false;
  let hasNews = false;
  const tell = async () => {
    isTelling = true;
    try {
      while (hasNews) {
        hasNews = false;
        send(JSON.stringify(await stateNow()));
      }
    } finally {
      isTelling = false;
    }
  };
  return () => {
    hasNews = true;
    if (!isTelling) tell().catch(onBug);
  };
}
