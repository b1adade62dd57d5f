import { z } from 'zod';
import { normaliseAddress } from '../../audience/address.ts';
import { EXIT, OutcryError } from '../../errors.ts';
import type { Ledger, Suppression } from '../../ledger/ledger.ts';
import { isHerWord } from '../../suppressions/reasons.ts';
import type { Address } from '../../terms.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { dayOf } from '../present-supporter.ts';
import { describeSuppression, suppressionJson } from '../present-suppressions.ts';
import { readAddresses } from '../read-addresses.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { unconfirmed } from '../unconfirmed.ts';

const why = z.string().trim().min(1, 'it is empty');

/** All of them or none; what was removed stays in the ledger, and why. */
export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, why, yes: flag });
    const emails = readAddresses(args, UNCHANGED);
    const ledger = await context.ledger();
    const found = await findAll(ledger, emails);
    for (const one of found) io.err(meaningOf(one));
    if (!options.yes && !(await areMeant(found.filter(isGuarded), io))) {
      if (options.json) io.out(JSON.stringify({ removed: [] }));
      return EXIT.attention;
    }
    for (const { email } of found) await ledger.unsuppress(email, options.why);
    if (options.json) io.out(JSON.stringify({ removed: found.map(toJson) }));
    else io.out(found.map(({ email }) => `${email} can be mailed again.`).join('\n'));
    io.err(SENDGRID);
    return EXIT.done;
  });

const UNCHANGED = 'Nothing was changed.';
const SENDGRID =
  'SendGrid keeps lists of its own: if the address is on one, take it off there too (Suppressions), or it is not delivered to, and "suppressions sync" brings it back.';

/** Who was erased has no suppression, and is not mailed either. */
type Erased = Pick<Suppression, 'email' | 'at'> & { readonly reason: 'erased' };
type Unmailed = Suppression | Erased;

async function findAll(ledger: Ledger, emails: readonly Address[]): Promise<Unmailed[]> {
  const found: Unmailed[] = [];
  for (const email of emails) {
    const at = await ledger.erasedAt(email);
    const one = at === undefined ? await ledger.findSuppression(email) : erased(email, at);
    if (!one) throw notSuppressed(email);
    found.push(one);
  }
  return found;
}

function erased(email: Address, at: number): Erased {
  return { email, reason: 'erased', at };
}

function isGuarded({ reason }: Unmailed): boolean {
  return reason === 'erased' || isHerWord(reason);
}

function toJson(one: Unmailed) {
  if (one.reason !== 'erased') return suppressionJson(one);
  return { email: one.email, reason: one.reason, at: new Date(one.at).toISOString() };
}

function meaningOf(one: Unmailed): string {
  const { email, reason } = one;
  if (reason === 'erased') {
    return `${email} was erased on ${dayOf(one.at)}.\n  She asked to be forgotten. Unless she has asked you herself to be mailed again, mailing her is against the law in most countries.`;
  }
  const meanings: Readonly<Record<typeof reason, string>> = {
    unsubscribed:
      'She asked not to be mailed. Unless she has asked you herself to be mailed again, mailing her is against the law in most countries.',
    complained:
      'She reported your mail as spam. Each further complaint keeps your letters from others, and mailing her against her will is against the law in most countries.',
    bounced:
      'Her mail server said that there is no such mailbox. If that is still so, it bounces again, which harms how all your mail is received.',
    manual: 'A colleague suppressed it; without it she is mailed again from the next send on.',
    imported: 'It came with a list of addresses that must not be mailed; nobody noted why.',
  };
  return `${email} is suppressed: ${describeSuppression(one)}.\n  ${meanings[reason]}`;
}

/** Who has spoken for herself is asked about one by one. */
async function areMeant(guarded: readonly Unmailed[], io: Io): Promise<boolean> {
  if (guarded.length > 0 && !io.canAsk) throw unconfirmed(UNCHANGED);
  for (const { email } of guarded) {
    const answer = await io.ask(`\nTo let ${email} be mailed again, type the address: `);
    if (answer !== undefined && normaliseAddress(answer) === email) continue;
    io.err(`${answer === undefined ? '\nStopped.' : 'That is not the address.'} ${UNCHANGED}`);
    return false;
  }
  return true;
}

function notSuppressed(email: Address): OutcryError {
  return new OutcryError({
    code: 'suppression-missing',
    what: `${email} is not suppressed. ${UNCHANGED}`,
    fix: 'See who is with: outcry suppressions list',
    exit: EXIT.usage,
  });
}
