import type { Finding, GuardFigures, GuardKind, GuardLimits } from '../guard/guard.ts';
import type { Look } from '../guard/judge-looks.ts';
import type { CampaignNumber } from '../terms.ts';

/** What is to watch over a campaign; frozen with it, so that every process goes by the same limits. */
export interface GuardDraft {
  readonly limits: GuardLimits;
  /** How long the first wave is waited for; undefined where there is none. */
  readonly waitMs?: number | undefined;
}

export interface Guard {
  readonly limits: GuardLimits;
  readonly looks: readonly Look[];
  /** Undefined where there is none. */
  readonly wave: Wave | undefined;
}

/** The first wave of a campaign: the rest cannot be claimed before it has passed. */
export interface Wave {
  readonly recipients: number;
  readonly waitMs: number;
  /** When the rest was let go. */
  readonly passedAt: number | undefined;
}

/** What the guard has stopped a campaign for. */
export interface GuardStop extends Finding {
  readonly at: number;
  /** Undefined as long as it holds the campaign. */
  readonly ended:
    | { readonly at: number; readonly how: 'despite' | 'mended'; readonly by: string }
    | undefined;
}

/** The part of the ledger that holds what watches over a send. Nothing is claimed while a stop holds. */
export interface GuardLedger {
  /** Undefined for a campaign that nothing watches over: a test. */
  guardOf(campaign: CampaignNumber): Promise<Guard | undefined>;
  /** Cheap enough to be asked every few seconds while a million are mailed. */
  guardFigures(campaign: CampaignNumber, leastBounces: number): Promise<GuardFigures>;
  keepLooks(campaign: CampaignNumber, looks: readonly Look[]): Promise<void>;
  /** Every one, the oldest first. */
  guardStops(campaign: CampaignNumber): Promise<readonly GuardStop[]>;
  /** Pauses the campaign for all, and keeps why; durable before this returns. */
  stopByGuard(campaign: CampaignNumber, findings: readonly Finding[]): Promise<void>;
  /** What holds the campaign for these kinds does so no longer. */
  endGuardStops(
    campaign: CampaignNumber,
    kinds: readonly GuardKind[],
    how: 'despite' | 'mended',
    by: string,
  ): Promise<void>;
  /** When the last batch of the first wave was settled; undefined as long as one is not. */
  waveSent(campaign: CampaignNumber): Promise<number | undefined>;
  /** Lets the rest go, unless a stop holds the campaign. */
  passWave(campaign: CampaignNumber): Promise<void>;
  /** Whether any event has ever come into this ledger. */
  hasEvents(): Promise<boolean>;
}
