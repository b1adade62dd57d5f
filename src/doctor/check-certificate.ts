import tls from 'node:tls';
import type { Problem } from '../problem.ts';
import { error, warning } from './finding.ts';

const DAY_MS = 86_400_000;
/** Who renews by itself has done it by then: one of 90 days after 60, one of six after four. */
const SOON_MS = 14 * DAY_MS;
const SHARE_OF_LIFE = 5;

/** Node's names for what is wrong with a certificate (nodejs.org/api/tls.html). */
const FAULTS: readonly (readonly [name: RegExp, what: string, fix: string])[] = [
  [/EXPIRED/, 'has run out', 'Have your web server renew it, and see why it did not by itself.'],
  [
    /NOT_YET_VALID/,
    'is not valid yet',
    'Look whether the clock of this machine is right; else have your web server fetch a new one.',
  ],
  [
    /ALTNAME|HOSTNAME/,
    'is for another name',
    'Have your web server fetch one for this name, or write the name that it is for as url.',
  ],
  [
    /UNABLE_TO_(VERIFY|GET)|ISSUER/,
    'comes without those that link it to its issuer',
    'Have your web server send the whole chain ("fullchain.pem").',
  ],
  [
    /SELF_SIGNED|CERT/,
    'is from nobody whom browsers trust',
    'Have your web server fetch one, as Caddy does by itself and certbot for others.',
  ],
];

/** What is wrong with the certificate if a request failed with this code; undefined if it was no matter of that. */
export function certificateFault({ host }: URL, code: string): Problem | undefined {
  const fault = FAULTS.find(([name]) => name.test(code));
  if (!fault) return undefined;
  const [, what, fix] = fault;
  return error('url-certificate', `The certificate at ${host} ${what} (${code}).`, fix);
}

/** Whether a certificate that still holds soon will not; whether it is good is for the request to see. */
export async function checkExpiry(url: URL, now: number, signal: AbortSignal): Promise<Problem[]> {
  const validity = url.protocol === 'https:' ? await readValidity(url, signal) : undefined;
  if (!validity) return [];
  const [from, until] = validity;
  const left = until - now;
  if (left < 0 || left > Math.min(SOON_MS, (until - from) / SHARE_OF_LIFE)) return [];
  const day = new Date(until).toISOString().slice(0, 10);
  return [
    warning(
      'url-certificate',
      `The certificate at ${url.host} runs out on ${day}; from then on nobody can sign.`,
      'Have your web server renew it now, and see why it did not by itself.',
    ),
  ];
}

/** From when until when, in ms since 1970; undefined if no connection comes about. */
function readValidity(
  { hostname, port }: URL,
  signal: AbortSignal,
): Promise<readonly [from: number, until: number] | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = tls.connect({
      host,
      port: Number(port || 443),
      servername: /[a-z]/i.test(host) && !host.includes(':') ? host : '',
      // A bad one is told by the request; nothing is sent here.
      rejectUnauthorized: false,
    });
    const end = (validity?: readonly [number, number]) => {
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(validity);
    };
    const giveUp = () => end();
    signal.addEventListener('abort', giveUp);
    socket.once('error', giveUp);
    socket.once('secureConnect', () => {
      const { valid_from: from, valid_to: until } = socket.getPeerCertificate();
      end([Date.parse(from), Date.parse(until)]);
    });
  });
}
