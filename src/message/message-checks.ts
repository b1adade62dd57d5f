import type { Appeal } from '../appeal/read-appeal.ts';
import type { Problem } from '../problem.ts';
import type { Message } from './message.ts';

/** Gmail cuts a message off here; the sources and the unsubscribe link at the foot are then lost. */
export const HTML_LIMIT = 102 * 1024;

/** What the finished message lacks, or has too much of. */
export function checkMessage(message: Message, appeal: Appeal): Problem[] {
  return [...missingLinks(message, appeal), ...tooLarge(message, appeal)];
}

function missingLinks(message: Message, appeal: Appeal): Problem[] {
  const where = { file: appeal.file, line: 1, column: 1 };
  const problems: Problem[] = [];
  if (!message.fields.includes('sign_link')) {
    problems.push({
      severity: 'error',
      code: 'link-sign-missing',
      what: 'The letter has no sign link, so nobody could sign.',
      where,
      fix: 'Put {{> sign}} on a line of its own, or a link to {{sign_link}} into the text.',
    });
  }
  if (!message.fields.includes('unsubscribe_link')) {
    problems.push({
      severity: 'error',
      code: 'link-unsubscribe-missing',
      what: 'The letter has no unsubscribe link.',
      where,
      fix: 'Put {{> footer}} into the template, or a link to {{unsubscribe_link}} into the letter.',
    });
  }
  return problems;
}

function tooLarge({ bytes }: Message, appeal: Appeal): Problem[] {
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
