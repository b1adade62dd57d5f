import { ALIVE } from '../alive.ts';
import { publicUrl } from '../config.ts';
import type { Place, Problem } from '../problem.ts';
import { certificateFault, checkExpiry } from './check-certificate.ts';
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
    const patience = AbortSignal.any([setup.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const [unreached, expiring] = await Promise.all([
      askAlive(url, setup, patience),
      checkExpiry(new URL(url), setup.now(), patience),
    ]);
    return judge(
      ABOUT,
      [...unfit, ...unreached, ...expiring],
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

async function askAlive(
  url: string,
  { isRehearsal }: Setup,
  signal: AbortSignal,
): Promise<Problem[]> {
  const complain = isRehearsal ? warning : error;
  const start = isRehearsal ? START_HERE : START;
  const address = `${url.replace(/\/+$/, '')}/healthz`;
  try {
    const response = await fetch(address, { redirect: 'manual', signal });
    const unlike = unlikeServe(response, (await response.text()).trim(), start);
    if (unlike) return [complain('url-unreachable', `${address} ${unlike.what}.`, unlike.fix)];
    const hindrance = await hindranceAt(address, signal);
    return hindrance ? [complain('url-unreachable', hindrance, READ_LOG)] : [];
  } catch (thrown) {
    const code = failureOf(thrown);
    const fault = certificateFault(new URL(url), code);
    if (fault) return [fault];
    const why = REASONS[code] ? `${REASONS[code]} (${code})` : code;
    return [complain('url-unreachable', `${address} cannot be reached: ${why}.`, start)];
  }
}

/** Why "outcry serve" cannot serve anybody just now, as it says itself. */
async function hindranceAt(address: string, signal: AbortSignal): Promise<string | undefined> {
  const response = await fetch(address.replace(/healthz$/, 'readyz'), {
    redirect: 'manual',
    signal,
  });
  const said = (await response.text()).trim();
  return response.status === 503
    ? `"outcry serve" runs at ${new URL(address).host}, but cannot serve anybody now: ${said.slice(0, 100)}.`
    : undefined;
}

const READ_LOG =
  'See what "outcry serve" has written last; if it is busy, try again in some minutes.';
const START_HERE = 'Start "outcry serve" in this workspace and leave it running.';
const START =
  'Start "outcry serve" and leave it running; check that your web server hands everything under this address on to it, and that its name stands in the DNS.';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'no such name is known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  UND_ERR_SOCKET: 'the connection was cut',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what answers there does not speak https',
};

interface Unlike {
  readonly what: string;
  readonly fix: string;
}

function unlikeServe(
  { status, headers }: Response,
  body: string,
  start: string,
): Unlike | undefined {
  if (status >= 300 && status < 400) {
    const to = headers.get('location');
    const fix =
      'Write the address that it leads to as url, so that no link of a letter takes a detour.';
    return { what: `leads elsewhere${to ? `, to ${to}` : ''}`, fix };
  }
  if (status !== 200) return { what: `answers ${status}`, fix: start };
  return body === ALIVE ? undefined : { what: 'is answered by something else', fix: start };
}

function failureOf(thrown: unknown): string {
  const { name, cause } = thrown as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'no answer in time';
  if (name === 'AbortError') return 'stopped';
  return typeof cause?.code === 'string' ? cause.code : 'no connection';
}
