import { maskAddress } from '../audience/address.ts';
import { openEnvelope } from '../campaign/envelope.ts';
import { letterFields } from '../campaign/make-request.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Campaign, Tally } from '../ledger/ledger.ts';
import { createPersonaliser, finishCopy } from '../message/personalise.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { leftOut } from './present-campaign.ts';
import { plural } from './present-problems.ts';

interface Confirmation {
  readonly campaign: Campaign;
  readonly tally: Tally;
  readonly context: Context;
  readonly io: Io;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * Shows who will get what, and asks for the number of recipients to be typed. True if the send
 * goes ahead. Throws an OutcryError (exit 2) when there is nobody to ask.
 */
export async function confirmSend(confirmation: Confirmation): Promise<boolean> {
  const { campaign, tally, context, io, dryRun, yes, json } = confirmation;
  const summary = await summarise(campaign, tally, context);
  (json ? io.err : io.out)(summary);
  if (dryRun) {
    (json ? io.err : io.out)('\nThis was a dry run: nobody was mailed.');
    return false;
  }
  if (yes) return true;
  const answer = await io.ask(
    `\nThis cannot be called back. To send it, type the number of recipients (${tally.recipients}): `,
  );
  if (answer === undefined && !io.isErrTerminal) {
    await (await context.ledger()).dropCampaign(campaign.number);
    throw new OutcryError({
      code: 'unconfirmed',
      what: 'There is no terminal to confirm the send on. Nobody was mailed.',
      fix: 'Run it on a terminal, or add --yes if you are sure.',
      exit: EXIT.usage,
    });
  }
  const confirmed = answer?.replace(/[\s.,]/g, '') === String(tally.recipients);
  if (!confirmed) io.err('That is not the number. Nobody was mailed.');
  return confirmed;
}

async function summarise(campaign: Campaign, tally: Tally, context: Context): Promise<string> {
  const ledger = await context.ledger();
  const { from, replyTo, message } = openEnvelope(campaign.envelope);
  const tests = await ledger.testsOf(campaign.hash);
  const [first] = await ledger.firstRecipients(campaign.number, 1);
  const links = await context.links();
  const copy =
    first &&
    finishCopy(
      message,
      createPersonaliser(message)(
        letterFields(first, { ...links.linksOf(campaign.number, first.number) }),
      ),
    );
  const [test] = tests;
  const rows: [string, string | undefined][] = [
    ['Campaign', campaign.name],
    ['Subject', copy?.subject ?? campaign.subject],
    ['From', from.name ? `${from.name} <${from.email}>` : from.email],
    ['Replies to', replyTo?.email],
    [
      'Recipients',
      `${plural(tally.recipients, 'person', 'people')} in ${plural(tally.batches, 'batch', 'batches')}`,
    ],
    ['Left out', leftOut(tally)],
    [
      'First copy',
      first && `${maskAddress(first.email)}: "${firstLine(copy?.text ?? '', message.text)}"`,
    ],
    ['Size', `html ${kilobytes(message.bytes.html)}, text ${kilobytes(message.bytes.text)}`],
    ['Links to', context.url()],
    ['Through', context.workspace.environment.OUTCRY_SENDGRID_URL || 'https://api.sendgrid.com'],
    [
      'Tested',
      test
        ? `exactly this letter, ${new Date(test.at).toISOString().slice(0, 16).replace('T', ' ')} UTC, to ${maskAddress(test.email)}`
        : 'never: exactly this letter has not been sent with --test',
    ],
  ];
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `${label.padEnd(12)}${value}`)
    .join('\n');
}

/** The first line that differs from recipient to recipient: mostly the greeting. */
function firstLine(text: string, shared: string): string {
  const lines = text.split('\n');
  const at = shared.split('\n').findIndex((line, index) => line !== lines[index]);
  return (lines[at] ?? lines[0] ?? '').slice(0, 60);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
