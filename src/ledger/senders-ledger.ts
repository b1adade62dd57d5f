import type { CampaignNumber } from '../terms.ts';

/** Whether this process sends a campaign from here on, or who is in its way. */
export type Taken = { readonly taken: true } | { readonly taken: false; readonly by: string };

/** Why nothing more is sent of a campaign, and what to do about it. */
export interface StopWords {
  readonly reason: string;
  readonly fix: string;
}

/** A process that takes whatever campaigns are handed over to workers. */
export interface LivingWorker {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
  readonly heartbeat: number;
}

/** The part of the ledger that says who sends: one process alone, or workers beside each other. */
export interface SendersLedger {
  /**
   * Makes this process the campaign's only sender. Batches that a dead sender left `sending` become
   * `unknown`. Returns the other's description if one is alive, whether it sends alone or not.
   */
  takeSender(campaign: CampaignNumber): Promise<Taken>;
  /** Makes this process one of several senders, unless one is alive that sends it alone. Sweeps too. */
  joinSenders(campaign: CampaignNumber): Promise<Taken>;
  releaseSender(campaign: CampaignNumber): Promise<void>;
  /** The same of all campaigns but these. */
  releaseOthers(kept: readonly CampaignNumber[]): Promise<void>;
  /** What dead senders left `sending` becomes `unknown`. Returns how many batches that were. */
  sweepSenders(campaign: CampaignNumber): Promise<number>;
  /** Says that this process is alive, as a sender and as a worker: to be said well within a minute. */
  beat(): Promise<void>;

  /** Makes this process known as a worker; `hands` are the names that the engine knows it by. */
  startWork(hands: readonly string[]): Promise<void>;
  endWork(): Promise<void>;
  livingWorkers(): Promise<readonly LivingWorker[]>;
  /** Forgets dead workers, and gives their hands: what those still hold in the engine is nobody's. */
  sweepWorkers(): Promise<readonly string[]>;

  /**
   * Lets workers send a campaign from here on, once its time has come. False if it was cancelled. Before
   * that, no worker touches it: staff may still be asked whether it is meant. `toTell` as in `setToTell`.
   */
  handOver(
    campaign: CampaignNumber,
    options?: { readonly startNow?: boolean; readonly toTell?: boolean },
  ): Promise<boolean>;
  /** Whether a worker is to tell how it ends, for whoever handed it over does not stay to do so. */
  setToTell(campaign: CampaignNumber, toTell: boolean): Promise<void>;
  /** Those `done`, `paused` or `cancelled` of which a worker is to tell. */
  campaignsToTell(): Promise<readonly CampaignNumber[]>;
  /** True for one caller alone, who tells of its end; false while something of it is in flight. */
  claimTelling(campaign: CampaignNumber): Promise<boolean>;
  /** Those handed over to workers that are `sending`, or `ready` with their time come. */
  campaignsToSend(): Promise<readonly CampaignNumber[]>;
  /** Whether a batch is planned that need not wait for the winner of a trial. */
  hasClaimable(campaign: CampaignNumber): Promise<boolean>;
  /** Pauses it for all, and keeps why; unless it is over, was cancelled, or paused before. */
  stopCampaign(campaign: CampaignNumber, why: StopWords): Promise<void>;
  /** `done` if it is `sending` and nothing of it is planned or in flight. Returns whether it is done. */
  finishCampaign(campaign: CampaignNumber): Promise<boolean>;
}
