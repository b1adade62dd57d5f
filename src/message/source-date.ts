import { dateInWords } from '../words/date-in-words.ts';
import type { Words } from '../words/make-words.ts';
import type { WordsKey } from '../words/samples.ts';

const DATE = String.raw`\d{4}(?:-\d{2}(?:-\d{2})?)?`;
const RANGE = new RegExp(`^(${DATE})(?:/(${DATE}))?(~?)$`);
type SeasonKey = Extract<WordsKey, `letter.${'spring' | 'summer' | 'autumn' | 'winter'}`>;
const SEASONS: Readonly<Record<string, SeasonKey>> = {
  '21': 'letter.spring',
  '22': 'letter.summer',
  '23': 'letter.autumn',
  '24': 'letter.winter',
};

/** The date of a source (see `Source.date`) in the letter's language; one in words stays as it is. */
export function sourceDate(date: string, words: Words, lang: string): string {
  const [, first, last, about] = RANGE.exec(date) ?? [];
  if (first === undefined) return date;
  const text =
    last === undefined ? oneDate(first, words, lang) : dateRange(first, last, words, lang);
  return about ? words.say('letter.about', { date: text }) : text;
}

function oneDate(date: string, words: Words, lang: string): string {
  const [year = '', month = ''] = date.split('-');
  const season = SEASONS[month];
  return season ? words.say(season, { year }) : dateInWords(date, lang);
}

/** "March 13–15, 2018": Intl says what the two have in common only once. */
function dateRange(first: string, last: string, words: Words, lang: string): string {
  if (first === last) return oneDate(first, words, lang);
  const isAlike =
    first.length === last.length && !SEASONS[first.slice(5)] && !SEASONS[last.slice(5)];
  if (!isAlike) return `${oneDate(first, words, lang)} – ${oneDate(last, words, lang)}`;
  const format = new Intl.DateTimeFormat(lang, {
    year: 'numeric',
    month: first.length > 4 ? 'long' : undefined,
    day: first.length > 7 ? 'numeric' : undefined,
    timeZone: 'UTC',
  });
  const range = format.formatRange(dayOf(first), dayOf(last)).replace(/[\u2009\u202F]/g, ' ');
  // Days of one month, or years, stand close; whatever holds words is parted by spaces.
  const isClose = first.length === 4 || first.slice(0, 7) === last.slice(0, 7);
  return isClose ? range.replace(/(\p{Nd}) ?– ?(\p{Nd})/u, '$1–$2') : range;
}

function dayOf(date: string): Date {
  const [year, month = '01', day = '01'] = date.split('-');
  return new Date(`${year}-${month}-${day}T00:00:00Z`);
}
