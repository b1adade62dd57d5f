import type { EventWebhook, Reading } from '../delivery/sendgrid-account.ts';
import { readWebhookKey } from '../delivery/sendgrid-signature.ts';
import type { Problem } from '../problem.ts';
import { notTold } from './check-account.ts';
import { error, type Finding, heed, judge, skipped, warning } from './finding.ts';
import type { Setup } from './setup.ts';

const ABOUT = 'Events';
const PATH = '/events/sendgrid';
/** Without these, people are mailed who must not be. */
const NEEDED = { bounce: 'bounces', spam_report: 'spam reports', dropped: 'dropped mail' };
/** Without these, reports lack figures, and unknown batches stay so. */
const USEFUL = { processed: 'processed', delivered: 'delivered', deferred: 'deferred' };
const WHERE = 'in SendGrid (Settings, Mail Settings, Event Webhooks)';

/** SendGrid posts what happened to mail to `serve`, signed with the key that we know. */
export async function checkWebhook(
  { environment, config, isRehearsal }: Setup,
  reading: Reading<readonly EventWebhook[]>,
): Promise<Finding> {
  const ours = await heed(ABOUT, () => {
    const key = environment.OUTCRY_WEBHOOK_KEY;
    if (key) readWebhookKey(key);
    return judge(ABOUT, key ? [] : [NO_KEY], '');
  });
  const url = environment.OUTCRY_URL || config?.url;
  if (reading.kind !== 'read') {
    return ours.problems.length > 0 ? ours : notTold(ABOUT, reading, 'Mail Settings');
  }
  if (!url || !URL.canParse(url))
    return skipped(ABOUT, 'It is not said where they must go: see the public address.');
  const target = `${url.replace(/\/+$/, '')}${PATH}`;
  const hook = reading.value.find((one) => one.isOn && sameAddress(one.url, target));
  if (!hook) {
    const unposted = isRehearsal ? sandboxElsewhere(target) : notPosted(reading.value, target);
    return judge(ABOUT, [...ours.problems, unposted], '');
  }
  const problems = [...hookProblems(hook, environment.OUTCRY_WEBHOOK_KEY), ...lacking(hook)];
  const who = isRehearsal ? 'The sandbox' : 'SendGrid';
  return judge(ABOUT, [...ours.problems, ...problems], `${who} posts them to ${target}, signed.`);
}

const NO_KEY = error(
  'webhook-key',
  'OUTCRY_WEBHOOK_KEY is not set, so that no event is taken: nobody learns of bounces and complaints.',
  `Switch on the signature of the event webhook ${WHERE}, and copy its verification key into .env.`,
);

function sameAddress(a: string, b: string): boolean {
  const plain = (text: string) =>
    URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : '';
  return plain(a) !== '' && plain(a) === plain(b);
}

function notPosted(hooks: readonly EventWebhook[], target: string): Problem {
  const isOff = hooks.some(({ url }) => sameAddress(url, target));
  const elsewhere = hooks.find(
    ({ url }) => URL.canParse(url) && new URL(url).pathname.endsWith(PATH),
  );
  const detail = isOff
    ? ', for its webhook is switched off'
    : elsewhere
      ? `, but to ${plainAddress(elsewhere.url)}`
      : '';
  return error(
    'webhook-off',
    `SendGrid does not post its events to ${target}${detail}.`,
    `${isOff ? 'Switch it on' : 'Make an event webhook to this address'} ${WHERE}, with all events but opens, and with its signature.`,
  );
}

function sandboxElsewhere(target: string): Problem {
  return error(
    'webhook-off',
    `The sandbox does not post its events to ${target}, where "outcry serve" takes them.`,
    `Stop the sandbox, and start it again: outcry sandbox --events ${target}`,
  );
}

/** Name, password and query of an address may be secrets. */
function plainAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function hookProblems({ publicKey }: EventWebhook, ourKey: string | undefined): Problem[] {
  if (publicKey === undefined) {
    return [
      error(
        'webhook-unsigned',
        'SendGrid does not sign its events, so that none is taken.',
        `Switch on "Signature Verification" of the webhook ${WHERE}, and copy the key that it shows into .env as OUTCRY_WEBHOOK_KEY.`,
      ),
    ];
  }
  if (!ourKey || bareKey(ourKey) === bareKey(publicKey)) return [];
  return [
    error(
      'webhook-other-key',
      'SendGrid signs its events with another key than that in OUTCRY_WEBHOOK_KEY, so that none is taken.',
      `Copy the verification key of the webhook ${WHERE} into .env, and start "outcry serve" again.`,
    ),
  ];
}

/** As `readWebhookKey` reads it. */
function bareKey(key: string): string {
  return key.replace(/-----[^-]+-----|\s/g, '');
}

function lacking({ events }: EventWebhook): Problem[] {
  const lacks = (names: Readonly<Record<string, string>>) =>
    Object.keys(names).flatMap((name) => (events.has(name) ? [] : [names[name]]));
  const fix = `Tick them at the webhook ${WHERE}.`;
  const [needed, useful] = [lacks(NEEDED), lacks(USEFUL)];
  return [
    ...(needed.length > 0
      ? [
          error(
            'webhook-events',
            `SendGrid does not post ${needed.join(', ')}: these people would be mailed again.`,
            fix,
          ),
        ]
      : []),
    ...(useful.length > 0
      ? [
          warning(
            'webhook-events',
            `SendGrid does not post what was ${useful.join(', ')}: reports lack it, and unknown batches are not settled.`,
            fix,
          ),
        ]
      : []),
  ];
}
