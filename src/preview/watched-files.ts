import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** What a preview depends on. Paths are absolute. */
export interface Surroundings {
  readonly appeal: string;
  readonly lists: readonly string[];
  /** The workspace: outcry.yaml and .env. */
  readonly folder: string;
  readonly templateRoots: readonly string[];
}

/** Says of files in which state they are; two that are equal are of the same files. */
export type Fingerprint = ReadonlyMap<string, string>;

/** Template folders that make no letter. */
const NOT_OF_LETTERS = new Set(['appeals', 'pages']);

/** Every file that the preview depends on, with size and time of change. */
export async function takeFingerprint(surroundings: Surroundings): Promise<Fingerprint> {
  const { folder, lists, templateRoots } = surroundings;
  const editions = await editionsOf(surroundings.appeal);
  const groups = await Promise.all([
    ...editions.map(sourcesOf),
    ...templateRoots.map((root) => filesBelow(root, NOT_OF_LETTERS)),
  ]);
  const settings = ['outcry.yaml', '.env'].map((name) => path.join(folder, name));
  const files = [...new Set([...editions, ...settings, ...lists, ...groups.flat()])];
  const states = await Promise.all(files.map(stateOf));
  return new Map(files.map((file, index) => [file, states[index] ?? '']));
}

/** The files that differ, appeared or went. */
export function changedFiles(before: Fingerprint, after: Fingerprint): string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((file) => before.get(file) !== after.get(file));
}

/** Folders to be told about changes of. */
export async function foldersOf(surroundings: Surroundings): Promise<string[]> {
  const { appeal, lists, folder, templateRoots } = surroundings;
  const sources = await Promise.all((await editionsOf(appeal)).map(sourcesOf));
  const files = [appeal, ...lists, ...sources.flat()];
  return [...new Set([folder, ...templateRoots, ...files.map((file) => path.dirname(file))])];
}

/** Whether a file is the appeal, or could be the same in another language: `river.es.md`. */
export function isEdition(file: string, appeal: string): boolean {
  const { dir, name, ext } = path.parse(appeal);
  const [first = ''] = name.split('.');
  const base = path.basename(file);
  return path.dirname(file) === dir && base.startsWith(`${first}.`) && base.endsWith(ext);
}

async function editionsOf(appeal: string): Promise<string[]> {
  const folder = path.dirname(appeal);
  const siblings = (await namesIn(folder)).map((name) => path.join(folder, name));
  return [...new Set([appeal, ...siblings.filter((file) => isEdition(file, appeal))])];
}

const JSON_FILE = /"([^"\n]+\.json)"|'([^'\n]+\.json)'|([^\s"',[\]{}]+\.json)\b/gi;

/** The files of sources that an appeal names, whatever else may be wrong with it. */
async function sourcesOf(appeal: string): Promise<string[]> {
  const text = await readFile(appeal, 'utf8').catch(() => '');
  const [frontMatter = ''] = text.split(/\n---/);
  return [...frontMatter.matchAll(JSON_FILE)].map(([, double, single, bare]) =>
    path.resolve(path.dirname(appeal), double ?? single ?? bare ?? ''),
  );
}

async function filesBelow(folder: string, except: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter(({ name }) => !except.has(name))
    .map((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(file, new Set()) : [file];
    });
  return (await Promise.all(found)).flat();
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** A file that is saved by renaming another over it has a new number. */
async function stateOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.ctimeMs}` : '';
}
