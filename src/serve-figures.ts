import Fastify from 'fastify';
import type { Registry } from 'prom-client';
import { ALIVE } from './alive.ts';
import { listenError } from './listen-error.ts';

export interface FiguresServer {
  /** Where the figures are. */
  readonly url: string;
  close(): Promise<void>;
}

interface Served {
  readonly registry: Registry;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Why the program cannot do its work just now, if so: for /readyz. Undefined where another port tells. */
  readonly hindrance?: (() => Promise<string | undefined>) | undefined;
}

/**
 * Shows figures as Prometheus reads them (prometheus.io/docs/instrumenting/exposition_formats), at
 * /metrics of an address of their own: what supporters can reach tells nothing of the others.
 * Throws an OutcryError for an address that cannot be listened on.
 */
export async function serveFigures({
  registry,
  host,
  port,
  hindrance,
}: Served): Promise<FiguresServer> {
  const server = Fastify();
  server.get('/metrics', async (_, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
  if (hindrance) {
    server.get('/healthz', async (_, reply) => reply.type('text/plain').send(`${ALIVE}\n`));
    server.get('/readyz', async (_, reply) => {
      const why = await hindrance();
      return reply
        .code(why ? 503 : 200)
        .type('text/plain')
        .send(`${why ?? 'ready'}\n`);
    });
  }
  try {
    const url = await server.listen({ host, port });
    return { url: `${url}/metrics`, close: () => server.close() };
  } catch (error) {
    throw listenError(error, { host, port, option: '--metrics-port' });
  }
}
