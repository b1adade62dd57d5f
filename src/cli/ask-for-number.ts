import { fitLines } from './fit-lines.ts';
import type { Io } from './io.ts';
import { plural } from './present-problems.ts';

interface Question {
  /** What will happen, as a sentence. */
  readonly warning: string;
  /** "To mail", "To hold back". */
  readonly verb: string;
  /** Of people, unless it is of something else. */
  readonly people: number;
  readonly noun?: string;
  /** What is said of a wrong answer, or none. */
  readonly otherwise: string;
}

/** Asks for the number of people to be typed: whoever types it has read it. */
export async function askForNumber(question: Question, io: Io): Promise<boolean> {
  const { warning, verb, people, noun, otherwise } = question;
  const whom = noun === undefined ? plural(people, 'person', 'people') : plural(people, noun);
  const text = `\n${warning} ${verb} ${whom}, type ${people}: `;
  const answer = await io.ask(fitLines(text, io.screen?.columns));
  if (answer?.replace(/[\s.,]/g, '') === String(people)) return true;
  io.err(`${answer === undefined ? '\nStopped.' : 'That is not the number.'} ${otherwise}`);
  return false;
}
