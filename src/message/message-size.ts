import type { Appeal } from '../appeal/read-appeal.ts';
import type { Problem } from '../problem.ts';
import type { Message } from './message.ts';

/** Gmail cuts a message off here; the sources and the unsubscribe link at the foot are then lost. */
export const HTML_LIMIT = 102 * 1024;

/** Says if the html is so large that not all of it is shown. */
export function checkSize({ bytes }: Message, appeal: Appeal): Problem[] {
  if (bytes.html <= HTML_LIMIT) return [];
  return [
    {
      severity: 'warning',
      code: 'message-too-large',
      what: `The html is ${Math.ceil(bytes.html / 1024)} KB. Gmail cuts it off after 102 KB, and the sources and the unsubscribe link are lost.`,
      where: { file: appeal.file, line: 1, column: 1 },
      fix: 'Shorten the letter.',
    },
  ];
}
