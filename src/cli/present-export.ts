import type { ExportCounts } from '../signatures/export-signatures.ts';
import { plural } from './present-problems.ts';

/** What an export left out, and why; nothing where it left out nothing. */
export function keptBackLines(counts: ExportCounts): string[] {
  const { erased, comments_kept_back: comments, addresses_kept_back: addresses } = counts;
  const lines: [count: number, line: string][] = [
    [
      erased,
      `${plural(erased, 'signature')} more: their signers were erased, and only the number is left.`,
    ],
    [
      comments,
      `${plural(comments, 'comment')} left out: not agreed to be shown ("show" among the consents).`,
    ],
    [
      addresses,
      `${plural(addresses, 'address', 'addresses')} left out: not agreed to further mail ("news"), or suppressed since.`,
    ],
  ];
  return lines.filter(([count]) => count > 0).map(([, line]) => line);
}
