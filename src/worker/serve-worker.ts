import type { Ledger } from '../ledger/ledger.ts';
import { type FiguresServer, serveFigures } from '../serve-figures.ts';
import { createReadiness } from '../web/readiness.ts';
import type { createWorkerMetrics } from './worker-metrics.ts';

interface WorkerServed {
  readonly metrics: ReturnType<typeof createWorkerMetrics>;
  readonly ledger: Ledger;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Whether it takes campaigns from the engine now. */
  readonly isWorking: () => boolean;
  readonly signal: AbortSignal;
}

/** A worker's figures at /metrics; and for whoever looks after it, whether it is alive, and can work. */
export function serveWorker(served: WorkerServed): Promise<FiguresServer> {
  const { metrics, ledger, host, port, isWorking, signal } = served;
  const readiness = createReadiness(ledger, { isBusy: () => false });
  const hindrance = async () => {
    if (signal.aborted) return 'the worker is being stopped';
    return isWorking() ? readiness.hindrance() : 'the worker waits for the job engine';
  };
  return serveFigures({ registry: metrics.registry, host, port, hindrance });
}
