import { formatCount } from '../format-count.ts';
import type { Supporter } from '../ledger/ledger.ts';
import { longSubject, SUBJECT_LIMIT, visibleLength } from '../message/checks/inbox-line.ts';
import { createPersonaliser, finishCopy } from '../message/personalise.ts';
import type { Problem } from '../problem.ts';
import type { Edition } from './editions.ts';

/** What shows only when rows are looked at, one after the other, and is told once for all of them. */
export interface RowFindings {
  see(row: Supporter): void;
  problems(): Problem[];
}

interface Seen {
  rows: number;
  first?: Supporter;
}

/** Gaps that empty fields leave, and subjects that values make too long. */
export function openRowFindings(edition: Edition): RowFindings {
  const gaps = edition.uses.map((use) => ({ use, seen: { rows: 0 } as Seen }));
  const subject = openSubjects(edition);
  let rows = 0;
  return {
    see(row) {
      rows += 1;
      for (const { use, seen } of gaps) if (use.isGap(row.fields)) note(seen, row);
      subject.see(row);
    },
    problems: () => [
      ...gaps.flatMap(({ use, seen }) =>
        seen.first ? [gap(use, seen.rows, rows, seen.first)] : [],
      ),
      ...subject.problems(rows),
    ],
  };
}

function note(seen: Seen, row: Supporter): void {
  seen.rows += 1;
  seen.first ??= row;
}

function gap(
  { field, where }: Edition['uses'][number],
  rows: number,
  all: number,
  first: Supporter,
): Problem {
  return {
    severity: 'warning',
    code: 'field-missing',
    what: `"${field}" is empty for ${countOf(rows, all)}, who would see a gap here (first: ${first.file}, line ${first.line}).`,
    where,
    fix: `Write {{default ${field} "friend"}} with a word of your own, or put the sentence into {{#if ${field}}} … {{/if}}.`,
  };
}

/** "all 990 recipients", "12 of 990 recipients" */
function countOf(rows: number, all: number): string {
  if (rows === all) return all === 1 ? 'the only recipient' : `all ${formatCount(all)} recipients`;
  return `${formatCount(rows)} of ${formatCount(all)} recipients`;
}

/** A few very long names are no fault of the subject. */
const OFTEN = 0.05;

/** The shared part alone is judged when the letter is compiled. */
function openSubjects({ appeal, message }: Edition) {
  const { subject, prefix } = message;
  const shared = subject.replace(new RegExp(`${prefix}[0-9a-z]{4}`, 'g'), '');
  const isJudged = shared === subject || visibleLength(shared) > SUBJECT_LIMIT;
  const slots = message.slots.map((slot) =>
    subject.includes(slot.token) ? slot : { ...slot, node: '' },
  );
  const personalise = createPersonaliser({ ...message, slots });
  const seen: Seen = { rows: 0 };
  return {
    see(row: Supporter): void {
      if (isJudged) return;
      const values = personalise({ ...row.fields, email: row.email });
      const copy = finishCopy({ ...message, html: '', text: '' }, values);
      if (visibleLength(copy.subject) > SUBJECT_LIMIT) note(seen, row);
    },
    problems(all: number): Problem[] {
      const { rows, first } = seen;
      if (!first || rows < all * OFTEN) return [];
      const example = `${first.file}, line ${first.line}`;
      return [
        longSubject(appeal, `The subject is long for ${countOf(rows, all)} (first: ${example})`),
      ];
    },
  };
}
