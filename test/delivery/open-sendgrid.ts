import type http from 'node:http';
import { onTestFinished } from 'vitest';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import type { Answer, Transport } from '../../src/delivery/transport.ts';
import { sampleRequest } from './sample-request.ts';
import { readBody, startServer } from './start-server.ts';

export const apiKey = 'SG.testkey.abc-DEF_123';

interface Options {
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
}

/** The real client for a server of this machine, closed when the test ends. */
export function openSendGrid(url: string, options: Options = {}): Transport {
  const transport = createSendGrid({ apiKey, url, ...options });
  onTestFinished(() => transport.close());
  return transport;
}

/** Posts a request for three to a server that answers as told. */
export async function postTo(answer: http.RequestListener, options: Options = {}): Promise<Answer> {
  return openSendGrid(await startServer(answer), options).post(sampleRequest(3));
}

/** A server's answer after it has read the whole request. */
export function answering(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
) {
  return async (request: http.IncomingMessage, response: http.ServerResponse) => {
    await readBody(request);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, headers).end(text);
  };
}
