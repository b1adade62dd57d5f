/**
 * STORY 3: signatures → a numbered delivery → files for the petition's target → a receipt in the ledger.
 *
 * The files are written beside their folder, which then gets its name in one step. A crash before
 * leaves an open delivery, which is begun anew; one after it, a folder that is known by its receipt.
 */
import { readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EXIT, OutcryError, systemCode } from '../errors.ts';
import type { DeliverySettings, PetitionDelivery, Receipt } from '../ledger/delivery-ledger.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SignatureNumber } from '../terms.ts';
import type { Han } from '../typeset/font-packages.ts';
import { type Common, makeFiles } from './make-files.ts';
import { openPartFiles, type Part } from './part-files.ts';
import { fieldOf, mayHandOver, toRow } from './to-row.ts';
import { collectUnknown } from './unknown-signs.ts';
import { makeWorkFolder, writeReceipt } from './work-folder.ts';

export interface Order {
  readonly ledger: Ledger;
  readonly petition: string;
  readonly settings: DeliverySettings;
  readonly perVolume: number;
  /** Of a delivery with this number. */
  readonly common: (number: number, total: number) => Common;
  readonly han: Han;
  readonly signal: AbortSignal;
  /** Told what is being done, in words. */
  readonly onStep: (step: string) => void;
}

export interface Made {
  readonly delivery: PetitionDelivery;
  readonly folder: string;
  readonly receipt: Receipt;
  /** Comments that are not in it, as their signers did not agree to have them shown. */
  readonly withheld: number;
  /** What no font has, in sentences. */
  readonly unknown: readonly string[];
  /** It lay there, from a process that died just before it could say so. */
  readonly wasThere: boolean;
}

export async function makeDelivery(order: Order): Promise<Made> {
  const { ledger, petition, settings } = order;
  const opened = await ledger.openDelivery(petition, settings);
  if ('by' in opened) throw busy(petition, opened.by);
  const { delivery, wasOpen } = opened;
  try {
    const there = wasOpen ? await receiptOf(delivery) : undefined;
    if (there) {
      const closed = await ledger.closeDelivery(delivery, there);
      return { ...outcome(closed, there), withheld: 0, unknown: [], wasThere: true };
    }
    return await make({ ...delivery, settings }, order);
  } catch (error) {
    await ledger.releaseDelivery(delivery);
    throw error;
  }
}

function outcome(delivery: PetitionDelivery, receipt: Receipt) {
  return { delivery, folder: folderOf(delivery), receipt };
}

/** Where the files of a delivery lie. */
export function folderOf({ petition, number, settings }: PetitionDelivery): string {
  return settings.folder.replace(NUMBERED, `${petition}-delivery-${number}`);
}

/** In `settings.folder`: a name that tells petition and number. */
export const NUMBERED = '{delivery}';

async function make(delivery: PetitionDelivery, order: Order): Promise<Made> {
  const { ledger } = order;
  const folder = folderOf(delivery);
  await refuseExisting(folder);
  const work = await makeWorkFolder(folder);
  try {
    order.onStep('Reading signatures …');
    const { parts, withheld } = await collect(delivery, work, order);
    const unknown = collectUnknown();
    const total = await deliveredSoFar(ledger, delivery, sumOf(parts));
    const files = await makeFiles(parts, {
      folder: work,
      stem: `${delivery.petition}-delivery-${delivery.number}`,
      common: order.common(delivery.number, total),
      han: order.han,
      by: delivery.settings.by,
      onUnknown: unknown.add,
      onFile: async (name) => {
        refuseStop(order.signal);
        await ledger.holdDelivery(delivery);
        order.onStep(`Writing ${name} …`);
      },
    });
    const receipt = { signatures: sumOf(parts), files };
    await writeReceipt(work, delivery, receipt);
    await refuseExisting(folder);
    await rename(work, folder);
    const closed = await ledger.closeDelivery(delivery, receipt);
    return { ...outcome(closed, receipt), withheld, unknown: unknown.told(), wasThere: false };
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
}

const PAGE = 1000;
/** Each part has files of its own, and a mail holds only so many. */
const MOST_PARTS = 500;

/** Reads the ledger once, into CSV files; all that is handed over is made of these. */
async function collect(
  delivery: PetitionDelivery,
  folder: string,
  { ledger, perVolume, signal }: Order,
): Promise<{ parts: Part[]; withheld: number }> {
  const { by } = delivery.settings;
  const columns = COLUMNS.filter((column) => column !== 'part' || isOwnColumn(by));
  const files = openPartFiles({ folder, columns, by, perVolume });
  let withheld = 0;
  let after: SignatureNumber | undefined;
  do {
    refuseStop(signal);
    const page = await ledger.claimDeliveryPage(delivery, { after, limit: PAGE });
    for (const signature of page) {
      const part = files.partOf(by === undefined ? '' : fieldOf(signature, by));
      if (files.parts.size > MOST_PARTS) throw tooMany(by ?? '');
      await files.add(part, toRow(signature, { number: part.signatures + 1, part: part.value }));
      part.places.add(signature);
      if (signature.comment !== '' && !mayHandOver(signature)) withheld += 1;
    }
    after = page.at(-1)?.number;
  } while (after !== undefined);
  await files.end();
  const parts = [...files.parts.values()];
  if (parts.length === 0) throw nothing(delivery.petition);
  if (by !== undefined && parts.every(({ value }) => value === '')) throw noField(by);
  return { parts: parts.sort((a, b) => (a.slug < b.slug ? -1 : 1)), withheld };
}

const COLUMNS = [
  'number',
  'first_name',
  'last_name',
  'postcode',
  'country',
  'part',
  'comment',
  'signed_on',
] as const;

function isOwnColumn(by: string | undefined): boolean {
  return by !== undefined && !COLUMNS.some((column) => column === by);
}

function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { signatures }) => sum + signatures, 0);
}

