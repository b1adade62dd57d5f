import path from 'node:path';
import type { Campaign } from '../ledger/ledger.ts';
import { type Made, makeDelivery, NUMBERED, nothing } from '../petition-delivery/make-delivery.ts';
import { hanOfLanguage } from '../petition-delivery/to-row.ts';
import { openWordsBook } from '../words/load-words.ts';
import type { Options } from './commands/signatures-deliver.ts';
import { sayErr } from './fit-lines.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';

interface Wish {
  readonly context: Context;
  readonly campaign: Campaign;
  readonly options: Options;
  readonly io: Io;
}

/** Makes the files of a petition's next delivery, in its language. */
export async function makeForTarget({ context, campaign, options, io }: Wish): Promise<Made> {
  const ledger = await context.ledger();
  const { petition, lang } = campaign;
  const scope = options.all ? 'all' : 'new';
  await refuseNothing({ context, campaign, options, io });
  const { organisation, theme, timezone: zone } = context.workspace.config;
  const words = openWordsBook(context.templateRoots).wordsIn(lang);
  const at = io.now();
  return makeDelivery({
    ledger,
    petition: petition.slug,
    settings: { scope, by: options.by, folder: path.resolve(io.cwd, options.out ?? NUMBERED) },
    perVolume: options.volume,
    common: (number, total) => ({
      words,
      paper: options.paper,
      colour: theme.colour,
      organisation,
      target: petition.target,
      statement: petition.statement,
      at,
      zone,
      number,
      total,
    }),
    han: hanOfLanguage(lang),
    signal: io.signal,
    onStep: (step) => io.screen && sayErr(step, io),
  });
}

/** Where nothing would be in it, no delivery is begun. */
async function refuseNothing({ context, campaign, options }: Wish): Promise<void> {
  const ledger = await context.ledger();
  const { slug } = campaign.petition;
  const isOpen = (await ledger.deliveries(slug)).some(({ state }) => state === 'open');
  if (isOpen) return;
  const count = options.all
    ? (await ledger.validPage({ petition: slug, limit: 1 })).length
    : await ledger.countUndelivered(slug);
  if (count === 0) throw nothing(slug);
}
