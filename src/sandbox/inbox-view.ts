import type { SandboxStats } from './books.ts';
import type { Copy } from './finish-copy.ts';
import type { InboxQuery } from './inbox-query.ts';

/** Messages on one page of the list. */
export const PAGE_SIZE = 50;

export interface InboxView {
  readonly query: InboxQuery;
  /** How many copies match the search; `copies` are those of the page. */
  readonly total: number;
  readonly copies: readonly Copy[];
  readonly chosen: Copy | undefined;
  readonly stats: SandboxStats;
  /** Where the sandbox listens. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}
