import { type ClientRequest, request } from 'node:http';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { sampleBatch } from './sample-mail.ts';

/** Posts a mail with the sandbox's usual key; a cut connection gives status 0. */
export async function postMail({ url }: Pick<Sandbox, 'url'>, mail: object) {
  try {
    const answer = await fetchMail(url, mail);
    return { status: answer.status, headers: answer.headers, words: await answer.text() };
  } catch {
    return { status: 0, headers: new Headers(), words: '' };
  }
}

/** Posts a batch of one and gives the bare answer; throws where there is none. */
export function post({ url }: Pick<Sandbox, 'url'>, recipient: number): Promise<Response> {
  return fetchMail(url, sampleBatch(1, recipient));
}

/** Posts a batch of one, on a connection of its own that can be broken off. */
export function postAlone({ url }: Pick<Sandbox, 'url'>): ClientRequest {
  const options = { method: 'POST', headers: HEADERS, agent: false };
  return request(`${url}/v3/mail/send`, options).end(JSON.stringify(sampleBatch(1)));
}

const HEADERS = { Authorization: 'Bearer SG.sandbox', 'Content-Type': 'application/json' };

function fetchMail(url: string, mail: object): Promise<Response> {
  const init = { method: 'POST', headers: HEADERS, body: JSON.stringify(mail) };
  return fetch(`${url}/v3/mail/send`, init);
}

/** What one of the sandbox's addresses answers, as JSON. */
export async function getJson<T>({ url }: Pick<Sandbox, 'url'>, path: string): Promise<T> {
  return (await (await fetch(url + path)).json()) as T;
}
