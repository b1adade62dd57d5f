/** The tables of who must not be mailed; the others stand in `schema.ts`. */
import type { Generated } from 'kysely';
import type { SuppressionReason } from './ledger.ts';
import type { PreferenceKind } from './preference-ledger.ts';

export interface SuppressionsTable {
  email: string;
  reason: SuppressionReason;
  campaign: number | null;
  at: number;
  /** Why, in words. */
  detail: string;
}

/** What an address was suppressed for, until it was removed or a stronger reason came. */
export interface FormerSuppressionsTable extends SuppressionsTable {
  id: Generated<number>;
  ended_at: number;
  why: string;
}

/** Who was erased: all that is left of her, so that no later list has her mailed. */
export interface ErasedTable {
  /** HMAC-SHA-256 of her address, in base64url. */
  hash: string;
  at: number;
}

/** One row, made with the first erasure. */
export interface ErasureKeysTable {
  key: string;
}

/** How far a list of the provider's has been read; the window is null unless it was begun only. */
export interface SuppressionSyncsTable {
  source: string;
  list: string;
  until: number | null;
  window_from: number | null;
  window_to: number | null;
  next_offset: number;
}

/** What a supporter wants of our letters, short of having none. */
export interface PreferencesTable {
  email: string;
  kind: PreferenceKind;
  /** The slug of the petition that she wants nothing more about; empty for every other kind. */
  petition: string;
  campaign: number;
  at: number;
  detail: string;
}
