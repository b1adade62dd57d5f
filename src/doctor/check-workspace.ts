import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseSecrets } from '../links.ts';
import { readHook } from '../notify.ts';
import type { Place, Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { error, type Finding, heed, judge, warning } from './finding.ts';
import type { Setup } from './setup.ts';

/** As "engines" in package.json says; a test holds them to each other. */
export const OLDEST_NODE = '20.19.0';

export function checkNode({ nodeVersion }: Setup): Finding {
  const old = error(
    'node-old',
    `Node.js ${nodeVersion} is older than ${OLDEST_NODE}.`,
    'Install a newer one from https://nodejs.org, or ask whoever looks after this machine.',
  );
  return judge(
    'Node.js',
    isOlder(nodeVersion, OLDEST_NODE) ? [old] : [],
    `Version ${nodeVersion}.`,
  );
}

function isOlder(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split('.').map(Number));
  const at = [0, 1, 2].find((index) => a?.[index] !== b?.[index]);
  return at !== undefined && (a?.[at] ?? 0) < (b?.[at] ?? 0);
}

export function checkConfig({ configProblems, config, environment, placeOf }: Setup): Finding {
  const { OUTCRY_NOTIFY_URL: fromEnvironment } = environment;
  const hook = fromEnvironment || config?.notify;
  const badHook = hook !== undefined && hook !== '' && !readHook(hook);
  const problems = badHook
    ? [notifyNowhere(fromEnvironment ? undefined : placeOf(['notify']))]
    : [];
  return judge('Configuration', [...configProblems, ...problems], 'outcry.yaml is right.');
}

function notifyNowhere(where: Place | undefined): Problem {
  return error(
    'notify-url',
    `The address of ${where ? '"notify"' : 'OUTCRY_NOTIFY_URL'} is none that a summary may be posted to.`,
    'Give the whole address of the web hook; it begins with https://.',
    where,
  );
}

/** The secret that signs links is there and long enough, and the file of secrets is for us alone. */
export async function checkSecrets({ folder, environment }: Setup): Promise<Finding> {
  const secret = await heed('Secrets', () => {
    const { length } = parseSecrets(environment.OUTCRY_SECRET);
    return judge(
      'Secrets',
      [],
      `OUTCRY_SECRET is long enough${length > 1 ? `, all ${length}` : ''}.`,
    );
  });
  return judge('Secrets', [...secret.problems, ...openFile(folder)], secret.what);
}

function openFile(folder: string): Problem[] {
  const file = path.join(folder, '.env');
  // Windows keeps who may read a file elsewhere.
  if (process.platform === 'win32' || !existsSync(file)) return [];
  if ((statSync(file).mode & 0o077) === 0) return [];
  const what = `Others on this machine can read the secrets in ${shownPath(file)}.`;
  return [warning('env-open', what, `Make it yours alone: chmod 600 ${shownPath(file)}`)];
}
