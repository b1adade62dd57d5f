import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DeliveredFile } from '../ledger/delivery-ledger.ts';
import type { Han } from '../typeset/font-packages.ts';
import type { Cover } from './contents.ts';
import { csvOf, type Part } from './part-files.ts';
import { inOrder } from './places.ts';
import { readRows } from './read-rows.ts';
import { writePdf } from './write-pdf.ts';

/** What all documents of a delivery have in common. */
export type Common = Omit<Cover, 'signatures' | 'by' | 'places' | 'place' | 'volume'>;

interface Making {
  readonly folder: string;
  /** What the names of all files begin with. */
  readonly stem: string;
  readonly common: Common;
  readonly han: Han;
  readonly by: string | undefined;
  readonly onUnknown: (cluster: string) => void;
  /** Told before each file. */
  readonly onFile: (name: string) => Promise<void>;
}

/** Makes the documents of all parts, of the CSV files that lie there, which get their names. */
export async function makeFiles(parts: readonly Part[], making: Making): Promise<DeliveredFile[]> {
  const files: DeliveredFile[] = [];
  if (making.by !== undefined) files.push(await makeSums(parts, making.by, making));
  for (const part of parts) {
    for (const [index, signatures] of part.volumes.entries()) {
      files.push(...(await makeVolume(part, index + 1, signatures, making)));
    }
  }
  return files;
}

/** A cover of its own, with the sums of all parts. */
async function makeSums(
  parts: readonly Part[],
  by: string,
  { folder, stem, common, han, onUnknown, onFile }: Making,
): Promise<DeliveredFile> {
  const name = `${stem}-cover.pdf`;
  await onFile(name);
  const { words } = common;
  const counts = new Map(parts.map(({ value, signatures }) => [value, signatures]));
  const nameOf = by === 'country' ? placeName(common) : (value: string) => value;
  const known = by === 'country' || by === 'state' ? words.say(`delivery.${by}`) : by;
  const cover = {
    ...common,
    signatures: parts.reduce((sum, { signatures }) => sum + signatures, 0),
    by: known,
    places: inOrder(counts, nameOf, words.lang),
    place: undefined,
    volume: undefined,
  };
  await writePdf(path.join(folder, name), { cover, han, onUnknown });
  return describe(folder, name, 0);
}

function placeName({ words }: Common): (code: string) => string {
  const names = new Intl.DisplayNames(words.lang, { type: 'region', fallback: 'code' });
  return (code) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
}

async function makeVolume(
  part: Part,
  volume: number,
  signatures: number,
  { folder, stem, common, han, by, onUnknown, onFile }: Making,
): Promise<DeliveredFile[]> {
  const { words } = common;
  const of = part.volumes.length;
  const name = [stem, part.slug, of > 1 ? `volume-${volume}` : ''].filter(Boolean).join('-');
  await onFile(`${name}.pdf`);
  const csv = path.join(folder, `${name}.csv`);
  await rename(csvOf(folder, part, volume), csv);
  const place = by === 'country' ? placeName(common)(part.value) : part.value;
  const cover = {
    ...common,
    signatures: part.signatures,
    ...part.places.table(words),
    place: by === undefined ? undefined : place || words.say('delivery.elsewhere'),
    volume: of > 1 ? { number: volume, of } : undefined,
  };
  const rows = readRows(csv, { lang: words.lang, han });
  await writePdf(path.join(folder, `${name}.pdf`), { cover, han, rows, onUnknown });
  return [
    await describe(folder, `${name}.pdf`, signatures),
    await describe(folder, `${name}.csv`, signatures),
  ];
}

async function describe(folder: string, name: string, signatures: number): Promise<DeliveredFile> {
  const file = path.join(folder, name);
  // On the disk before it is said to be made.
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
  return { name, bytes: (await stat(file)).size, sha256: await hashFile(file), signatures };
}

/** The SHA-256 of a file, in hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
