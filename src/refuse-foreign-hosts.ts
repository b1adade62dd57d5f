import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Answers 403 to requests that name another host than this machine, so that no web page can read
 * what staff see by pointing its own name at 127.0.0.1 (DNS rebinding). `host` is what the server
 * was told to listen on.
 */
export function refuseForeignHosts(host: string) {
  const known = new Set(['localhost', '127.0.0.1', '[::1]', host.toLowerCase()]);
  return async ({ raw }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const [, name, port = '80'] = /^(.+?)(?::(\d+))?$/.exec(raw.headers.host ?? '') ?? [];
    if (known.has(name?.toLowerCase() ?? '') && Number(port) === raw.socket.localPort) return;
    await reply
      .code(403)
      .type('text/plain; charset=utf-8')
      .send(`Open this page as http://localhost:${raw.socket.localPort}/ on this machine.\n`);
  };
}
