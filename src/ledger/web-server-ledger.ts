/** Connections of this process with the database. */
export interface Connections {
  readonly open: number;
  readonly idle: number;
  /** How many wait for one. */
  readonly waiting: number;
}

/** The part of the ledger that processes which stay up need for themselves. */
export interface WebServerLedger {
  /** Writes a row that says nothing, durably. Throws what any other writing would throw now. */
  tryWriting(): Promise<void>;
  /** Undefined where the ledger is a file. */
  connections(): Connections | undefined;
  /**
   * The salt of a day (days since 1970) for all web servers; the first who asks makes it, and those of
   * days before are gone. Undefined where the ledger is one machine's: nothing is written down that
   * need not be.
   */
  daySalt(day: number): Promise<string | undefined>;
  /** Those of days before this one are gone. */
  forgetSalts(before: number): Promise<void>;
}
