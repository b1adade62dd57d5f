import { stat } from 'node:fs/promises';
import type { Wanted } from '../audience/select-rows.ts';
import { readMailed } from '../campaign/mailed-campaign.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { didYouMean } from '../nearest.ts';
import type { Context } from './open-context.ts';

/**
 * What stands after --exclude: each a list, or a campaign whose people are left out. Throws an
 * OutcryError for what is neither, and for what could be either.
 */
export async function readExclude(
  typed: readonly string[],
  context: Pick<Context, 'resolve' | 'ledger'>,
): Promise<Pick<Wanted, 'exclude' | 'mailed'>> {
  const exclude: string[] = [];
  const mailed = [];
  for (const name of typed) {
    const file = context.resolve(name);
    const isList = await isFile(file);
    // The ledger need not be opened, nor made, for what is surely a file.
    const ledger = isList && /[/\\]|\.\w{2,4}$/.test(name) ? undefined : await context.ledger();
    const campaign = await ledger?.findCampaign(name);
    if (isList && campaign) throw unsure(name);
    if (isList) exclude.push(file);
    else if (ledger && campaign) mailed.push(await readMailed(campaign, ledger));
    else throw await missing(name, ledger);
  }
  return { exclude, mailed };
}

/** Whatever is there and no folder: a pipe will do. */
async function isFile(file: string): Promise<boolean> {
  try {
    return !(await stat(file)).isDirectory();
  } catch {
    return false;
  }
}

async function missing(name: string, ledger: Ledger | undefined): Promise<OutcryError> {
  const names = (await ledger?.listCampaigns())?.map((campaign) => campaign.name) ?? [];
  const guess = didYouMean(name, names);
  return new OutcryError({
    code: 'exclude-missing',
    what: `--exclude: there is neither a list nor a campaign "${name}".`,
    fix: guess.trim() || 'Name a CSV file, or a campaign as it stands in: outcry status',
    exit: EXIT.usage,
  });
}

function unsure(name: string): OutcryError {
  return new OutcryError({
    code: 'exclude-unsure',
    what: `--exclude: "${name}" is a file here, and a campaign.`,
    fix: `If the file is meant, write ./${name}; if the campaign is, run this from another folder, or rename the file.`,
    exit: EXIT.usage,
  });
}
