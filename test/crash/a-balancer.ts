import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** How often each server is asked whether it is ready. */
const CHECK_MS = 50;

export interface Balancer {
  readonly url: URL;
  /** Lets a server in, once it is ready; gives how many answers have come from it. */
  add(server: URL): () => number;
  /** What was handed on and not answered. */
  readonly cut: readonly Error[];
  readonly hasReady: () => boolean;
  close(): Promise<void>;
}

interface Behind {
  readonly url: URL;
  readonly agent: Agent;
  isReady: boolean;
  answers: number;
}

/** Hands requests on, in turn, to those servers that say they are ready, on connections that it keeps. Tries nothing twice. */
export async function openBalancer(): Promise<Balancer> {
  const servers: Behind[] = [];
  const cut: Error[] = [];
  const front = createServer((asked, answer) => void handOn(asked, answer));
  let turn = 0;

  async function handOn(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(asked);
    const ready = servers.filter(({ isReady }) => isReady);
    turn += 1;
    const server = ready[turn % ready.length];
    if (!server) return void answer.writeHead(502).end();
    const { method, url: path, headers } = asked;
    const { 'content-type': type } = headers;
    const { hostname, port } = server.url;
    const handed = request(
      { hostname, port, path, method, agent: server.agent, headers: { 'content-type': type } },
      (answered) => {
        server.answers += 1;
        answer.writeHead(answered.statusCode ?? 502);
        answered.pipe(answer);
      },
    );
    handed.on('error', (error) => {
      cut.push(error);
      answer.writeHead(502).end();
    });
    handed.end(body);
  }

  const check = async (server: Behind) => {
    const asked = await fetch(new URL('/readyz', server.url)).catch(() => undefined);
    await asked?.text();
    server.isReady = asked?.status === 200;
  };
  const timer = setInterval(() => servers.forEach((server) => void check(server)), CHECK_MS);
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(front.address() as AddressInfo).port}`),
    add(url) {
      const agent = new Agent({ keepAlive: true });
      const server = { url, agent, isReady: false, answers: 0 };
      servers.push(server);
      return () => server.answers;
    },
    cut,
    hasReady: () => servers.some(({ isReady }) => isReady),
    close: async () => {
      clearInterval(timer);
      for (const { agent } of servers) agent.destroy();
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}
