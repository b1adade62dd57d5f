import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EXIT, OutcryError, systemCode } from '../errors.ts';
import type { PetitionDelivery, Receipt } from '../ledger/delivery-ledger.ts';

/** By this file a folder of an attempt that died is known. */
const MARK = '.delivery';

/** An empty folder beside the one that is to be, which takes its name when all is written. */
export async function makeWorkFolder(folder: string): Promise<string> {
  const work = `${folder}.part`;
  await removeOwn(work);
  await mkdir(work, { recursive: true });
  await writeFile(path.join(work, MARK), '');
  return work;
}

async function removeOwn(work: string): Promise<void> {
  if (!(await isThere(work))) return;
  if (await isThere(path.join(work, MARK))) return rm(work, { recursive: true });
  throw new OutcryError({
    code: 'file-foreign',
    what: `${work} is there already, and Outcry has not made it: nothing was written.`,
    fix: 'Name another folder after --out.',
    exit: EXIT.usage,
  });
}

async function isThere(place: string): Promise<boolean> {
  try {
    return Boolean(await stat(place));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** The last file of a delivery: where it lies, all others do. */
export async function writeReceipt(
  work: string,
  { petition, number, openedAt }: PetitionDelivery,
  receipt: Receipt,
): Promise<void> {
  const text = JSON.stringify(
    { petition, number, opened_at: new Date(openedAt).toISOString(), ...receipt },
    null,
    2,
  );
  const handle = await open(path.join(work, 'receipt.json'), 'wx');
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rm(path.join(work, MARK));
}
