import { statfs } from 'node:fs/promises';
import path from 'node:path';
import {
  inspectDatabase,
  inspectLedger,
  type LedgerCondition,
  nearestFolder,
} from '../ledger/inspect-ledger.ts';
import { shownPath } from '../shown-path.ts';
import { error, type Finding, judge, warning } from './finding.ts';

/** The ledger opens, is of this version, and can be written; nothing in it is changed. */
export async function checkLedger(file: string): Promise<Finding> {
  return judgeLedger(inspectLedger(file), shownPath(file), 'Make a copy of its folder first');
}

/** The same of one in a PostgreSQL database; whether it can be written shows when it is. */
export async function checkDatabase(address: string): Promise<Finding> {
  const { place, ...condition } = await inspectDatabase(address);
  return judgeLedger(condition, `the database ${place}`, 'Back it up first (pg_dump)');
}

function judgeLedger(
  { exists, pending, unknown }: LedgerCondition,
  shown: string,
  backUp: string,
): Finding {
  if (!exists) return judge('Ledger', [], 'There is none yet; the first campaign makes it.');
  if (unknown.length > 0) {
    const what = `A newer Outcry has used ${shown} (${unknown.join(', ')}).`;
    return judge('Ledger', [error('ledger-newer', what, 'Update Outcry.')], '');
  }
  const older = warning(
    'ledger-older',
    `An older Outcry has made ${shown}; the next command brings it up to date (${pending.join(', ')}).`,
    `${backUp}, while no command runs. An older Outcry cannot use it afterwards.`,
  );
  const well = `It opens, and is up to date: ${shown}.`;
  return judge('Ledger', pending.length > 0 ? [older] : [], well);
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
