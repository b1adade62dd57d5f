import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { withoutGuard } from '../guarded-cell.ts';
import { plainText } from '../typeset/clusters.ts';
import type { Han } from '../typeset/font-packages.ts';
import type { NameRow } from './contents.ts';
import { countryNames } from './places.ts';
import { type DeliveredRow, hanOf } from './to-row.ts';

/** What stands in the place of a name that nobody gave. */
const NAMELESS = '—';

/** The rows of a CSV file of a delivery, as its document shows them: both say the same. */
export async function* readRows(
  file: string,
  { lang, han }: { readonly lang: string; readonly han: Han },
): AsyncGenerator<NameRow> {
  const countryOf = countryNames(lang);
  const records = createReadStream(file).pipe(parse({ columns: true, bom: true }));
  for await (const record of records as AsyncIterable<DeliveredRow>) {
    const [first, last, postcode, comment] = (
      ['first_name', 'last_name', 'postcode', 'comment'] as const
    ).map((column) => plainText(withoutGuard(record[column] ?? '')));
    const country = record.country ? countryOf(withoutGuard(record.country)) : '';
    const name = [first, last].filter(Boolean).join(' ');
    yield {
      number: Number(record.number),
      name: name || NAMELESS,
      place: [postcode, country].filter(Boolean).join(' '),
      comment: comment ?? '',
      han: hanOf(`${name}${comment}`, record.country, han),
    };
  }
}