/** All that was handed over, this delivery included; one that held all again counts once. */
async function deliveredSoFar(
  ledger: Ledger,
  { petition, settings, number }: PetitionDelivery,
  signatures: number,
): Promise<number> {
  if (settings.scope === 'all') return signatures;
  const before = (await ledger.deliveries(petition)).filter((one) => one.number < number);
  const counted = before.slice(Math.max(0, before.findLastIndex(isWhole)));
  return counted.reduce((sum, { receipt }) => sum + (receipt?.signatures ?? 0), signatures);
}

const isWhole = ({ settings }: PetitionDelivery) => settings.scope === 'all';

/** What lies there of this very delivery. */
async function receiptOf(delivery: PetitionDelivery): Promise<Receipt | undefined> {
  try {
    const text = await readFile(path.join(folderOf(delivery), 'receipt.json'), 'utf8');
    const { opened_at, number, petition, signatures, files } = JSON.parse(text);
    const isOwn =
      opened_at === new Date(delivery.openedAt).toISOString() &&
      number === delivery.number &&
      petition === delivery.petition;
    return isOwn ? { signatures, files } : undefined;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function refuseExisting(folder: string): Promise<void> {
  const there = await stat(folder).catch(() => undefined);
  if (!there) return;
  throw new OutcryError({
    code: 'file-foreign',
    what: `${folder} is there already: nothing was written over it.`,
    fix: 'Name another folder after --out.',
    exit: EXIT.usage,
  });
}

function refuseStop(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new OutcryError({
    code: 'delivery-lost',
    what: 'Stopped: no delivery was made, and no signature counts as delivered by it.',
    fix: 'To make it, run the command again.',
    exit: EXIT.stopped,
  });
}

function busy(petition: string, by: string): OutcryError {
  return new OutcryError({
    code: 'delivery-busy',
    what: `The delivery of ${petition} is being made by ${by}.`,
    fix: 'Let it finish.',
    exit: EXIT.environment,
  });
}

export function nothing(petition: string): OutcryError {
  return new OutcryError({
    code: 'delivery-nothing',
    what: `There is nothing to deliver: every signature of ${petition} that has a name was in a delivery.`,
    fix: `To see the deliveries: outcry signatures deliveries ${petition}. To mail one that is made: outcry signatures deliver ${petition} --send --number N. To hand all over once more, add --all.`,
    exit: EXIT.attention,
  });
}

function noField(by: string): OutcryError {
  return new OutcryError({
    code: 'delivery-field',
    what: `--by ${by}: no signature has a ${by}. Nothing was delivered.`,
    fix: 'Name a field that the form asks (country, postcode), or a column of the list that the letter went to.',
    exit: EXIT.usage,
  });
}

function tooMany(by: string): OutcryError {
  return new OutcryError({
    code: 'delivery-field',
    what: `--by ${by}: there are more than ${MOST_PARTS} different ones. Nothing was delivered.`,
    fix: 'Name a field of which there are fewer, such as state or country.',
    exit: EXIT.usage,
  });
}
