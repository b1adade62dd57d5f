/**
 * The CSV files of a delivery while the ledger is read: one for each part and volume, appended to in
 * pieces, so that neither memory nor open files grow with the signatures.
 */
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { withGuard } from '../guarded-cell.ts';
import { countPlaces, type Places } from './places.ts';
import type { DeliveredRow } from './to-row.ts';

/** The signatures of one value of the field that a delivery is divided by; or all of them. */
export interface Part {
  readonly value: string;
  /** Of files of its own: no two parts have the same. */
  readonly slug: string;
  readonly places: Places;
  /** How many signatures each of its volumes holds. */
  readonly volumes: number[];
  signatures: number;
}

interface Options {
  readonly folder: string;
  readonly columns: readonly (keyof DeliveredRow)[];
  /** What the column `part` is called. */
  readonly by: string | undefined;
  readonly perVolume: number;
}

const PIECE = 500;
const BOM = '\ufeff';

export function openPartFiles({ folder, columns, by, perVolume }: Options) {
  const parts = new Map<string, Part>();
  const waiting = new Map<Part, string[][]>();
  const heads = columns.map((column) => (column === 'part' ? (by ?? column) : column));

  async function flush(part: Part): Promise<void> {
    const rows = waiting.get(part) ?? [];
    waiting.delete(part);
    const volume = part.volumes.length;
    const isFirst = part.volumes.at(-1) === rows.length;
    const text = stringify([...(isFirst ? [heads] : []), ...rows]);
    await appendFile(csvOf(folder, part, volume), (isFirst ? BOM : '') + text);
  }

  function partOf(value: string): Part {
    const known = parts.get(value);
    if (known) return known;
    const slug = freeSlug(value, [...parts.values()]);
    const part = { value, slug, places: countPlaces(), volumes: [], signatures: 0 };
    parts.set(value, part);
    return part;
  }

  return {
    parts,
    partOf,
    async add(part: Part, row: DeliveredRow): Promise<void> {
      if (part.signatures % perVolume === 0) {
        if (waiting.has(part)) await flush(part);
        part.volumes.push(0);
      }
      part.signatures += 1;
      part.volumes[part.volumes.length - 1] = (part.volumes.at(-1) ?? 0) + 1;
      const cells = columns.map((column) => withGuard(row[column]));
      const rows = waiting.get(part) ?? [];
      rows.push(cells);
      waiting.set(part, rows);
      if (rows.length >= PIECE) await flush(part);
    },
    async end(): Promise<void> {
      for (const part of [...waiting.keys()]) await flush(part);
    },
  };
}

/** While it is made; it gets its name when it is known how many volumes there are. */
export function csvOf(folder: string, part: Part, volume: number): string {
  return path.join(folder, `${part.slug || 'all'}.${volume}.rows`);
}

function freeSlug(value: string, others: readonly Part[]): string {
  if (value === '' && others.length === 0) return '';
  const plain = value
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const wished = plain || 'elsewhere';
  let slug = wished;
  for (let count = 2; others.some((other) => other.slug === slug); count += 1) {
    slug = `${wished}-${count}`;
  }
  return slug;
}
