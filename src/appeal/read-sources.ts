import path from 'node:path';
import type { Problem } from '../problem.ts';
import type { YamlValue } from '../yaml.ts';
import { readCslFile } from './csl-file.ts';
import type { FrontMatter, Written } from './front-matter.ts';
import type { SourceEntry, Sources } from './source.ts';

/**
 * All that an appeal may cite: the sources of its front matter, and those of the CSL-JSON files
 * that it names, relative to its own folder. Of two under one key the first counts.
 */
export function readSources(
  file: string,
  yaml: YamlValue<Written>,
): { sources: Sources; problems: readonly Problem[] } {
  const { sources } = yaml.data;
  const problems: Problem[] = [];
  const groups = Array.isArray(sources)
    ? sources.map((group, index) => ({ group, place: ['sources', index] }))
    : [{ group: sources, place: ['sources'] }];
  const entries = groups.flatMap(({ group, place }) => {
    if (typeof group !== 'string') return ownEntries(group, place, yaml);
    const read = readCslFile(path.join(path.dirname(file), group), yaml.placeOf(place));
    problems.push(...read.problems);
    return read.value ?? [];
  });
  return { sources: byKey(entries), problems };
}

type OwnSources = Extract<FrontMatter['sources'], Readonly<Record<string, unknown>>>;

function ownEntries(
  sources: OwnSources,
  place: readonly PropertyKey[],
  { placeOf }: YamlValue<Written>,
): SourceEntry[] {
  return Object.entries(sources).map(([key, { author, authors = author, ...source }]) => ({
    key,
    read: () => ({ value: { key, ...source, ...(authors && { authors }) }, problems: [] }),
    where: (part) => placeOf([...place, key, ...(part ? [part] : [])]),
    isFromFile: false,
  }));
}

function byKey(entries: readonly SourceEntry[]): Sources {
  const sources = new Map<string, SourceEntry>();
  for (const entry of entries) {
    const first = sources.get(entry.key);
    sources.set(entry.key, first ? { ...first, double: first.double ?? entry } : entry);
  }
  return sources;
}
