import type { CampaignNumber } from '../terms.ts';

/** Who does something: a user of a machine. */
export interface Person {
  readonly user: string;
  readonly host: string;
}

/** The same, as the ledger keeps it: on a database server also as which of its users, else empty. */
export interface KnownPerson extends Person {
  readonly databaseUser: string;
}

/** That somebody has looked at a letter and wants it to be sent. */
export interface Approval extends KnownPerson {
  readonly at: number;
}

/** What a command is about. */
export type Subject = { readonly campaign: CampaignNumber } | { readonly petition: string };

export interface CommandEntry extends KnownPerson {
  /** As typed, without addresses and secrets. */
  readonly command: string;
  readonly at: number;
  /** Undefined while it runs, and if it was killed. */
  readonly ended:
    | { readonly at: number; readonly exit: number; readonly error: string | undefined }
    | undefined;
}

/** The part of the ledger that keeps who did what. */
export interface OversightLedger {
  /** Which person the ledger takes this one for. */
  known(person: Person): Promise<KnownPerson>;
  /** Approves of the letter of this hash; once for each person. */
  approve(hash: string, person: Person): Promise<void>;
  /** The oldest first. */
  approvalsOf(hash: string): Promise<readonly Approval[]>;
  /** Keeps that a command begins. Gives what `endCommand` needs. */
  beginCommand(subject: Subject, command: string, person: Person): Promise<number>;
  endCommand(entry: number, exit: number, error: string | undefined): Promise<void>;
  /** Of a campaign, and of its petition; the oldest first. */
  commandsOf(campaign: CampaignNumber, petition: string): Promise<readonly CommandEntry[]>;
}
