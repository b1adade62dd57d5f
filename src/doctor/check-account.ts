import type { Credits, Reading } from '../delivery/sendgrid-account.ts';
import { formatCount } from '../format-count.ts';
import type { Problem } from '../problem.ts';
import { error, type Finding, judge, skipped, warning } from './finding.ts';

/** What the key is for, and whether SendGrid takes it, or the sandbox in its place. */
export function checkKey(scopes: Reading<readonly string[]>, isRehearsal: boolean): Finding {
  if (scopes.kind === 'read') return judgeScopes(scopes.value, isRehearsal);
  return judge('Key', [unasked(scopes, isRehearsal)], '');
}

type Untold = Exclude<Reading<unknown>, { kind: 'read' }>;

interface Fixes {
  readonly name: string;
  readonly silent: string;
  readonly rejected: string;
}

const SENDGRID: Fixes = {
  name: 'SendGrid',
  silent:
    'Check the connection of this machine, and OUTCRY_SENDGRID_URL if it is set; else try again in some minutes.',
  rejected:
    'Put a working key in SENDGRID_API_KEY. A key of a European account wants OUTCRY_SENDGRID_URL=https://api.eu.sendgrid.com; an account that lets in certain addresses only (IP Access Management) must have the one of this machine.',
};
const SANDBOX: Fixes = {
  name: 'The sandbox',
  silent:
    'Start "outcry sandbox" and leave it running; OUTCRY_SENDGRID_URL must hold the address that it shows. For real mail, take that line out of .env.',
  rejected:
    'Copy the lines that "outcry sandbox" shows as it starts into .env. For real mail, take the line OUTCRY_SENDGRID_URL out.',
};

function unasked({ kind, reason }: Untold, isRehearsal: boolean): Problem {
  const { name, silent, rejected } = isRehearsal ? SANDBOX : SENDGRID;
  // The reason speaks of SendGrid.
  const why = isRehearsal ? '' : ` ${reason}`;
  return kind === 'unread'
    ? error('sendgrid-silent', `${name} cannot be asked.${why}`, silent)
    : error('key-rejected', `${name} does not take the key.${why}`, rejected);
}

function judgeScopes(scopes: readonly string[], isRehearsal: boolean): Finding {
  const has = (start: string) => scopes.some((scope) => scope.startsWith(start));
  if (!has('mail.send')) {
    const fix = 'Give it "Mail Send" in SendGrid (Settings, API Keys, Edit).';
    return judge('Key', [error('key-scope', 'The key may not send mail.', fix)], '');
  }
  if (isRehearsal) return judge('Key', [], 'The sandbox takes it. SendGrid is not asked.');
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

/** What the plan still pays for, and whether that is enough for `waiting` people, if that is known. */
export function checkCredits(reading: Reading<Credits>, waiting: number | undefined): Finding {
  if (reading.kind !== 'read') return notTold('Credits', reading, 'Billing');
  const { remain, total, nextReset } = reading.value;
  const of = total === undefined ? '' : ` of ${formatCount(total)}`;
  const until = nextReset ? `, until ${nextReset}` : '';
  if (remain <= 0) return short('credits-spent', `None${of} are left${until}`);
  const left = `${formatCount(remain)}${of} are left${until}`;
  if (!waiting) return judge('Credits', [], `${left}.`);
  const wait = `campaigns have yet to go to ${formatCount(waiting)} people`;
  return waiting > remain
    ? short('credits-low', `${left}, and ${wait}`)
    : judge('Credits', [], `${left}; ${wait}.`);
}

/** No more than a warning: of many plans, SendGrid sends on and sends a bill. */
function short(code: 'credits-spent' | 'credits-low', what: string): Finding {
  const fix =
    'Look at the plan in SendGrid (Settings, Account Details, Your Products), and raise it in time.';
  const problem = warning(
    code,
    `${what}: further mail costs extra, or is refused, as the plan says.`,
    fix,
  );
  return judge('Credits', [problem], '');
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
