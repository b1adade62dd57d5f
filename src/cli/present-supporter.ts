import type { SupporterRecords } from '../ledger/supporter-ledger.ts';
import { shownPath } from '../shown-path.ts';
import { plural } from './present-problems.ts';
import { describeSuppression } from './present-suppressions.ts';

/** Where rows of lists with her address stand, as far as they were left out: of others nobody knows it. */
export function placesOf({ skipped }: SupporterRecords): string[] {
  return [...new Set(skipped.map(({ file, line }) => `${shownPath(file)}:${line}`))];
}

/** What Outcry cannot know or change, in words for staff and for the person herself. */
export function elsewhere(places: readonly string[]): string[] {
  const rows = places.length > 0 ? ` (${listOf(places)})` : '';
  return [
    `Lists: her rows in CSV files${rows}, and wherever these come from.`,
    "SendGrid: its activity and its suppression lists. Its Recipients' Data Erasure (POST /v3/recipients/erasejob) deletes what it holds.",
    'Copies: backups of the ledger (.outcry/ledger.sqlite, or the database), and files that were written from it.',
    'Petitions that were handed over with her name.',
    'Logs of a proxy or host in front of "outcry serve".',
  ];
}

export function elsewhereLines(places: readonly string[]): string {
  const lines = elsewhere(places).map((one) => `  - ${one}`);
  return ['Outcry does not reach these; look there too:', ...lines].join('\n');
}

/** What is held, a line for each kind; empty if there is nothing. */
export function heldLines(records: SupporterRecords): string[] {
  const { recipients, skipped, suppression, formerSuppressions } = records;
  const campaigns = recipients.map(({ campaign, state }) => `${campaign} (${state})`);
  const places = placesOf(records);
  const petitions = records.signatures.map(({ petition }) => petition);
  const lines: readonly (readonly [count: number, line: string])[] = [
    [recipients.length, `recipient of ${listOf(campaigns)}`],
    [skipped.length, `${plural(skipped.length, 'row')} of lists left out: ${listOf(places)}`],
    [suppression ? 1 : 0, suppression ? describeSuppression(suppression) : ''],
    [formerSuppressions.length, plural(formerSuppressions.length, 'former suppression')],
    [
      records.preferences.length,
      plural(records.preferences.length, 'wish for fewer letters', 'wishes for fewer letters'),
    ],
    [petitions.length, `${plural(petitions.length, 'signature')}: ${listOf(petitions)}`],
    [
      records.pendingSignatures.length,
      plural(
        records.pendingSignatures.length,
        'signature to be confirmed',
        'signatures to be confirmed',
      ),
    ],
    [records.clicks.length, plural(records.clicks.length, 'click')],
    [records.events.length, plural(records.events.length, 'event')],
    [records.tests.length, `${plural(records.tests.length, 'letter')} sent to her as a test`],
  ];
  return lines.filter(([count]) => count > 0).map(([, line]) => `  ${line}`);
}

const NAMED = 5;

function listOf(names: readonly (string | undefined)[]): string {
  const shown = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}

/** `2026-11-24` (UTC). */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
