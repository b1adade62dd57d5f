import type { Means } from '../delivery/deliver.ts';
import { formatCount } from '../format-count.ts';
import type { Batch, Campaign, Ledger, Settlement } from '../ledger/ledger.ts';
import { mendingOf } from './ledger-trouble.ts';
import type { Tell } from './send-events.ts';
import type { Stop } from './stops.ts';

/** For about a minute: many a backup is over by then, and somebody may be clearing the disk. */
const LONGEST_MS = 60_000;
const PAUSE_MS = 5_000;
const TRIES = 13;

export interface Keeper {
  /** Settles a batch; false if the ledger could not be written for so long that it gave up. */
  keep(batch: Batch, settlement: Settlement): Promise<boolean>;
  /** Why nothing more is to be sent, and what became of whom: set once an answer could not be kept. */
  stop(): Stop | undefined;
}

interface KeeperTools {
  readonly ledger: Ledger;
  readonly means: Pick<Means, 'clock'>;
  readonly tell?: Tell | undefined;
}

interface Patience extends KeeperTools {
  readonly waiting: Set<Batch>;
  readonly tell: Tell;
}

interface Lost {
  readonly batch: Batch;
  readonly settlement: Settlement;
  readonly error: Error;
}

/**
 * Holds on to SendGrid's answers while the ledger cannot be written, also after Ctrl-C: only this
 * process knows them. What it cannot keep the next one must hold as unknown, so it is said in words.
 */
export function createKeeper(campaign: Campaign, tools: KeeperTools): Keeper {
  const lost: Lost[] = [];
  const waiting = new Set<Batch>();
  const tell: Tell = (event) => {
    // What holds up one holds up all: one of them says so.
    if (waiting.size === 1) tools.tell?.(event);
  };
  return {
    async keep(batch, settlement) {
      const error = await keepPatiently(batch, settlement, { ...tools, waiting, tell });
      waiting.delete(batch);
      if (error) lost.push({ batch, settlement, error });
      return error === undefined;
    },
    stop: () => (lost.length === 0 ? undefined : describe(lost, campaign)),
  };
}

/** Undefined once it is kept. Throws what is no trouble of the ledger. */
async function keepPatiently(
  batch: Batch,
  settlement: Settlement,
  { ledger, means: { clock }, waiting, tell }: Patience,
): Promise<Error | undefined> {
  const begun = clock.elapsed();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ledger.settleBatch(batch, settlement);
      return undefined;
    } catch (error) {
      if (!(error instanceof Error) || mendingOf(error) === undefined) throw error;
      if (attempt >= TRIES || clock.elapsed() - begun >= LONGEST_MS) return error;
      waiting.add(batch);
      const reason = `SendGrid's answer to batch ${batch.number} is not written yet. ${error.message}`;
      tell({ type: 'retry', batch: batch.number, attempt, waitMs: PAUSE_MS, reason });
    }
    await clock.sleep(PAUSE_MS);
  }
}

function describe(lost: readonly Lost[], { name }: Campaign): Stop {
  const taken = lost.filter(({ settlement }) => settlement.state === 'accepted');
  const others = lost.filter(({ settlement }) => isNotTaken(settlement));
  const steps = [
    `${mendingOf(lost[0]?.error) ?? ''} Then run: outcry resume ${name}`,
    'What could not be written is held as unknown, and not sent again by itself.',
    ...decision(taken, `These were taken; count them as mailed: outcry reconcile ${name} --accept`),
    ...decision(others, `These were not taken; send to them: outcry reconcile ${name} --resend`),
  ];
  const people = lost.reduce((sum, { batch }) => sum + batch.recipients.length, 0);
  const whose = `${lost.length === 1 ? 'batch' : 'batches'} ${numbersOf(lost)}`;
  return {
    reason: `SendGrid's answer to ${whose} (${formatCount(people)} recipients) could not be written. ${lost[0]?.error.message}`,
    fix: steps.join('\n'),
  };
}

function isNotTaken({ state }: Settlement): boolean {
  return state === 'notTaken' || state === 'refused' || state === 'divided';
}

function decision(lost: readonly Lost[], words: string): string[] {
  if (lost.length === 0) return [];
  return [`${words} --batch ${lost.map(({ batch }) => batch.number).join(' ')}`];
}

function numbersOf(lost: readonly Lost[]): string {
  return lost.map(({ batch }) => batch.number).join(', ');
}
