import type { Reading, SendingDomain, VerifiedSender } from '../delivery/sendgrid-account.ts';
import type { Problem } from '../problem.ts';
import { notTold } from './check-account.ts';
import { error, type Finding, judge, skipped, warning } from './finding.ts';
import { isAligned } from './read-dmarc.ts';
import { NO_SENDER, type Sender, type Setup, senderOf } from './setup.ts';

const ABOUT = 'Sender';

/**
 * SendGrid takes mail from this address, and signs it in the name of its domain. What SendGrid holds
 * of that: the domain that it signs for, or the account's default one, and single addresses.
 */
export function checkSender(
  setup: Setup,
  domain: Reading<SendingDomain | undefined> | undefined,
  senders: Reading<readonly VerifiedSender[]>,
): Finding {
  const sender = senderOf(setup);
  if (!sender || !domain) return skipped(ABOUT, NO_SENDER);
  if (domain.kind !== 'read') return notTold(ABOUT, domain, 'Sender Authentication');
  const signing = domain.value;
  const where = setup.from ? undefined : setup.placeOf(['from']);
  if (signing?.domain === sender.domain) return judgeOwn(signing, where);
  if (senders.kind !== 'read') return notTold(ABOUT, senders, 'Sender Authentication');
  const isVerified = senders.value.some((one) => one.isVerified && one.email === sender.email);
  return judgeOther({ sender, signing, isVerified, where });
}

function judgeOwn({ domain, isValid }: SendingDomain, where: Problem['where']): Finding {
  const unfound = error(
    'domain-unauthenticated',
    `SendGrid has not found its records in the DNS of ${domain} yet.`,
    'Set them as SendGrid shows them (Settings, Sender Authentication), and press "Verify" there.',
    where,
  );
  return judge(ABOUT, isValid ? [] : [unfound], `SendGrid signs for ${domain}.`);
}

interface Other {
  readonly sender: Sender;
  /** The account's default one. */
  readonly signing: SendingDomain | undefined;
  readonly isVerified: boolean;
  readonly where: Problem['where'];
}

/** Of a sender whose own domain SendGrid does not know. */
function judgeOther({ sender: { email, domain }, signing, isVerified, where }: Other): Finding {
  const fix = `Authenticate ${domain} in SendGrid (Settings, Sender Authentication), or change "from".`;
  const unverified = error(
    'sender-unverified',
    `SendGrid takes no mail from ${email}.`,
    fix,
    where,
  );
  if (!isVerified) return judge(ABOUT, [unverified], '');
  const signs = signing
    ? `signs for ${signing.domain}, and not for ${domain}`
    : `does not sign for ${domain}`;
  const isKin = signing !== undefined && isAligned(signing.domain, domain, false);
  const unsigned = warning(
    'domain-unauthenticated',
    `SendGrid knows ${email}, but ${signs}: large mail providers turn such campaigns away.`,
    fix,
    where,
  );
  const well = `SendGrid knows ${email}, and signs for ${signing?.domain}, which ${domain} belongs to.`;
  return judge(ABOUT, isKin ? [] : [unsigned], well);
}
