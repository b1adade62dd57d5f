import { type Kysely, sql } from 'kysely';
import type { Address } from '../terms.ts';
import type { Schema } from './schema.ts';

/**
 * The rows of lists that were left out and hold the address, whatever else stood in the cell: they are
 * kept as they were typed.
 */
export async function ownSkipped(db: Kysely<Schema>, email: Address) {
  const rows = await db
    .selectFrom('skipped')
    .leftJoin('campaigns', 'campaigns.number', 'skipped.campaign')
    .select([
      'skipped.id',
      'campaigns.name as campaign',
      'skipped.file',
      'skipped.line',
      'skipped.email',
      'skipped.reason',
      'skipped.detail',
    ])
    .where(sql<boolean>`lower(skipped.email) like ${`%${escaped(email)}%`} escape '\\'`)
    .orderBy('skipped.id')
    .execute();
  return rows.filter((row) => addressesIn(row.email).includes(email));
}

/** Whatever in a cell could be an address, in lower case. */
export function addressesIn(cell: string): string[] {
  return cell.toLowerCase().match(/[^\s<>"',;:()[\]]+@[^\s<>"',;:()[\]]+/g) ?? [];
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
