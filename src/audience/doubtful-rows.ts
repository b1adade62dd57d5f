import { formatCount } from '../format-count.ts';
import { maskAddress } from '../mask-address.ts';
import type { Problem } from '../problem.ts';
import type { Address } from '../terms.ts';
import { gmailMailbox, openDoubts } from './address-doubts.ts';
import { hashText, openAddressTable } from './address-table.ts';

/** An address that can be mailed, and where it stands. */
interface Seen {
  readonly email: Address;
  readonly file: string;
  readonly line: number;
}

/** Addresses that are most likely not what was meant. They are counted, told, and mailed as they are. */
export interface DoubtfulRows {
  /** Gives the domain that was most likely meant, if the address looks mistyped. */
  see(row: Seen): string | undefined;
  /** One warning for each kind, with the first row of it. */
  problems(): Problem[];
}

/** A warning for one row or many: `1 address looks …`, `12 addresses look …`. */
interface Kind extends Pick<Problem, 'code' | 'fix'> {
  readonly one: string;
  readonly many: string;
}

const MISTYPED: Kind = {
  code: 'list-mistyped',
  one: 'looks mistyped',
  many: 'look mistyped',
  fix: 'See them with: outcry lists check. They are mailed as they stand.',
};
const ROLE: Kind = {
  code: 'list-role-address',
  one: 'belongs to an office, not to a person',
  many: 'belong to offices, not to persons',
  fix: 'Such mailboxes complain more often: keep them only if they signed up.',
};
const SAME_MAILBOX: Kind = {
  code: 'list-same-mailbox',
  one: 'is another writing of a Gmail mailbox that came before (dots do not count, nor what follows a plus)',
  many: 'are other writings of Gmail mailboxes that came before (dots do not count, nor what follows a plus)',
  fix: 'Each writing gets a letter of its own; delete those that should not.',
};

/**
 * Looks for typing errors and for mailboxes of nobody in particular; with `mailboxes` also for the
 * many writings of one at Gmail, which takes memory for each.
 */
export function openDoubtfulRows({ mailboxes = false } = {}): DoubtfulRows {
  const doubts = openDoubts();
  const [mistyped, roles, doubles] = [MISTYPED, ROLE, SAME_MAILBOX].map(openFinding);
  const isDouble = openMailboxes();
  return {
    see(row) {
      const suggestion = doubts.suggestion(row.email);
      if (suggestion !== undefined) mistyped?.note(row);
      if (doubts.isRole(row.email)) roles?.note(row);
      if (mailboxes && isDouble(row.email)) doubles?.note(row);
      return suggestion;
    },
    problems: () => [mistyped, roles, doubles].flatMap((finding) => finding?.problems() ?? []),
  };
}

function openFinding({ code, one, many, fix }: Kind) {
  let rows = 0;
  let first: Seen | undefined;
  return {
    note(row: Seen) {
      rows += 1;
      first ??= row;
    },
    problems(): Problem[] {
      if (first === undefined) return [];
      const { file, line, email } = first;
      const what =
        rows === 1
          ? `1 address ${one}: ${maskAddress(email)}.`
          : `${formatCount(rows)} addresses ${many}; the first: ${maskAddress(email)}.`;
      return [{ severity: 'warning', code, what, where: { file, line, column: 1 }, fix }];
    },
  };
}

/** Whether a Gmail mailbox came before in another writing; the same writing again is a duplicate. */
function openMailboxes(): (email: Address) => boolean {
  const seen = openAddressTable();
  return (email) => {
    const mailbox = gmailMailbox(email);
    if (mailbox === undefined) return false;
    const writing = hashText(email, 0) % 65_536;
    return (seen.keep(mailbox, writing) ?? writing) !== writing;
  };
}
