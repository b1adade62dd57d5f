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
export function post({ url }: Pick<Sandbox, 'url'>, recipient: number, signal?: AbortSignal) {
  return fetchMail(url, sampleBatch(1, recipient), signal);
}

function fetchMail(url: string, mail: object, signal?: AbortSignal): Promise<Response> {
  const headers = { Authorization: 'Bearer SG.sandbox', 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(mail), signal: signal ?? null };
  return fetch(`${url}/v3/mail/send`, init);
}

/** What one of the sandbox's addresses answers, as JSON. */
export async function getJson<T>({ url }: Pick<Sandbox, 'url'>, path: string): Promise<T> {
  return (await (await fetch(url + path)).json()) as T;
}
