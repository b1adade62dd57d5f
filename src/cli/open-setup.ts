import path from 'node:path';
import { type Environment, lookAtWorkspace } from '../config.ts';
import { isLocal } from '../delivery/sendgrid-settings.ts';
import type { DnsAsker } from '../doctor/ask-dns.ts';
import type { Setup } from '../doctor/setup.ts';
import type { Io } from './io.ts';
import { PACKAGE_FOLDER } from './open-context.ts';

interface Wish {
  readonly io: Io;
  /** As typed. */
  readonly workspace: string;
  readonly from: string | undefined;
  readonly dns: string | undefined;
  readonly openDns: (server: string | undefined) => Promise<DnsAsker>;
}

/**
 * What `doctor` looks at. Mistakes in outcry.yaml do not keep it from looking at the rest; throws an
 * OutcryError (exit 3) where there is none.
 */
export async function openSetup({ io, workspace, from, dns, openDns }: Wish): Promise<Setup> {
  const folder = path.resolve(io.cwd, workspace);
  const { environment, settings, problems } = lookAtWorkspace(folder, io.env as Environment);
  const isRehearsal = isLocal(environment.OUTCRY_SENDGRID_URL);
  // Whoever names a sender or a server wants to look ahead.
  const asksDns = !isRehearsal || from !== undefined || dns !== undefined;
  const roots = [path.join(folder, 'templates'), path.join(PACKAGE_FOLDER, 'templates')];
  return {
    folder,
    environment,
    config: settings?.config,
    configProblems: problems,
    placeOf: settings?.placeOf ?? (() => undefined),
    templateRoots: [...new Set(roots)],
    ledgerFile: path.join(folder, '.outcry', 'ledger.sqlite'),
    from,
    isRehearsal,
    dns: asksDns ? await openDns(dns) : undefined,
    now: io.now,
    nodeVersion: process.versions.node,
    signal: io.signal,
  };
}
