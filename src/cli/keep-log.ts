import { OutcryError, systemCode } from '../errors.ts';
import type { Ledger, Subject } from '../ledger/ledger.ts';
import { type CommandSpec, type Invocation, readUsage } from './command.ts';
import { commandWords } from './command-words.ts';
import { whoAmI } from './who.ts';

/** Keeps who runs a command that changes a campaign or a petition. */
export interface LogKeeper {
  /** The ledger, in which what the command is about is kept as soon as that is known. */
  watch(ledger: Ledger): Promise<Ledger>;
  /** What came of it. */
  end(exit: number, error?: unknown): Promise<void>;
}

type Logged = Pick<Invocation, 'args' | 'options'> & { readonly command: CommandSpec };

const NOTHING_KEPT: LogKeeper = { watch: async (ledger) => ledger, end: async () => {} };

/** For every command; those that change nothing leave nothing. */
export function createLogKeeper(invocation: Logged): LogKeeper {
  const { command, args, options } = invocation;
  const { name, args: wanted } = readUsage(command.usage);
  if (!command.changes?.({ args, options })) return NOTHING_KEPT;
  const words = commandWords(name.join(' '), invocation);
  const entries = new Map<string, number>();
  let kept: Ledger | undefined;
  const keep = async (ledger: Ledger, subject: Subject) => {
    const key = JSON.stringify(subject);
    if (entries.has(key)) return;
    entries.set(key, 0);
    entries.set(key, await ledger.beginCommand(subject, words, whoAmI()));
  };
  const [first = ''] = args;
  const isAbout = (what: string) => wanted[0] === `<${what}>`;
  return {
    async watch(ledger) {
      kept = ledger;
      if (isAbout('petition') && (await ledger.campaignOfPetition(first))) {
        await keep(ledger, { petition: first });
      }
      return {
        ...ledger,
        findCampaign: async (name) => {
          const found = await ledger.findCampaign(name);
          if (found && isAbout('campaign') && name === first) {
            await keep(ledger, { campaign: found.number });
          }
          return found;
        },
        openCampaign: async (draft) => {
          const opened = await ledger.openCampaign(draft);
          await keep(ledger, { campaign: opened.number });
          return opened;
        },
        signature: async (number) => {
          const found = await ledger.signature(number);
          if (found) await keep(ledger, { petition: found.petition });
          return found;
        },
        signatureAct: async (act) => {
          const found = await ledger.signatureAct(act);
          if (found) await keep(ledger, { petition: found.petition });
          return found;
        },
      };
    },
    async end(exit, error) {
      for (const entry of entries.values()) await kept?.endCommand(entry, exit, codeOf(error));
    },
  };
}

function codeOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof OutcryError ? error.code : (systemCode(error) ?? 'bug');
}
