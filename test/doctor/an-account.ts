import { expect, onTestFinished } from 'vitest';
import { examineSendGrid } from '../../src/doctor/examine-sendgrid.ts';
import type { Setup } from '../../src/doctor/setup.ts';
import { soundAccount } from '../../src/sandbox/account.ts';
import { makeKeys } from '../../src/sandbox/sandbox-keys.ts';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { aSetup, codesOf, KEY } from './a-setup.ts';

const URL = 'https://act.example.org';
export const EVENTS = `${URL}/events/sendgrid`;
export const { privateKey, publicKey } = makeKeys();
/** In which nothing is wrong. */
export const SOUND = soundAccount(EVENTS, publicKey);
export const [HOOK = expect.fail('a webhook is there')] = SOUND.webhooks;

interface Wish {
  readonly account?: SandboxOptions['account'];
  readonly environment?: Setup['environment'];
  readonly setup?: Partial<Setup>;
  readonly url?: string;
  readonly waiting?: number;
}

/** What is found of an account, over HTTP, as if the sandbox were SendGrid. */
export async function look({ account, environment, setup, url, waiting = 0 }: Wish = {}) {
  const sandbox = await startSandbox({ key: KEY, account: { ...SOUND, ...account } });
  onTestFinished(() => sandbox.close());
  const { environment: sound, ...rest } = aSetup(setup);
  const looked = {
    ...rest,
    environment: {
      ...sound,
      OUTCRY_URL: URL,
      OUTCRY_WEBHOOK_KEY: publicKey,
      OUTCRY_SENDGRID_URL: url ?? sandbox.url,
      ...environment,
    },
  };
  const all = await examineSendGrid(looked, Promise.resolve(waiting));
  const about = ['Key', 'Clock', 'Sender', 'Credits', 'Events'];
  const ours = all.filter((finding) => about.includes(finding.about));
  const words = ours.map((finding) => `${finding.about}: ${finding.what}`).join('\n');
  return { codes: codesOf(ours), words, states: ours.map(({ state }) => state), all, sandbox };
}
