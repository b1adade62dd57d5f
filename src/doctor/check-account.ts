import type {
  Credits,
  Reading,
  SendingDomain,
  VerifiedSender,
} from '../delivery/sendgrid-account.ts';
import { formatCount } from '../format-count.ts';
import type { Problem } from '../problem.ts';
import { error, type Finding, judge, skipped, warning } from './finding.ts';
import { NO_SENDER, type Setup, senderOf } from './setup.ts';

/** What the key is for, and whether SendGrid takes it. */
export function checkKey(scopes: Reading<readonly string[]>): Finding {
  return scopes.kind === 'read' ? judgeScopes(scopes.value) : judge('Key', [unasked(scopes)], '');
}

type Untold = Exclude<Reading<unknown>, { kind: 'read' }>;

function unasked({ kind, reason }: Untold): Problem {
  if (kind === 'unread') {
    const fix =
      'Check the connection of this machine, and OUTCRY_SENDGRID_URL if it is set; else try again in some minutes.';
    return error('sendgrid-silent', reason, fix);
  }
  const fix =
    'Put a working key in SENDGRID_API_KEY. A key of a European account wants OUTCRY_SENDGRID_URL=https://api.eu.sendgrid.com; an account that lets in certain addresses only (IP Access Management) must have the one of this machine.';
  return error('key-rejected', `SendGrid does not take the key. ${reason}`, fix);
}

function judgeScopes(scopes: readonly string[]): Finding {
  const has = (start: string) => scopes.some((scope) => scope.startsWith(start));
  if (!has('mail.send')) {
    const fix = 'Give it "Mail Send" in SendGrid (Settings, API Keys, Edit).';
    return judge('Key', [error('key-scope', 'The key may not send mail.', fix)], '');
  }
  const more = [
    has('suppression.')
      ? 'It may read suppressions.'
      : 'It may not read suppressions, as "outcry suppressions sync" needs.',
    ...(has('api_keys.create')
      ? ['It may do everything in the account; one that may less is safer.']
      : []),
  ];
  return judge('Key', [], `It may send mail. ${more.join(' ')}`);
}

const UNNOTICED_MS = 30_000;
const GRAVE_MS = 300_000;

/** `clock` is SendGrid's when it answered, `asked` and `answered` are ours, in ms since 1970. */
export function checkClock(clock: number | undefined, asked: number, answered: number): Finding {
  if (clock === undefined) return skipped('Clock', 'There was no answer to compare it with.');
  // SendGrid tells whole seconds.
  const ahead = (asked + answered) / 2 - (clock + 500);
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (Math.abs(ahead) <= UNNOTICED_MS)
    return judge('Clock', [], 'It agrees with that of SendGrid.');
  const complain = Math.abs(ahead) > GRAVE_MS ? error : warning;
  const wrong = complain(
    'clock-wrong',
    `The clock of this machine is ${formatCount(seconds)} seconds ${ahead > 0 ? 'ahead' : 'behind'}.`,
    'Have it set by the network (NTP): start times, limits per hour and times in the ledger go by it.',
  );
  return judge('Clock', [wrong], '');
}

/** SendGrid takes mail from this address, and signs it in the name of its domain. */
export function checkSender(
  setup: Setup,
  domain: Reading<SendingDomain | undefined> | undefined,
  senders: Reading<readonly VerifiedSender[]>,
): Finding {
  const sender = senderOf(setup);
  if (!sender || !domain) return skipped('Sender', NO_SENDER);
  const found = domain.kind === 'read' ? domain.value : undefined;
  if (found?.isValid) return judge('Sender', [], `SendGrid signs for ${sender.domain}.`);
  if (domain.kind !== 'read') return notTold('Sender', domain, 'Sender Authentication');
  if (!found && senders.kind !== 'read') {
    return notTold('Sender', senders, 'Sender Authentication');
  }
  const isVerified =
    senders.kind === 'read' &&
    senders.value.some(({ email, isVerified }) => isVerified && email === sender.email);
  const where = setup.from ? undefined : setup.placeOf(['from']);
  const problem = found
    ? error(
        'domain-unauthenticated',
        `SendGrid has not found its records in the DNS of ${sender.domain} yet.`,
        'Set them as SendGrid shows them (Settings, Sender Authentication), and press "Verify" there.',
        where,
      )
    : unknownDomain(sender, isVerified, where);
  return judge('Sender', [problem], '');
}

function unknownDomain(
  { email, domain }: { readonly email: string; readonly domain: string },
  isVerified: boolean,
  where: Problem['where'],
): Problem {
  const fix = `Authenticate ${domain} in SendGrid (Settings, Sender Authentication), or change "from".`;
  return isVerified
    ? warning(
        'domain-unauthenticated',
        `SendGrid knows ${email}, but does not sign for ${domain}: large mail providers turn such campaigns away.`,
        fix,
        where,
      )
    : error('sender-unverified', `SendGrid takes no mail from ${email}.`, fix, where);
}

export function checkCredits(reading: Reading<Credits>): Finding {
  if (reading.kind !== 'read') return notTold('Credits', reading, 'Billing');
  const { remain, total, nextReset } = reading.value;
  const of = total === undefined ? '' : ` of ${formatCount(total)}`;
  const until = nextReset ? `, until ${nextReset}` : '';
  if (remain > 0) return judge('Credits', [], `${formatCount(remain)}${of} are left${until}.`);
  const spent = warning(
    'credits-spent',
    `None${of} are left${until}: further mail costs extra, or is refused, as the plan says.`,
    'Look at the plan in SendGrid (Settings, Account Details, Your Products), and raise it before the campaign.',
  );
  return judge('Credits', [spent], '');
}

/** What a key may not read is no fault of its own. */
export function notTold(about: string, reading: Untold, permission: string): Finding {
  return reading.kind === 'unread'
    ? skipped(about, `${reading.reason} Run this again in some minutes.`)
    : skipped(
        about,
        `The key may not read this. Give it read access to "${permission}" in SendGrid to have it looked at.`,
      );
}
