import { formatCount } from '../format-count.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import type { Address } from '../terms.ts';
import type { Options } from './commands/signatures-deliver.ts';
import { plural } from './present-problems.ts';

interface Planned {
  readonly ledger: Ledger;
  readonly campaign: Campaign;
  readonly options: Options;
  readonly to: Address | undefined;
}

/** What a delivery would hold, for people and as JSON. */
export async function describePlan({ ledger, campaign: { petition }, options, to }: Planned) {
  const { slug, target } = petition;
  const deliveries = await ledger.deliveries(slug);
  const fresh = await ledger.countUndelivered(slug);
  const all = await ledger.countSignatures(slug);
  const last = deliveries.findLast(({ state }) => state === 'made');
  const json = {
    petition: slug,
    target,
    to: to ?? null,
    number: (last?.number ?? 0) + 1,
    new: fresh,
    signatures: all,
    by: options.by ?? null,
    dry_run: true,
  };
  const held = options.all
    ? `all ${plural(all, 'signature')} that have a name`
    : `${plural(fresh, 'signature')}${last ? `, new since delivery ${last.number}` : ''}`;
  const text = [
    `Delivery ${json.number} of ${slug} to ${target} would hold ${held}.`,
    `${formatCount(all)} count in all.`,
    ...(options.by ? [`It would be divided by ${options.by}.`] : []),
    ...(to ? [`It would be mailed to ${to}.`] : []),
    'This was a dry run: nothing was made, and nothing was mailed.',
  ].join('\n');
  return { json, text };
}
