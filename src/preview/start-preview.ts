/** The preview: one page that shows an appeal as it is being written. */
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { listenError } from '../listen-error.ts';
import { makeCloser } from '../make-closer.ts';
import { refuseForeignHosts } from '../refuse-foreign-hosts.ts';
import { addRoutes } from './add-routes.ts';
import { createTeller } from './create-teller.ts';
import { openEventStream } from './event-stream.ts';
import { readPageFiles } from './page-files.ts';
import { HEADERS } from './page-headers.ts';
import { refuseForeignPages } from './refuse-foreign-pages.ts';
import { openStudio, type Studio, type StudioOrder } from './studio.ts';
import { type FileWatch, watchFiles } from './watch-files.ts';
import { isEdition } from './watched-files.ts';

/** Appeal and lists are named as problems name them. */
export interface PreviewOptions extends StudioOrder {
  /** The workspace, and where templates are looked for. */
  readonly folder: string;
  readonly templateRoots: readonly string[];
  /** On 127.0.0.1, and nowhere else. 0 is any free one. */
  readonly port: number;
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
  const files = readPageFiles();
  const events = openEventStream(HEADERS);
  const teller = createTeller(() => studio.state(), events.send, options.onBug);
  const studio = openStudio(options, teller.tell);
  const server = createServer();
  const close = makeCloser(server);
  addRoutes(server, { files, events, ...studio });
  const url = await listen(server, options.port).catch((error: unknown) => {
    studio.close();
    throw error;
  });
  const first = studio.changed({ besides: true, people: false });
  const watch = await watchFor(studio, options);
  await first;
  studio.settle();
  return {
    url,
    close: async () => {
      teller.stop();
      await watch.close();
      events.close();
      await close();
      studio.close();
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

function watchFor(studio: Studio, options: PreviewOptions): Promise<FileWatch> {
  const { folder, templateRoots } = options;
  const appeal = path.resolve(options.appeal);
  const lists = options.lists.map((list) => path.resolve(list));
  // The configuration says which columns of the lists count.
  const ofPeople = new Set([...lists, path.join(folder, 'outcry.yaml')]);
  return watchFiles(
    { appeal, lists, folder, templateRoots },
    {
      onChange: (files) => {
        const besides = !files.every((file) => isEdition(file, appeal));
        void studio.changed({ besides, people: files.some((file) => ofPeople.has(file)) });
      },
      onQuiet: () => studio.settle(),
    },
  );
}
