/** What is known of a visit of a recipient's link. It is kept as it is, so that better rules can judge it anew. */
export interface ClickFacts {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `sign`, `unsubscribe`, `view`, `link` (a tracked one) or `trap`. */
  readonly kind: string;
  /** Which of the tracked links. */
  readonly link: number | null;
  readonly method: string;
  readonly userAgent: string;
  /** What the program said it fetched the page for, such as `prefetch`. */
  readonly purpose: string;
  /** The same for visits of one day from one network; empty where it is not known. */
  readonly network: string;
}

/** All visits of one recipient's links in the order of time, and when she signed, if she did. */
export interface RecipientClicks {
  readonly clicks: readonly ClickFacts[];
  readonly signedAt: number | undefined;
}
