import { statfs } from 'node:fs/promises';
import path from 'node:path';
import {
  type DatabaseCondition,
  type LedgerCondition,
  nearestFolder,
} from '../ledger/inspect-ledger.ts';
import type { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { error, type Finding, judge, warning } from './finding.ts';

/** The ledger opens, is whole and of this version, and can be written; nothing in it is changed. */
export function judgeLedger(file: string, condition: LedgerCondition): Finding {
  const shown = shownPath(file);
  const problems = versionProblems(condition, shown, 'Make a copy of its folder first');
  return judge(ABOUT, problems, condition.exists ? `It is whole and up to date: ${shown}.` : NONE);
}

/** The same of one in a PostgreSQL database; that it is whole is for its server to see. */
export function judgeDatabase(condition: DatabaseCondition): Finding {
  const { place, version, roundTrip, exists, isReadOnly } = condition;
  const shown = `the database ${place}`;
  const server = `PostgreSQL ${Math.floor(version / 10_000)}, ${inMs(roundTrip)} away`;
  return judge(
    ABOUT,
    [
      ...versionProblems(condition, shown, 'Back it up first (pg_dump)'),
      ...(isReadOnly ? [readOnly(shown)] : []),
      ...(roundTrip > FAR_MS ? [far(shown, roundTrip)] : []),
    ],
    exists ? `It is up to date: ${shown} (${server}).` : `${NONE} (${server})`,
  );
}

const ABOUT = 'Ledger';
const NONE = 'There is none yet; the first campaign makes it.';
/** A server on the same continent is nearer. */
const FAR_MS = 50;

function versionProblems(
  { exists, pending, unknown }: LedgerCondition,
  shown: string,
  backUp: string,
): Problem[] {
  if (!exists) return [];
  if (unknown.length > 0) {
    const what = `A newer Outcry has used ${shown} (${unknown.join(', ')}).`;
    return [error('ledger-newer', what, 'Update Outcry.')];
  }
  const older = warning(
    'ledger-older',
    `An older Outcry has made ${shown}; the next command brings it up to date (${pending.join(', ')}).`,
    `${backUp}, while no command runs. An older Outcry cannot use it afterwards.`,
  );
  return pending.length > 0 ? [older] : [];
}

function readOnly(shown: string): Problem {
  return error(
    'ledger-read-only',
    `Nothing can be written into ${shown}: it is a copy of another, or closed for changes.`,
    'Name the main server in OUTCRY_DATABASE_URL, or ask whoever looks after it.',
  );
}

function far(shown: string, roundTrip: number): Problem {
  return warning(
    'database-far',
    `An answer from ${shown} takes ${inMs(roundTrip)}: sends and pages wait for several each.`,
    'Run Outcry near its database: in the same data centre, if it can be.',
  );
}

function inMs(ms: number): string {
  return ms < 1 ? 'less than 1 ms' : `${Math.round(ms)} ms`;
}

const LITTLE = 500_000_000;
const TOO_LITTLE = 50_000_000;

export async function checkDisk(ledgerFile: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearestFolder(path.dirname(ledgerFile)));
  return judgeSpace(bavail * bsize);
}

/** Room for a campaign: a million recipients take some hundreds of megabytes. In bytes. */
export function judgeSpace(free: number): Finding {
  const complain = free < TOO_LITTLE ? error : warning;
  const low = complain(
    'disk-low',
    `Only ${inWords(free)} are free on the disk of the ledger.`,
    'Free some space; a campaign to a million people takes some hundred megabytes.',
  );
  return judge('Disk', free < LITTLE ? [low] : [], `${inWords(free)} are free.`);
}

function inWords(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return gigabytes >= 1 ? `${gigabytes.toFixed(1)} GB` : `${Math.floor(bytes / 1e6)} MB`;
}
