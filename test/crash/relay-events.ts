import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands between SendGrid's events and the web side, and holds them back until they are let go. */
export interface Relay {
  readonly url: string;
  /** Passes on what was held back and whatever comes from now on. */
  release(to: string): Promise<void>;
  close(): Promise<void>;
}

interface Post {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export async function relayEvents(): Promise<Relay> {
  const held: Post[] = [];
  let target: string | undefined;
  const pass = async (to: string, { headers, body }: Post) => {
    const answer = await fetch(to, { method: 'POST', headers, body: new Uint8Array(body) });
    if (!answer.ok) throw new Error(`The web side answered an event with ${answer.status}.`);
  };
  const server = createServer(async (request, response) => {
    const signed = Object.entries(request.headers).filter(([name]) =>
      /^(x-|content-ty)/.test(name),
    );
    const headers = Object.fromEntries(signed.map(([name, value]) => [name, String(value)]));
    const post = { headers, body: await buffer(request) };
    if (target === undefined) held.push(post);
    else await pass(target, post);
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async release(to) {
      target = to;
      for (const post of held.splice(0)) await pass(to, post);
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
