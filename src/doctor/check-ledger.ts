import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { inspectLedger, nearestFolder } from '../ledger/inspect-ledger.ts';
import { shownPath } from '../shown-path.ts';
import { error, type Finding, judge, warning } from './finding.ts';

/** The ledger opens, is of this version, and can be written; nothing in it is changed. */
export async function checkLedger(file: string): Promise<Finding> {
  const { exists, pending, unknown } = inspectLedger(file);
  const shown = shownPath(file);
  if (!exists) return judge('Ledger', [], 'There is none yet; the first campaign makes it.');
  if (unknown.length > 0) {
    const what = `A newer Outcry has used ${shown} (${unknown.join(', ')}).`;
    return judge('Ledger', [error('ledger-newer', what, 'Update Outcry.')], '');
  }
  const older = warning(
    'ledger-older',
    `An older Outcry has made ${shown}; the next command brings it up to date (${pending.join(', ')}).`,
    'Make a copy of its folder first, while no command runs. An older Outcry cannot use it afterwards.',
  );
  return judge('Ledger', pending.length > 0 ? [older] : [], `${shown} opens, and is up to date.`);
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
