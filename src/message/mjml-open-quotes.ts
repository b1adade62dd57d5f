import type { Problem } from '../problem.ts';
import { MARK, MARKED, type MjmlPlaces } from './mjml-places.ts';

const TAG = new RegExp(`<!--[\\s\\S]*?-->|${MARKED.source}<(mj[a-z-]*)`, 'gi');
const ATTRIBUTE = /\s*(?<name>[\w:-]+)\s*=\s*(?<quote>["'])/y;
/** The next attribute's name, to whose first quotation mark an open value goes on. */
const NEXT_NAME = /\s[\w:-]+=$/;

/**
 * Attributes of components whose value has no quotation mark at its end. The tag then goes on to a
 * mark further below, so all that stands between is read askew.
 */
export function openQuotes(marked: string, places: MjmlPlaces): Problem[] {
  for (const { 0: whole, 1: mark, 2: tag, index } of marked.matchAll(TAG)) {
    if (mark === undefined || tag === undefined) continue;
    const name = openAttribute(marked, index + whole.length);
    if (name === undefined) continue;
    return [
      {
        severity: 'error',
        code: 'mjml-invalid',
        what: `The value of ${name} in this <${tag}> has a quotation mark at its start, and none at its end.`,
        where: places.placeOf(Number(mark)),
        fix: `Write it where the value ends: ${name}="…".`,
      },
    ];
  }
  return [];
}

/** The name of a tag's first attribute with an open value; `start` is where its attributes begin. */
function openAttribute(marked: string, start: number): string | undefined {
  let at = start;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const { 0: opening = '', groups } = ATTRIBUTE.exec(marked) ?? {};
    if (!groups?.quote) return undefined;
    const from = at + opening.length;
    const end = marked.indexOf(groups.quote, from);
    const value = marked.slice(from, end < 0 ? undefined : end);
    // The letter may be put into an attribute, quotes and all; that is told elsewhere.
    const [own = '', letter] = value.split(`${MARK}letter${MARK}`);
    if (letter !== undefined && !own.includes('>')) return undefined;
    const isAskew = NEXT_NAME.test(value) && /^(?!\/>)[^\s>]/.test(marked.slice(end + 1, end + 3));
    if (end < 0 || letter !== undefined || own.includes(MARK) || isAskew) return groups.name;
    at = end + 1;
  }
}
