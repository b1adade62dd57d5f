import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { configuredColumns } from '../audience/column-choices.ts';
import type { Desk } from '../campaign/check-letter.ts';
import { ifItCan } from '../campaign/ledger-trouble.ts';
import type { Workshop } from '../campaign/load-letter.ts';
import { type Environment, publicUrl, readWorkspace, type Workspace } from '../config.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LinkSettings, Links } from '../links.ts';
import { shownPath } from '../shown-path.ts';
import type { Invocation } from './command.ts';
import { createLogKeeper, type LogKeeper } from './keep-log.ts';

/** The templates and lists that come with Outcry. */
export const PACKAGE_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

/** What commands share: opened where it is asked for, closed in reverse. */
export interface Context {
  readonly workspace: Workspace;
  readonly templateRoots: readonly string[];
  readonly url: () => string;
  /** The first link secret; throws if there is none. */
  readonly secret: () => Promise<string>;
  readonly links: () => Promise<Links>;
  readonly linkSettings: () => Promise<LinkSettings>;
  /**
   * Opened once. `patienceMs`: how long each answer of a database elsewhere is waited for; as long as it
   * takes unless said.
   */
  readonly ledger: (patienceMs?: number) => Promise<Ledger>;
  /** Where the ledger is while OUTCRY_DATABASE_URL does not name another. */
  readonly ledgerFile: string;
  /** For compiling a letter; where nothing is sent, a missing secret is no hindrance. */
  readonly workshop: (secret?: string) => Workshop;
  /** For checking a letter, and whatever else looks at it and sends nothing. */
  readonly desk: () => Promise<Desk>;
  /** A path as typed, from where the command was run. */
  readonly resolve: (file: string) => string;
}

/** Tokens of letters that are only looked at, where no secret is set. */
const LOOK_ONLY_SECRET = 'for letters that are built and never sent';

/** Opens the workspace for one command and closes everything after it, whatever happens. */
export async function withContext<T>(
  { io, args, options, command }: Omit<Invocation, 'commands'>,
  use: (context: Context) => Promise<T>,
): Promise<T> {
  const folder = path.resolve(io.cwd, String(options.workspace ?? '.'));
  const workspace = readWorkspace(folder, io.env as Environment);
  const closers: (() => Promise<void>)[] = [];
  const log = createLogKeeper({ args, options, command });
  try {
    const result = await use(createContext(workspace, io, { closers, log }));
    await ifItCan(() => log.end(typeof result === 'number' ? result : EXIT.done));
    return result;
  } catch (error) {
    const exit = error instanceof OutcryError ? error.exit : EXIT.attention;
    await ifItCan(() => log.end(exit, error));
    throw error;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

function createContext(
  workspace: Workspace,
  io: Invocation['io'],
  { closers, log }: { readonly closers: (() => Promise<void>)[]; readonly log: LogKeeper },
): Context {
  const { folder, config, environment, placeOf: placeOfSetting } = workspace;
  const templateRoots = [path.join(folder, 'templates'), path.join(PACKAGE_FOLDER, 'templates')];
  const url = () => publicUrl(workspace);
  const secrets = async () => {
    const { parseSecrets } = await import('../links.ts');
    return parseSecrets(environment.OUTCRY_SECRET);
  };
  const linkSettings = async () => ({ url: url(), secrets: await secrets() });
  const workshop = (secret = LOOK_ONLY_SECRET) => ({
    settings: {
      organisation: config.organisation,
      theme: config.theme,
      lang: config.lang,
      track: config.track,
    },
    templateRoots,
    secret,
    placeOfSetting,
    now: io.now,
    columns: configuredColumns(config.columns),
  });
  const ledgerFile = path.join(folder, '.outcry', 'ledger.sqlite');
  let ledger: Promise<Ledger> | undefined;
  const openLedgerOnce = async (patienceMs: number | undefined) => {
    const { openLedger } = await import('../ledger/open-ledger.ts');
    const database = environment.OUTCRY_DATABASE_URL;
    const place = database ? { database, patienceMs } : { file: ledgerFile };
    // Where several machines share a ledger, theirs is the database's clock.
    const isOwnClock = database !== undefined && io.now === Date.now;
    const opened = await openLedger({ ...place, ...(!isOwnClock && { now: io.now }) });
    closers.push(() => opened.close());
    return log.watch(opened);
  };
  return {
    workspace,
    templateRoots: [...new Set(templateRoots)],
    url,
    secret: async () => (await secrets())[0] ?? '',
    links: async () => {
      const { createLinks } = await import('../links.ts');
      return createLinks(await linkSettings());
    },
    linkSettings,
    ledger: (patienceMs) => {
      ledger ??= openLedgerOnce(patienceMs);
      return ledger;
    },
    ledgerFile,
    workshop,
    desk: async () => {
      const { createLinks } = await import('../links.ts');
      return {
        workshop: workshop(),
        senders: { from: config.from, replyTo: config.reply_to },
        links: () => createLinks({ url: url(), secrets: [LOOK_ONLY_SECRET] }),
      };
    },
    resolve: (file) => shownPath(path.resolve(io.cwd, file)),
  };
}
