import { mendableProblems } from '../audience/list-errors.ts';
import type { Links } from '../links.ts';
import type { Message } from '../message/message.ts';
import type { Problem } from '../problem.ts';
import { admit } from './admit.ts';
import { rowsOf } from './rows.ts';

/**
 * Reads lists to their ends as a send would, for what would stop it there: text that cannot be read,
 * rows that cannot get this letter, or nobody who can. What `check` passes, `send` can send.
 */
export async function checkRows(
  lists: readonly string[],
  message: Message,
  links: Links,
): Promise<readonly Problem[]> {
  let [fit, unfit] = [0, 0];
  try {
    for await (const row of admit(rowsOf({ lists }), message, links)) {
      if ('reason' in row) unfit += 1;
      else fit += 1;
    }
  } catch (error) {
    return mendableProblems(error);
  }
  if (fit > 0 || lists.length === 0) return unfit > 0 ? [leftOut(unfit, lists)] : [];
  return [
    { ...leftOut(unfit, lists), severity: 'error', what: 'Nobody on the lists can be mailed.' },
  ];
}

function leftOut(rows: number, lists: readonly string[]): Problem {
  return {
    severity: 'warning',
    code: 'rows-left-out',
    what: `${rows.toLocaleString('en-GB')} ${rows === 1 ? 'row' : 'rows'} cannot be mailed and will be left out.`,
    fix: `See which, and why, with: outcry lists check ${lists.join(' ')}`,
  };
}
