import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

export interface EventStream {
  /** Answers with a stream of events that begins with the last one (HTML Standard, 9.2). */
  join(reply: FastifyReply): void;
  send(data: string): void;
  close(): void;
}

/** How soon a page asks again after the preview has stopped. */
const RETRY_MS = 1000;

export function openEventStream(headers: Readonly<Record<string, string>>): EventStream {
  const readers = new Set<ServerResponse>();
  let last: string | undefined;
  return {
    join(reply) {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
      raw.write(`retry: ${RETRY_MS}\n\n${last ?? ''}`);
      readers.add(raw);
      raw.once('close', () => readers.delete(raw));
    },
    send(data) {
      last = `data: ${data}\n\n`;
      for (const reader of readers) reader.write(last);
    },
    close() {
      for (const reader of readers) reader.end();
      readers.clear();
    },
  };
}
