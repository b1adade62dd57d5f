import { z } from 'zod';

/**
 * Which links of a letter lead through our own server, so that visits are counted:
 * links    those that the letter and its template write
 * sources  those of the articles that it cites
 * trap     a further one that no human sees: whoever follows it is a scanner
 */
export const TRACKABLE = ['links', 'sources', 'trap'] as const;
export type Trackable = (typeof TRACKABLE)[number];

const ADVICE =
  'write what is tracked, "links", "sources", "trap" or several as [links, sources], or "none"';

const isTrackable = (word: unknown): word is Trackable =>
  (TRACKABLE as readonly unknown[]).includes(word);

/** `track:` of outcry.yaml, for all letters, and of an appeal, for its own. */
export const trackSchema = z
  .custom<unknown>((written) => written === 'none' || [written].flat().every(isTrackable), ADVICE)
  .transform((written): Trackable[] => [written].flat().filter(isTrackable));
