import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isTest } from '../../campaign/test-petition.ts';
import { readDotenv } from '../../read-dotenv.ts';
import type { Io } from '../io.ts';
import type { Candidate, FindValues, Wanted } from './complete.ts';

type Place = Wanted & Pick<Io, 'cwd' | 'env'>;
type Find = (place: Place) => Candidate[] | Promise<Candidate[]>;

/** By the names that stand in the table of commands; what is not here, only staff know. */
const FINDERS: Readonly<Record<string, Find>> = {
  appeal: (place) => kept(place, 'templates/appeals', '.md'),
  csv: (place) => kept(place, 'lists', '.csv'),
  // Who is left out stands on a list, or got a campaign.
  list: async (place) => [...kept(place, 'lists', '.csv'), ...(await campaigns(place))],
  campaign: (place) => campaigns(place),
  petition: (place) => petitions(place),
  file: (place) => paths(place, ''),
  dir: (place) => folders(place),
  folder: (place) => folders(place),
  variant: () => [...'ABCDEFGH'].map((value) => ({ value })),
  shell: () => ['bash', 'zsh', 'fish'].map((value) => ({ value })),
};

/** Finds values in a workspace: quickly, and without a word where it cannot be read. */
export function createFinder({ cwd, env }: Pick<Io, 'cwd' | 'env'>): FindValues {
  return async (placeholder, wanted) => FINDERS[placeholder]?.({ ...wanted, cwd, env }) ?? [];
}

/** The files of a folder of the workspace; any other once somebody types the way to it. */
function kept(place: Place, folder: string, ending: string): Candidate[] {
  const { cwd, workspace = '.', typed } = place;
  const from = path.join(workspace, folder);
  const found = namesIn(path.resolve(cwd, from))
    .filter(({ name }) => name.endsWith(ending))
    .map(({ name }) => ({ value: path.join(from, name) }));
  const fitting = found.filter(({ value }) => value.startsWith(typed));
  return fitting.length > 0 ? fitting : paths(place, ending);
}

/** The files and folders that a path can go on with; what is hidden only if it is meant. */
function paths({ cwd, typed }: Place, ending: string): Candidate[] {
  const typedFolder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const wantsHidden = typed.slice(typedFolder.length).startsWith('.');
  return namesIn(path.resolve(cwd, typedFolder))
    .filter(({ name }) => wantsHidden || !name.startsWith('.'))
    .filter(({ name, isFolder }) => isFolder || name.endsWith(ending))
    .map(({ name, isFolder }) => ({ value: `${typedFolder}${name}${isFolder ? '/' : ''}` }));
}

function folders(place: Place): Candidate[] {
  return paths(place, '').filter(({ value }) => value.endsWith('/'));
}

function namesIn(folder: string): { name: string; isFolder: boolean }[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function campaigns(place: Place): Promise<Candidate[]> {
  const known = await knownCampaigns(place);
  return known.map(({ name, state }) => ({ value: name, about: state }));
}

async function petitions(place: Place): Promise<Candidate[]> {
  const slugs = (await knownCampaigns(place)).map(({ slug }) => slug);
  return [...new Set(slugs)].map((value) => ({ value }));
}

async function knownCampaigns({ cwd, env, workspace = '.' }: Place) {
  const folder = path.resolve(cwd, workspace);
  const database = { ...readDotenv(folder), ...env }.OUTCRY_DATABASE_URL;
  const { glanceAtCampaigns } = await import('../../ledger/glance-at-campaigns.ts');
  const place = database ? { database } : { file: path.join(folder, '.outcry', 'ledger.sqlite') };
  return (await glanceAtCampaigns(place)).filter(({ slug }) => !isTest({ petition: { slug } }));
}
