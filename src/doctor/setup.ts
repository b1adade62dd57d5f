import type { Config, Environment } from '../config.ts';
import type { Problem } from '../problem.ts';
import type { DnsAsker } from './ask-dns.ts';

/** What is looked at, and by what means. */
export interface Setup {
  /** The workspace. */
  readonly folder: string;
  readonly environment: Environment;
  /** Without its mistakes; undefined if nothing of outcry.yaml can be used. */
  readonly config: Config | undefined;
  readonly configProblems: readonly Problem[];
  readonly placeOf: (path: readonly PropertyKey[]) => Problem['where'];
  readonly templateRoots: readonly string[];
  readonly ledgerFile: string;
  /** Whose mail is looked at, in place of `from:` in outcry.yaml. */
  readonly from?: string | undefined;
  /** Mail goes to the sandbox: what only real mail needs is not asked for. */
  readonly isRehearsal: boolean;
  /** Undefined if the DNS is not to be asked. */
  readonly dns: DnsAsker | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Such as 20.19.0. */
  readonly nodeVersion: string;
  readonly signal: AbortSignal;
}

/** Whose address stands at the head of the letters, in lower case. */
export interface Sender {
  readonly email: string;
  readonly domain: string;
}

export function senderOf({ from, config }: Setup): Sender | undefined {
  const email = (from ?? config?.from?.email)?.toLowerCase();
  const domain = email?.split('@').at(-1);
  return email && domain ? { email, domain } : undefined;
}

export const NO_SENDER =
  'outcry.yaml names no "from"; add --from with the address that your letters come from.';
