import { EXIT, OutcryError } from '../errors.ts';

/**
 * The key without white space around it. Throws an OutcryError (exit status 3) if it does not look
 * like a SendGrid key; its text never shows the key. (SendGrid's client would print a warning.)
 */
export function checkApiKey(apiKey: string): string {
  const key = apiKey.trim();
  if (/^SG\.[\w.-]+$/.test(key)) return key;
  throw new OutcryError({
    code: 'sendgrid-key',
    what: key
      ? 'SENDGRID_API_KEY does not hold a SendGrid key: those begin with "SG.".'
      : 'SENDGRID_API_KEY is not set.',
    fix: 'Make a key with the "Mail Send" permission in SendGrid (Settings, API Keys) and put it in .env as SENDGRID_API_KEY=SG.…',
    exit: EXIT.environment,
  });
}

/**
 * The address of SendGrid or of the sandbox, without a slash at its end. Key and addresses travel to
 * it, so it must be https, or http on this machine. Throws an OutcryError (exit status 3).
 */
export function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && isSafe(url) && isPlain(url)) return url.href.replace(/\/+$/, '');
  throw new OutcryError({
    code: 'sendgrid-url',
    what: `OUTCRY_SENDGRID_URL ${complaint(url)}.`,
    fix: 'Write an address such as https://api.sendgrid.com or https://api.eu.sendgrid.com, or http://127.0.0.1 with the port of "outcry sandbox".',
    exit: EXIT.environment,
  });
}

function complaint(url: URL | undefined): string {
  if (!url) return 'is not an address';
  if (!isSafe(url)) return `(${url.protocol}//${url.host}) is neither https nor on this machine`;
  return `(${url.protocol}//${url.host}) holds a user, a query or a fragment`;
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether a host of an address is this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether an address is one of this machine, as the sandbox's is. */
export function isLocal(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname);
}

/** A user in the address would take the place of the key. */
function isPlain({ username, password, search, hash }: URL): boolean {
  return username + password + search + hash === '';
}
