import { normaliseAddress } from '../../audience/address.ts';
import { EXIT, OutcryError } from '../../errors.ts';
import type { Erasure, Ledger, SupporterRecords } from '../../ledger/ledger.ts';
import type { Address, CampaignName } from '../../terms.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { dayOf, elsewhere, elsewhereLines, heldLines, placesOf } from '../present-supporter.ts';
import { readAddress } from '../read-addresses.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { unconfirmed } from '../unconfirmed.ts';

const UNCHANGED = 'Nothing was erased.';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const { withdraw, yes, ...options } = readOptions(invocation, {
      ...json,
      withdraw: flag,
      yes: flag,
    });
    const email = readAddress(args[0] ?? '', UNCHANGED);
    const ledger = await context.ledger();
    const records = await ledger.supporterRecords(email);
    if (!yes && !(await isMeant(email, { records, io, withdraw }))) {
      if (options.json) io.out(JSON.stringify({ address: email, erased: false }));
      return EXIT.attention;
    }
    const erasure = await ledger.eraseSupporter(email, { withdraw });
    if (!erasure.isErased) throw onItsWay(email, erasure.onItsWay);
    const left = await wipe(ledger);
    const places = placesOf(records);
    if (options.json) io.out(JSON.stringify(erasureJson(email, erasure, places, left)));
    else io.out(`${describe(email, erasure, withdraw)}\n\n${elsewhereLines(places)}`);
    if (left !== undefined) io.err(`\n${left}`);
    return left === undefined ? EXIT.done : EXIT.attention;
  });

interface Wish {
  readonly records: SupporterRecords;
  readonly io: Io;
  readonly withdraw: boolean;
}

/** Shows what goes, and has the address typed once more. */
async function isMeant(email: Address, { records, io, withdraw }: Wish): Promise<boolean> {
  const held = heldLines(records);
  io.err([held.length > 0 ? `Held about ${email}:` : nothing(email), ...held].join('\n'));
  if (records.signatures.length > 0) io.err(`\n${withdraw ? TAKEN_BACK : COUNT_ON}`);
  if (!io.canAsk) throw unconfirmed(UNCHANGED);
  const answer = await io.ask(
    `\nWhat is erased cannot be brought back. To erase ${email}, type the address: `,
  );
  if (answer !== undefined && normaliseAddress(answer) === email) return true;
  io.err(`${answer === undefined ? '\nStopped.' : 'That is not the address.'} ${UNCHANGED}`);
  return false;
}

const TAKEN_BACK = 'Her signatures are taken back, and no longer count.';
const COUNT_ON =
  'Her signatures go on to count, without her name. To take them back too, add: --withdraw';

function nothing(email: Address): string {
  return `Nothing is held about ${email}: is it spelt right? To erase it keeps a hash of it, so that no later list mails it.`;
}

type Done = Extract<Erasure, { isErased: true }>;

function describe(email: Address, { before, changed }: Done, withdraw: boolean): string {
  const rows = Object.values(changed).reduce((sum, count) => sum + count, 0);
  const kept = 'A hash of the address is kept, so that no later list mails it.';
  if (before !== undefined && rows === 0) {
    return `${email} was erased already, on ${dayOf(before)}, and nothing has come since. ${kept}`;
  }
  if (rows === 0) return `Nothing was held about ${email}. ${kept}`;
  const signatures = changed.signatures > 0 ? ` ${withdraw ? TAKEN_BACK : COUNTED}` : '';
  return `${email} is erased.${signatures} ${kept}`;
}

const COUNTED = 'Her signatures go on to count, without her name.';

function erasureJson(
  address: Address,
  { before, changed }: Done,
  places: readonly string[],
  left: string | undefined,
) {
  return {
    address,
    erased: true,
    erased_before: before === undefined ? null : new Date(before).toISOString(),
    changed,
    file_rewritten: left === undefined,
    elsewhere: elsewhere(places),
  };
}

/** What is still to be done, in words; undefined if nothing is. */
async function wipe(ledger: Ledger): Promise<string | undefined> {
  const campaign = await ledger.campaignUnderWay();
  if (campaign !== undefined) {
    return `The ledger's file was not written anew, because ${campaign} is being sent: traces of what was erased may be left in it. Run the same command again once that is over.`;
  }
  try {
    await ledger.wipe();
    return undefined;
  } catch (error) {
    if (!(error instanceof OutcryError)) throw error;
    return `The ledger's file was not written anew, so traces of what was erased may be left in it. ${error.message} ${error.fix ?? ''}`.trim();
  }
}

function onItsWay(email: Address, campaign: CampaignName): OutcryError {
  return new OutcryError({
    code: 'supporter-on-its-way',
    what: `A batch of ${campaign} with ${email} in it is on its way to SendGrid. ${UNCHANGED}`,
    fix: `Run the same command again in a moment. If it stays so, run: outcry pause ${campaign}`,
    exit: EXIT.stopped,
  });
}
