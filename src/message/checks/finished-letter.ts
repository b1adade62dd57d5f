import type { Appeal } from '../../appeal/read-appeal.ts';
import type { Place } from '../../problem.ts';
import type { LetterSettings } from '../letter-context.ts';
import type { LetterTemplates } from '../letter-templates.ts';
import type { Symbols } from '../symbols.ts';
import type { Html } from './read-html.ts';

/** Where a setting of outcry.yaml stands. */
export type PlaceOfSetting = (path: readonly PropertyKey[]) => Place;

/**
 * A letter that is compiled as far as its tokens, and what it was made of. The tokens have no wire
 * form yet, so that both branches of every block are seen.
 */
export interface FinishedLetter {
  readonly appeal: Appeal;
  readonly templates: LetterTemplates;
  readonly settings: LetterSettings;
  readonly symbols: Symbols;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Undefined where the letter is compiled without a workspace. */
  readonly placeOfSetting?: PlaceOfSetting | undefined;
}

/** The same, its html read. */
export interface ReadLetter extends FinishedLetter {
  readonly page: Html;
}
