import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';

/** Posts a mail with the sandbox's usual key; a cut connection gives status 0. */
export async function postMail({ url }: Pick<Sandbox, 'url'>, mail: object) {
  const headers = { Authorization: 'Bearer SG.sandbox', 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(mail) };
  try {
    const answer = await fetch(`${url}/v3/mail/send`, init);
    return { status: answer.status, headers: answer.headers, words: await answer.text() };
  } catch {
    return { status: 0, headers: new Headers(), words: '' };
  }
}

/** What one of the sandbox's addresses answers, as JSON. */
export async function getJson<T>({ url }: Pick<Sandbox, 'url'>, path: string): Promise<T> {
  return (await (await fetch(url + path)).json()) as T;
}
