import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type LabelValues,
  Registry,
} from 'prom-client';
import type { SendEvent } from '../campaign/send-events.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import type { WorkerFigures } from './figures.ts';

/** Seconds. SendGrid answers within one, mostly; after a minute it is not waited for any more. */
const ANSWERS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Seconds. What the ledger does for a batch takes milliseconds. */
const WRITES = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** What a worker's figures are kept in, and what is told of its work. Only names of campaigns are labels. */
export function createWorkerMetrics(
  ledger: Ledger,
  now: () => number,
): WorkerFigures & { readonly registry: Registry } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addConnections(registry, ledger);
  const own = ownMetrics(registry);
  let heldUntil = 0;
  const hold = (until: number) => {
    heldUntil = Math.max(heldUntil, until);
    own.heldUntil.set(heldUntil / 1000);
  };
  return {
    registry,
    timed: (ledger) => timed(ledger, own),
    watched: (transport) => ({
      ...transport,
      async post(request) {
        own.requests.inc();
        const end = own.answers.startTimer();
        try {
          const answer = await transport.post(request);
          end({ answer: answer.kind });
          return answer;
        } finally {
          own.requests.dec();
        }
      },
    }),
    begin({ name: campaign }, means) {
      own.inHand.inc();
      const onWidth = (width: number) => own.width.set({ campaign }, width);
      return {
        means: { ...means, onWidth },
        end() {
          own.inHand.dec();
          own.width.remove({ campaign });
        },
      };
    },
    note: (campaign, event) => note(campaign, event, own, hold, now),
    noteJob: (task, outcome) => own.jobs.inc({ task, outcome }),
    noteHold: (ms) => hold(now() + ms),
  };
}

type Own = ReturnType<typeof ownMetrics>;

function ownMetrics(registry: Registry) {
  const registers = [registry];
  const perCampaign = ['campaign', 'outcome'];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const timer = (name: string, help: string, labelNames: string[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  return {
    batches: counter(
      'outcry_batches_total',
      'Batches that were settled, by campaign and outcome.',
      perCampaign,
    ),
    recipients: counter(
      'outcry_recipients_total',
      'Recipients of the batches that were settled, by campaign and outcome.',
      perCampaign,
    ),
    retries: counter(
      'outcry_retries_total',
      'Batches that were not taken and answers that were not written: both are tried again.',
      ['campaign'],
    ),
    waits: counter('outcry_waits_total', 'Waits of a campaign, by what it waited for.', [
      'campaign',
      'reason',
    ]),
    jobs: counter('outcry_jobs_total', "Jobs of the engine's that this worker took.", [
      'task',
      'outcome',
    ]),
    requests: gauge('outcry_requests_under_way', 'Requests to SendGrid that are not answered yet.'),
    width: gauge('outcry_request_lanes', 'Requests that may be under way at once now.', [
      'campaign',
    ]),
    inHand: gauge('outcry_campaigns_in_hand', 'Campaigns that this worker sends now.'),
    heldUntil: gauge(
      'outcry_held_until_timestamp_seconds',
      "Until when this worker held back, for SendGrid's limit or to try again; 0 if it never did.",
    ),
    answers: timer(
      'outcry_sendgrid_request_seconds',
      'Time from a request to its answer, by what it said.',
      ['answer'],
      ANSWERS,
    ),
    claims: timer('outcry_claim_seconds', 'Time to claim a batch.', ['result'], WRITES),
    settlements: timer('outcry_settle_seconds', 'Time to settle a batch.', ['outcome'], WRITES),
  };
}

function timed(ledger: Ledger, { claims, settlements }: Own): Ledger {
  return {
    ...ledger,
    claimAtPace: (campaign) =>
      timing(claims, ledger.claimAtPace(campaign), (claim) => ({
        result: 'batch' in claim ? (claim.batch ? 'batch' : 'none') : 'wait',
      })),
    settleBatch: (batch, settlement) =>
      timing(settlements, ledger.settleBatch(batch, settlement), () => ({
        outcome: settlement.state,
      })),
  };
}

async function timing<T>(
  histogram: Histogram,
  work: Promise<T>,
  labels: (result: T) => LabelValues<string>,
): Promise<T> {
  const end = histogram.startTimer();
  const result = await work;
  end(labels(result));
  return result;
}

function note(
  { name: campaign }: Campaign,
  event: SendEvent,
  own: Own,
  hold: (until: number) => void,
  now: () => number,
): void {
  if (event.type === 'batch') {
    const labels = { campaign, outcome: event.settlement.state };
    own.batches.inc(labels);
    own.recipients.inc(labels, event.batch.recipients.length);
  }
  if (event.type === 'retry') {
    own.retries.inc({ campaign });
    hold(now() + event.waitMs);
  }
  if (event.type === 'wait') {
    own.waits.inc({ campaign, reason: event.reason });
    if (event.reason === 'limit') hold(event.until);
  }
}

/** Asked for as the figures are read. */
function addConnections(registry: Registry, ledger: Ledger): void {
  new Gauge({
    name: 'outcry_database_connections',
    help: "Connections of this process with the ledger's database; and how many wait for one.",
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { open = 0, idle = 0, waiting = 0 } = ledger.connections() ?? {};
      this.set({ state: 'used' }, open - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'awaited' }, waiting);
    },
  });
}
