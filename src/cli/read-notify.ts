import { EXIT, OutcryError } from '../errors.ts';
import { readHook } from '../notify.ts';
import type { Context } from './open-context.ts';

/**
 * Where the summary of a send is posted, if anywhere: --notify, OUTCRY_NOTIFY_URL, or `notify` of
 * outcry.yaml. Throws an OutcryError for an address that will not do, and does not show it.
 */
export function readNotify(
  typed: string | undefined,
  { workspace: { config, environment } }: Pick<Context, 'workspace'>,
): URL | undefined {
  const [name, text] =
    typed !== undefined
      ? ['--notify', typed]
      : environment.OUTCRY_NOTIFY_URL
        ? ['OUTCRY_NOTIFY_URL', environment.OUTCRY_NOTIFY_URL]
        : ['"notify" in outcry.yaml', config.notify];
  if (text === undefined) return undefined;
  const hook = readHook(text);
  if (hook) return hook;
  throw new OutcryError({
    code: 'notify-url',
    what: `The address of ${name} is none that a summary may be posted to. Nobody was mailed.`,
    fix: 'Give the whole address of the web hook; it begins with https:// (or with http://127.0.0.1, for a program on this machine).',
    exit: typed === undefined ? EXIT.environment : EXIT.usage,
  });
}
