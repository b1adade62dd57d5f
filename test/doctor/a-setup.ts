import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { readWorkspace } from '../../src/config.ts';
import { openDns } from '../../src/doctor/check-dns.ts';
import type { Setup } from '../../src/doctor/setup.ts';
import { startDnsServer, type Zone } from './a-dns-server.ts';

const SECRET = 'a-secret-for-tests-that-is-long-enough';
export const KEY = 'SG.sandbox';

/** A workspace in earnest in which nothing is wrong here, and SendGrid and the DNS are not known. */
export function aSetup(wish: Partial<Setup> = {}): Setup {
  const folder = mkdtempSync(path.join(inject('workspaces'), 'doctor-'));
  const { config, placeOf } = readWorkspace('.', {});
  return {
    folder,
    environment: { OUTCRY_SECRET: SECRET, SENDGRID_API_KEY: KEY },
    config,
    configProblems: [],
    placeOf,
    templateRoots: ['templates'],
    ledgerFile: path.join(folder, '.outcry', 'ledger.sqlite'),
    isRehearsal: false,
    dns: undefined,
    now: Date.now,
    nodeVersion: '24.1.0',
    signal: new AbortController().signal,
    ...wish,
  };
}

/** The codes of what was found, and how grave each is. */
export function codesOf(findings: readonly { problems: Setup['configProblems'] }[]): string[] {
  return findings.flatMap(({ problems }) =>
    problems.map(({ severity, code }) => `${severity} ${code}`),
  );
}

/** Asks a real DNS server that has these records. */
export async function dnsOf(zone: Zone) {
  return openDns(await startDnsServer(zone));
}
