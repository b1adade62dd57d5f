import type { SendingDomain } from '../delivery/sendgrid-account.ts';
import type { Problem } from '../problem.ts';
import type { DnsAsker } from './ask-dns.ts';
import { error, type Finding, judge, skipped, warning } from './finding.ts';
import { MOST_LOOKUPS, readSpf, type SpfRecord } from './read-spf.ts';
import { compareRecords } from './wanted-records.ts';

/** What SendGrid signs for: the domain, nothing of that name, or what the key may not read. */
export type Signing = SendingDomain | 'none' | 'unread';

/** What a check of mail servers proves of a letter: that this domain sent it. */
export interface Proof {
  readonly finding: Finding;
  /** Undefined if it proves nothing. */
  readonly domain?: string | undefined;
  /** What it proves could not be seen from here. */
  readonly isUnseen?: boolean;
}

const ABOUT = 'SPF';

/**
 * Mail servers look SPF up for the return path, which is SendGrid's own domain until the sender's
 * is authenticated.
 */
export async function checkSpf(dns: DnsAsker, signing: Signing): Promise<Proof> {
  if (signing === 'none') return { finding: skipped(ABOUT, NOT_OURS) };
  if (signing === 'unread') return { finding: skipped(ABOUT, UNREAD), isUnseen: true };
  const { returnPath, records } = signing;
  const wanted = records.filter(({ serves }) => serves === 'return path');
  const missing = await compareRecords(dns, wanted);
  const problems =
    missing.length > 0 ? missing : spfProblems(await readSpf(dns, returnPath), returnPath);
  const finding = judge(ABOUT, problems, `${returnPath} lets SendGrid send.`);
  return { finding, domain: finding.state === 'error' ? undefined : returnPath };
}

const NOT_OURS =
  "SendGrid sends with a return path of its own as long as the sender's domain is not authenticated there.";
const UNREAD =
  "Mail servers look it up for the mail's return path, which only SendGrid knows, and it was not read there.";

function spfProblems(spf: SpfRecord, host: string): Problem[] {
  if (spf.text === undefined) return [missingSpf(host)];
  const { records, unreadable, unusable, lookups, allowsAll } = spf;
  const problems: Problem[] = [];
  if (records > 1)
    problems.push(
      broken(host, `has ${records} records, and only one may stand there`, 'Make one of them.'),
    );
  if (unreadable.length > 0) {
    problems.push(
      broken(
        host,
        `holds what is no term of SPF: ${unreadable.join(' ')}`,
        'Correct it; terms are parted by spaces.',
      ),
    );
  }
  if (unusable.length > 0) {
    problems.push(
      broken(
        host,
        `takes in ${unusable.join(' and ')}, where no SPF record stands, or more than one`,
        'Take out that "include:", or correct its spelling.',
      ),
    );
  }
  if (lookups > MOST_LOOKUPS) {
    problems.push(
      broken(
        host,
        `makes mail servers look up more than ${MOST_LOOKUPS} others, at which they give up`,
        'Take out an "include:" that is no longer used.',
      ),
    );
  }
  if (allowsAll) {
    problems.push(
      warning(
        'spf-broken',
        `The SPF record of ${host} lets everybody send.`,
        'End it with "~all" or "-all".',
      ),
    );
  }
  return problems;
}

function missingSpf(host: string): Problem {
  return error(
    'spf-missing',
    `${host} has no SPF record.`,
    'Set the records that SendGrid shows (Settings, Sender Authentication), then press "Verify" there.',
  );
}

function broken(host: string, what: string, fix: string): Problem {
  return error('spf-broken', `The SPF record of ${host} ${what}.`, fix);
}
