import { z } from 'zod';
import { inVariant, variantsOf } from '../../campaign/editions.ts';
import { type Envelope, sealEditions } from '../../campaign/envelope.ts';
import { requireLetter } from '../../campaign/load-letter.ts';
import { sealOf, sealOfEdition } from '../../campaign/seal.ts';
import { EXIT } from '../../errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { maskAddress } from '../../mask-address.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { sayPerson } from '../present-approval.ts';
import { minuteOf } from '../present-suppressions.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { unconfirmed } from '../unconfirmed.ts';
import { whoAmI } from '../who.ts';

const shape = {
  ...json,
  list: z.array(z.string()).default([]),
  against: z.array(z.string()).default([]),
  yes: flag,
};

/** Shows a letter to whoever did not write it, and keeps that she wants it to be sent. */
export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const appeal = context.resolve(args[0] ?? '');
    const workshop = {
      ...context.workshop(context.workspace.environment.OUTCRY_SECRET),
      against: options.against.map(context.resolve),
    };
    const { editions } = await requireLetter(appeal, options.list.map(context.resolve), workshop);
    const ledger = await context.ledger();
    const { config } = context.workspace;
    const senders = { from: config.from, replyTo: config.reply_to };
    const sealed = { editions: sealEditions(editions, senders), url: context.url() };
    const hash = sealOf(sealed);
    const [{ message }] = sealed.editions;
    const test = await lastTest(sealed, ledger);
    const rows: [string, string | undefined][] = [
      ['Letter', `${appeal}, ${hash.slice(0, 12)}`],
      ...subjectsOf(editions),
      ...sendersOf(sealed),
      ['Languages', languagesOf(editions)],
      ['Links to', sealed.url],
      ['Size', `html ${message.bytes.html} bytes, text ${message.bytes.text} bytes`],
      ['Tested', test ?? 'never: exactly this letter has not been sent with --test'],
      ['Approved', (await approvals(hash, ledger)).join('; ') || 'by nobody yet'],
      [
        'Look at it',
        `outcry preview ${args[0]}, or as files: outcry build ${args[0]} --out letter`,
      ],
    ];
    const say = options.json ? sayErr : sayOut;
    say(
      rows
        .filter(([, value]) => value)
        .map(([label, value]) => `${label.padEnd(13)}${value}`)
        .join('\n'),
      io,
    );
    const person = await ledger.known(whoAmI());
    const isMeant = options.yes || (await asksForIt(io));
    if (isMeant) await ledger.approve(hash, person);
    const all = await ledger.approvalsOf(hash);
    if (options.json) {
      const people = all.map(({ at, databaseUser, ...one }) => ({
        ...one,
        database_user: databaseUser || null,
        at: new Date(at).toISOString(),
      }));
      io.out(JSON.stringify({ appeal, hash, approved: isMeant, approvals: people }));
    }
    if (!isMeant) {
      io.err('It was not approved.');
      return EXIT.attention;
    }
    sayErr(`\nApproved by ${sayPerson(person)}: for sends by others, not for your own.`, io);
    return EXIT.done;
  });

type Editions = Awaited<ReturnType<typeof requireLetter>>['editions'];

type Sealed = Pick<Envelope, 'editions' | 'url'>;

async function lastTest(sealed: Sealed, ledger: Ledger): Promise<string | undefined> {
  const tests = await Promise.all(
    sealed.editions.map((one) => ledger.testsOf(sealOfEdition(one, sealed))),
  );
  if (tests.some((one) => one.length === 0)) return undefined;
  const [test] = tests.flat().sort((one, other) => other.at - one.at);
  return test && `exactly this letter, ${minuteOf(test.at)} UTC, to ${maskAddress(test.email)}`;
}

function subjectsOf(editions: Editions): [string, string][] {
  return editions.map(({ lang, variant, appeal }) => {
    const which = [editions.length > 1 && lang, variant].filter(Boolean).join(' ');
    return [which === '' ? 'Subject' : `Subject ${which}`, `"${appeal.frontMatter.subject}"`];
  });
}

/** Each sender once: languages and variants mostly have the same. */
function sendersOf({ editions }: Sealed): [string, string][] {
  const rows = editions.flatMap(({ from, replyTo }): [string, string][] => [
    ['From', from.name ? `${from.name} <${from.email}>` : from.email],
    ...(replyTo ? [['Replies to', replyTo.email] as [string, string]] : []),
  ]);
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
}

function languagesOf(editions: Editions): string | undefined {
  const own = inVariant(editions, variantsOf(editions)[0] ?? '');
  return own.length > 1 ? own.map(({ lang }) => lang).join(', ') : undefined;
}

async function approvals(hash: string, ledger: Ledger): Promise<string[]> {
  const all = await ledger.approvalsOf(hash);
  return all.map((one) => `by ${sayPerson(one)}, ${minuteOf(one.at)} UTC`);
}

/** Whoever types the word has read the question. */
async function asksForIt(io: Io): Promise<boolean> {
  if (!io.canAsk) throw unconfirmed('Nothing was approved.');
  const question = '\nHave you read it, and is it to be sent as it is? If so, type approve: ';
  return (await io.ask(question))?.trim().toLowerCase() === 'approve';
}
