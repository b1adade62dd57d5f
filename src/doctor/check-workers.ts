import { maskAddresses } from '../delivery/mask-addresses.ts';
import { formatCount } from '../format-count.ts';
import type {
  CampaignInHand,
  CrewCondition,
  KnownWorker,
} from '../ledger/postgres/inspect-crew.ts';
import type { Problem } from '../problem.ts';
import { sayDuration } from '../schedule/say-time.ts';
import { ENGINE_REVISION, type EngineCondition } from '../worker/inspect-engine.ts';
import { error, type Finding, judge, skipped, warning } from './finding.ts';

/** Whoever is not heard of for so long counts as dead: three of a worker's signs of life. */
const SILENCE_MS = 60_000;
/** The workers' chores come each minute, and make good what was missed. */
const CHORES_MS = 2 * 60_000;
/** An answer is waited for up to a minute, and another for the ledger to keep it. */
const FLIGHT_MS = 3 * 60_000;
const LONGEST_ERROR = 160;

/** The engine that workers are knocked up by: whether its tables are ours, and its jobs get done. */
export function judgeEngine(
  engine: EngineCondition | undefined,
  { workers }: CrewCondition,
): Finding {
  const about = 'Job engine';
  if (!engine) return skipped(about, NEVER);
  const living = workers.filter(isAlive);
  const problems = [
    ...newer(engine),
    ...backlog(engine, living),
    ...failing(engine),
    ...heldByNobody(engine, living),
  ];
  const waits = `jobs that are to be taken: ${formatCount(engine.waiting)}`;
  return judge(about, problems, `Its tables are there (revision ${engine.revision}); ${waits}.`);
}

const NEVER = 'No worker has run with this database; "outcry send" sends from its own process.';

function newer({ revision }: EngineCondition): Problem[] {
  if (revision <= ENGINE_REVISION) return [];
  const what = `The tables of the job engine are of a newer Outcry (revision ${revision}, not ${ENGINE_REVISION}).`;
  return [
    warning('engine-newer', what, 'Update Outcry on this machine before a worker runs on it.'),
  ];
}

function backlog({ waiting, waitingMs }: EngineCondition, living: readonly unknown[]): Problem[] {
  // Without workers, it is they who are missing.
  if (waiting === 0 || waitingMs <= CHORES_MS || living.length === 0) return [];
  const what = `Jobs that wait to be taken: ${formatCount(waiting)}, the oldest for ${sayDuration(waitingMs)}; all workers are busy.`;
  return [
    warning('engine-backlog', what, 'Start another worker, here or elsewhere: outcry worker'),
  ];
}

function failing({ failed, lastError }: EngineCondition): Problem[] {
  if (failed === 0) return [];
  const said = maskAddresses(lastError.split('\n')[0] ?? '').slice(0, LONGEST_ERROR);
  const what = `Jobs of the engine's that failed: ${formatCount(failed)}, the last one with: ${said}`;
  const fix =
    'Mend that, and see the log of the workers for more; it is tried again by itself, or a minute or a night later.';
  return [warning('engine-failing', what, fix)];
}

function heldByNobody({ held }: EngineCondition, living: readonly KnownWorker[]): Problem[] {
  const hands = new Set(living.flatMap((worker) => worker.hands));
  const lost = held.filter(({ by, ms }) => ms > CHORES_MS && !hands.has(by));
  if (lost.length === 0) return [];
  const longest = Math.max(...lost.map(({ ms }) => ms));
  const what = `Jobs held by workers that are gone: ${formatCount(lost.length)}, for up to ${sayDuration(longest)}.`;
  const fix =
    living.length > 0
      ? 'The workers that run let go of them within a minute; if this stays, stop all workers and start them again.'
      : 'Start a worker, which lets go of them: outcry worker';
  return [warning('engine-held', what, fix)];
}

/** Whether there are workers for what is theirs to send, and it moves. */
export function judgeWorkers({ workers, campaigns }: CrewCondition): Finding {
  const about = 'Workers';
  if (workers.length === 0 && campaigns.length === 0) return skipped(about, NONE);
  const living = workers.filter(isAlive);
  const problems = [
    ...(living.length === 0 ? missing(campaigns) : []),
    ...workers.filter((worker) => !isAlive(worker)).map(silent),
    ...campaigns.flatMap(lateBatch),
    ...(living.length > 0 ? campaigns.filter(isStalled).map(stalled) : []),
  ];
  return judge(about, problems, atWork(living, campaigns));
}

const NONE = 'None runs, and none is needed: "outcry send" sends from its own process.';

const isAlive = ({ silentMs }: KnownWorker): boolean => silentMs <= SILENCE_MS;

function missing(campaigns: readonly CampaignInHand[]): Problem[] {
  const fixOf = (name: string) =>
    `Start one, on any machine with this workspace: outcry worker. Or send it from here: outcry resume ${name}`;
  return campaigns.map(({ name, startsInMs }) =>
    startsInMs > 0
      ? warning(
          'workers-missing',
          `${name} is to start in ${sayDuration(startsInMs)}, and no worker runs that could send it.`,
          fixOf(name),
        )
      : error('workers-missing', `${name} waits for a worker, and none runs.`, fixOf(name)),
  );
}

function silent({ pid, host, silentMs }: KnownWorker): Problem {
  return warning(
    'worker-silent',
    `The worker with process ${pid} on host ${host} has not been heard of for ${sayDuration(silentMs)}: it died, hangs, or its machine is off.`,
    'See to that machine, and start the worker again. What it had under way is held as unknown by the next that looks, and never sent again by itself.',
  );
}

function lateBatch({ name, oldest }: CampaignInHand): Problem[] {
  if (!oldest || oldest.ms <= FLIGHT_MS) return [];
  const what = `Batch ${oldest.batch} of ${name} has been under way for ${sayDuration(oldest.ms)}, longer than any answer is waited for.`;
  const fix = `Its worker is likely dead; a living one holds the batch as unknown within a minute. Then decide: outcry reconcile ${name}`;
  return [warning('batch-late', what, fix)];
}

/** What has a pace of its own, or waits for a winner, a wave or an answer, stands still for good reason. */
function isStalled({ startsInMs, isClaimable, isPaced, oldest, stillMs }: CampaignInHand): boolean {
  return startsInMs <= 0 && isClaimable && !isPaced && !oldest && stillMs > CHORES_MS;
}

function stalled({ name, stillMs }: CampaignInHand): Problem {
  return warning(
    'campaign-stalled',
    `Nothing of ${name} has left for ${sayDuration(stillMs)}, though workers run and nothing of its own holds it back.`,
    `See why in the log of the workers (SendGrid's limit holds all of them back); and how it stands: outcry status ${name}`,
  );
}

function atWork(living: readonly KnownWorker[], campaigns: readonly CampaignInHand[]): string {
  const hosts = [...new Set(living.map(({ host }) => host))].join(', ');
  const heard = sayDuration(Math.max(...living.map(({ silentMs }) => Math.max(0, silentMs))));
  const ages = campaigns.flatMap(({ oldest }) => (oldest ? [oldest.ms] : []));
  const flight =
    ages.length > 0
      ? ` The oldest batch under way left ${sayDuration(Math.max(...ages))} ago.`
      : '';
  const one = living.length === 1;
  return `${one ? '1 worker runs' : `${formatCount(living.length)} workers run`} (${hosts}), heard of within ${heard}; campaigns that are theirs: ${formatCount(campaigns.length)}.${flight}`;
}
