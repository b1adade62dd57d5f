import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { mailboxSchema } from './appeal/front-matter.ts';
import { EXIT, OutcryError, systemCode } from './errors.ts';
import { guardSchema } from './guard/guard-settings.ts';
import type { Rate } from './ledger/pace-ledger.ts';
import type { Place, Problem } from './problem.ts';
import { readDotenv } from './read-dotenv.ts';
import { readRate } from './schedule/read-rate.ts';
import { strict } from './schema.ts';
import { shownPath } from './shown-path.ts';
import { themeSchema } from './theme.ts';
import { trackSchema } from './tracking.ts';
import { proxySchema } from './trusted-proxy.ts';
import { canonical } from './words/words-files.ts';
import { readYaml } from './yaml.ts';

const text = z.string().trim().min(1, 'it is empty');
const webAddress = z.url({ protocol: /^https?$/, error: 'it is not a web address' });

const zoneAdvice = 'it is no time zone; write one such as "Europe/Madrid" or "America/New_York"';

function toRate(typed: string, context: z.RefinementCtx): Rate {
  const rate = readRate(typed);
  if (rate) return rate;
  context.addIssue({ code: 'custom', message: 'a rate is written "50000/h" or "600/min"' });
  return z.NEVER;
}

/** Luxon, which reads times, is not loaded for every command. Names such as BST mean several zones. */
function isZone(name: string): boolean {
  if (!/\/|^utc$/i.test(name)) return false;
  try {
    return Boolean(Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const configSchema = strict({
  organisation: strict({ name: text, address: text, url: webAddress.optional() }),
  // Where supporters reach `serve`.
  url: webAddress.optional(),
  from: mailboxSchema.optional(),
  reply_to: mailboxSchema.optional(),
  lang: z
    .string('it is not a text')
    .refine((tag) => canonical(tag) !== undefined, 'a language is written "en", "es" or "en-GB"')
    .default('en'),
  theme: themeSchema.prefault({}),
  // The zone of times that name none.
  timezone: z.string('it is not a text').refine(isZone, zoneAdvice).optional(),
  // Web servers in front of `serve`, on other machines, that may say whom they speak for.
  trust_proxy: z.array(proxySchema).default([]),
  // The links that are tracked in letters that do not say.
  track: trackSchema.optional(),
  // How fast campaigns go that are not told how fast.
  rate: z.string('it is not a text').transform(toRate).optional(),
  // The web hook that summaries are posted to; what is wrong with it is said without showing it.
  notify: z.string('it is not a text').optional(),
  // What stops a send by itself.
  guard: guardSchema.prefault({}),
  // Without which no campaign is sent: a test of exactly this letter, so many approvals by others.
  require: strict({
    test: z.boolean('it is neither; write true or false').default(false),
    approval: z
      .number('it is no number; write of how many other people approval is asked for, such as 1')
      .int('it is no whole number')
      .min(0, 'it is below 0')
      .max(9, 'it is above 9')
      .default(0),
  }).prefault({}),
  // Which column of a list is which merge field, where its name does not tell: one, or the best first.
  columns: z
    .record(z.string(), z.union([text.transform((one) => [one]), z.array(text).min(1)]))
    .default({}),
});

export type Config = z.infer<typeof configSchema>;

/** The variables of the environment that Outcry reads; a `.env` file in the workspace gives them too. */
export interface Environment {
  readonly SENDGRID_API_KEY?: string | undefined;
  readonly OUTCRY_SECRET?: string | undefined;
  readonly OUTCRY_SENDGRID_URL?: string | undefined;
  readonly OUTCRY_URL?: string | undefined;
  readonly OUTCRY_WEBHOOK_KEY?: string | undefined;
  readonly OUTCRY_NOTIFY_URL?: string | undefined;
  /** The PostgreSQL database that is the ledger, if not a file in the workspace. */
  readonly OUTCRY_DATABASE_URL?: string | undefined;
}

/** A folder with outcry.yaml in it, and what it says. */
export interface Workspace {
  readonly folder: string;
  readonly config: Config;
  readonly environment: Environment;
  /** Where a setting of outcry.yaml stands. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
}

/** A workspace as far as it can be read. */
export interface WorkspaceRead {
  readonly folder: string;
  readonly environment: Environment;
  /** What outcry.yaml says, its mistakes left out; undefined where nothing of use is left. */
  readonly settings: Pick<Workspace, 'config' | 'placeOf'> | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a workspace. Throws an OutcryError (exit 3) that names every mistake. */
export function readWorkspace(folder: string, env: Environment): Workspace {
  const { settings, problems, environment } = lookAtWorkspace(folder, env);
  if (!settings || problems.length > 0) throw badConfig(shownPath(configFile(folder)), problems);
  return { folder, environment, ...settings };
}

/** Throws an OutcryError (exit 3) only where there is no outcry.yaml that can be read. */
export function lookAtWorkspace(folder: string, env: Environment): WorkspaceRead {
  const file = configFile(folder);
  const { value, problems } = readYaml({
    file: shownPath(file),
    text: readConfigText(file, folder),
    schema: configSchema,
    code: 'config',
  });
  const settings = value && { config: value.data, placeOf: value.placeOf };
  return { folder, environment: { ...readDotenv(folder), ...env }, settings, problems };
}

function configFile(folder: string): string {
  return path.join(folder, 'outcry.yaml');
}

interface PublicAddress {
  readonly config: Pick<Config, 'url'>;
  readonly environment: Environment;
}

/** Where supporters reach `serve`: OUTCRY_URL before `url:`. Throws if neither says. */
export function publicUrl({ config, environment }: PublicAddress): string {
  const url = environment.OUTCRY_URL || config.url;
  if (url && URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new OutcryError({
    code: 'config-url',
    what: url
      ? `OUTCRY_URL is no web address: ${url}.`
      : 'It is not said where supporters reach the sign page.',
    fix: 'Put "url: https://act.example.org" with your own address into outcry.yaml, or set OUTCRY_URL.',
    exit: EXIT.environment,
  });
}

function readConfigText(file: string, folder: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = systemCode(error) === 'ENOENT';
    throw new OutcryError({
      code: missing ? 'workspace-missing' : 'config-unreadable',
      what: missing
        ? `${folder} is no workspace: it has no outcry.yaml.`
        : `${file} cannot be read (${systemCode(error) ?? 'unknown reason'}).`,
      fix: missing
        ? 'Go to your workspace, name it with --workspace DIR, or make a new one: outcry init DIR.'
        : 'Make the file readable for you.',
      exit: EXIT.environment,
      cause: error,
    });
  }
}

function badConfig(file: string, problems: OutcryError['problems']): OutcryError {
  return new OutcryError({
    code: 'config-invalid',
    what: `The configuration ${file} is not right.`,
    problems,
    exit: EXIT.environment,
  });
}
