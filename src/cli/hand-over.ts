import { wasCancelled } from '../campaign/stops.ts';
import { EXIT, type ExitStatus, OutcryError } from '../errors.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import { alreadySending } from '../send.ts';
import type { Engine } from '../worker/engine.ts';
import { sayErr, sayOut } from './fit-lines.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { campaignJson, soFar, whoWasMailed } from './present-campaign.ts';

/** How a campaign is to be sent: by workers, who may do without this terminal, or from here. */
export interface Hands {
  readonly byWorkers: boolean;
  readonly detach: boolean;
}

const FROM_HERE: Hands = { byWorkers: false, detach: false };

/**
 * By workers, if one is alive or staff want to leave it to one. Throws an OutcryError (exit 3) where the
 * ledger is in a file, which is no place for workers.
 */
export async function chooseHands(context: Context, detach: boolean): Promise<Hands> {
  if (!context.workspace.environment.OUTCRY_DATABASE_URL) {
    if (detach) throw needsDatabase();
    return FROM_HERE;
  }
  if (detach) return { byWorkers: true, detach };
  const workers = await (await context.ledger()).livingWorkers();
  return { byWorkers: workers.length > 0, detach };
}

/** Lets workers have it, and tells them; `toTell` if one of them is to tell how it ends. Throws an OutcryError for what was cancelled, or is sent alone. */
export async function handOver(
  campaign: Campaign,
  context: Context,
  io: Pick<Io, 'err'>,
  { startNow = false, toTell = false } = {},
): Promise<void> {
  const ledger = await context.ledger();
  await refuseSentAlone(campaign, ledger);
  const engine = await openEngineFor(context, io);
  try {
    if (!(await ledger.handOver(campaign.number, { startNow, toTell })))
      throw wasCancelled(campaign);
    await engine.knock(campaign.number, startNow ? undefined : campaign.startsAt);
  } finally {
    await engine.close();
  }
}

async function refuseSentAlone(campaign: Campaign, ledger: Ledger): Promise<void> {
  const entered = await ledger.joinSenders(campaign.number);
  if (!entered.taken) throw alreadySending(campaign, entered.by);
  await ledger.releaseSender(campaign.number);
}

async function openEngineFor({ workspace }: Context, { err }: Pick<Io, 'err'>): Promise<Engine> {
  const { openEngine } = await import('../worker/engine.ts');
  const address = workspace.environment.OUTCRY_DATABASE_URL ?? '';
  return openEngine(address, ({ what }) => err(what));
}

/** Says how it stands, and how to look after it, to whoever leaves it to workers. */
export async function sayLeft(
  { name, number }: Campaign,
  { context, io, json }: { readonly context: Context; readonly io: Io; readonly json: boolean },
  more: Readonly<Record<string, unknown>> = {},
): Promise<ExitStatus> {
  const ledger = await context.ledger();
  const campaign = await ledger.campaignByNumber(number);
  const tally = await ledger.tally(number);
  if (!campaign) return EXIT.done;
  const { state } = campaign;
  if (json) {
    const document = { ...campaignJson(campaign, state, tally), stopped: null, detached: true };
    io.out(JSON.stringify({ ...document, ...more }));
  } else {
    const where = 'Workers send it, whatever becomes of this terminal.';
    sayOut(`\n${name}: ${where} ${soFar(campaign)}${whoWasMailed(tally, state)}`, io);
  }
  const workers = await ledger.livingWorkers();
  if (workers.length === 0) {
    sayErr('No worker is alive: it waits for one. Start one with: outcry worker', io);
  }
  sayErr(`See how it stands with: outcry status ${name}`, io);
  sayErr(`Follow it with: outcry resume ${name}; hold it back with: outcry pause ${name}`, io);
  return EXIT.done;
}

function needsDatabase(): OutcryError {
  return new OutcryError({
    code: 'worker-database',
    what: '--detach leaves a campaign to workers, and these need a ledger in a PostgreSQL database. Nobody was mailed.',
    fix: 'Set OUTCRY_DATABASE_URL (outcry db move takes the ledger over), or send without --detach and keep the terminal open.',
    exit: EXIT.environment,
  });
}
