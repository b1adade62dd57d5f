import type { Selection } from '../audience/select-rows.ts';
import type { Campaign, Tally } from '../ledger/ledger.ts';
import { askForNumber } from './ask-for-number.ts';
import { fitLines } from './fit-lines.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { summariseSend } from './summarise-send.ts';

interface Confirmation {
  readonly campaign: Campaign;
  readonly tally: Tally;
  readonly context: Context;
  readonly io: Io;
  readonly lists: readonly string[];
  readonly selection?: Selection | undefined;
  readonly rejects?: string | undefined;
  /** The time zone in which a start is said. */
  readonly zone?: string | undefined;
  /** Workers send it, so that nobody has to stay. */
  readonly byWorkers?: boolean | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

export type Decision = 'send' | 'dry-run' | 'declined' | 'nobody to ask';

/** Shows who will get what, and asks for the number of recipients to be typed. */
export async function confirmSend(confirmation: Confirmation): Promise<Decision> {
  const { io, dryRun, yes, json } = confirmation;
  if (io.signal.aborted) return decline(io, 'Stopped.');
  const say = json ? io.err : io.out;
  const isTerminal = json ? io.isErrTerminal : io.isOutTerminal;
  const columns = json ? io.screen?.columns : io.outColumns;
  say(fitLines(await summariseSend({ ...confirmation, isTerminal }), columns));
  if (dryRun) {
    say('\nThis was a dry run: nobody was mailed.');
    return 'dry-run';
  }
  if (yes) return 'send';
  if (!io.canAsk) return 'nobody to ask';
  const isMeant = await askForNumber(
    {
      warning: 'What is sent cannot be called back.',
      verb: 'To mail',
      people: confirmation.tally.recipients,
      otherwise: 'Nobody was mailed.',
    },
    io,
  );
  return isMeant ? 'send' : 'declined';
}

function decline(io: Io, why: string): Decision {
  io.err(`${why} Nobody was mailed.`);
  return 'declined';
}
