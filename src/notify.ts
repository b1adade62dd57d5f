/**
 * Posts a notice to a web hook, as Slack, Mattermost, Teams and many others take it. Whoever knows
 * the hook's address can write there: it is a secret, and no text of this file shows it.
 */

/** What is posted: `text` is what such services show, the rest is for programs. */
export interface Notice extends Readonly<Record<string, unknown>> {
  readonly text: string;
}

const PATIENCE_MS = 10_000;
const OWN_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** The address of a web hook; undefined unless it is encrypted, or leads to this machine. */
export function readHook(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Name and password in an address are no part of what is asked for by web hooks.
  if (url?.username !== '' || url.password !== '') return undefined;
  const isOwn = url.protocol === 'http:' && OWN_HOSTS.includes(url.hostname);
  return url.protocol === 'https:' || isOwn ? url : undefined;
}

/**
 * Posts it once. Gives what went wrong, for people and without the address, or undefined. A redirect
 * is not followed: the notice goes where it was told to go, or nowhere.
 */
export async function postNotice(
  hook: URL,
  notice: Notice,
  patienceMs = PATIENCE_MS,
): Promise<string | undefined> {
  try {
    const response = await fetch(hook, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...notice, text: plainText(notice.text) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `${hook.hostname} answered ${response.status}`;
  } catch (error) {
    return `${hook.hostname} ${whatFailed(error)}`;
  }
}

/** The error itself may hold the address. */
function whatFailed(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'did not answer in time';
  const code = cause?.code;
  return `could not be reached${typeof code === 'string' ? ` (${code})` : ''}`;
}

/** In such services `<…>` may be a link, or call everybody in the room. */
function plainText(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›');
}
