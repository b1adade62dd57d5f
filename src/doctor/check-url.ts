import { ALIVE } from '../alive.ts';
import { publicUrl } from '../config.ts';
import type { Place, Problem } from '../problem.ts';
import { error, type Finding, heed, judge, skipped, warning } from './finding.ts';
import { isPublicName } from './public-name.ts';
import type { Setup } from './setup.ts';

const ABOUT = 'Public address';
const PATIENCE_MS = 10_000;
const UNREAD = 'outcry.yaml must be right first.';

/** Supporters can open `url`, encrypted, and "outcry serve" is what answers there. */
export async function checkUrl(setup: Setup): Promise<Finding> {
  const isUnread = setup.configProblems.length > 0 && !setup.config?.url;
  if (isUnread && !setup.environment.OUTCRY_URL) return skipped(ABOUT, UNREAD);
  return heed(ABOUT, async () => {
    const url = publicUrl({ config: { url: setup.config?.url }, environment: setup.environment });
    const where = setup.environment.OUTCRY_URL ? undefined : setup.placeOf(['url']);
    const unfit = setup.isRehearsal ? [] : unfitFor(new URL(url), where);
    const unreached = await askAlive(url, setup);
    return judge(
      ABOUT,
      [...unfit, ...unreached],
      `${url} answers${setup.isRehearsal ? '; right for rehearsing' : ''}.`,
    );
  });
}

/** What real mail needs: supporters are elsewhere, and their names must not be read on the way. */
function unfitFor({ protocol, hostname, host }: URL, where: Place | undefined): Problem[] {
  const problems: Problem[] = [];
  if (protocol !== 'https:') {
    problems.push(
      error(
        'url-not-https',
        `The sign page is reached at http://${host}, so that anybody on the way reads who signs what.`,
        'Put a web server with a certificate (such as Caddy) in front of "outcry serve", and write https:// in url.',
        where,
      ),
    );
  }
  if (!isPublicName(hostname)) {
    problems.push(
      error(
        'url-not-public',
        `Supporters cannot reach ${hostname}: it is this machine, or in a network of your own.`,
        'Write the address that your web server has on the internet, such as https://act.example.org.',
        where,
      ),
    );
  }
  return problems;
}

async function askAlive(url: string, { isRehearsal, signal }: Setup): Promise<Problem[]> {
  const complain = isRehearsal ? warning : error;
  const address = `${url.replace(/\/+$/, '')}/healthz`;
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const unlike = unlikeServe(response, (await response.text()).trim());
    return unlike ? [complain('url-unreachable', `${address} ${unlike.what}.`, unlike.fix)] : [];
  } catch (thrown) {
    const code = failureOf(thrown);
    if (CERTIFICATE.test(code)) return [badCertificate(url, code)];
    return [complain('url-unreachable', `${address} cannot be reached (${code}).`, START)];
  }
}

const START =
  'Start "outcry serve" and leave it running; check that your web server hands everything under this address on to it, and that its name stands in the DNS.';

interface Unlike {
  readonly what: string;
  readonly fix: string;
}

function unlikeServe({ status, headers }: Response, body: string): Unlike | undefined {
  if (status >= 300 && status < 400) {
    const to = headers.get('location');
    const fix =
      'Write the address that it leads to as url, so that no link of a letter takes a detour.';
    return { what: `leads elsewhere${to ? `, to ${to}` : ''}`, fix };
  }
  if (status !== 200) return { what: `answers ${status}`, fix: START };
  return body === ALIVE ? undefined : { what: 'is answered by something else', fix: START };
}

/** Node's names for what is wrong with a certificate (nodejs.org/api/tls.html). */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ISSUER|HOSTNAME_MISMATCH|ALTNAME/;

function badCertificate(url: string, code: string): Problem {
  return error(
    'url-certificate',
    `The certificate at ${new URL(url).host} is not one that browsers take (${code}).`,
    'Have your web server fetch one, as Caddy does by itself and certbot for others; renew it if it has run out.',
  );
}

function failureOf(thrown: unknown): string {
  const { name, cause } = thrown as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'no answer in time';
  if (name === 'AbortError') return 'stopped';
  return typeof cause?.code === 'string' ? cause.code : 'no connection';
}
