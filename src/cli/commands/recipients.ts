import { z } from 'zod';
import {
  everyRecipient,
  FATES,
  type Fate,
  fieldsOfCampaign,
  type ReportedRow,
  withoutErased,
} from '../../campaign/every-recipient.ts';
import { recipientsCsv, writeRecipients } from '../../campaign/recipients-csv.ts';
import { EXIT, type ExitStatus, OutcryError } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type { Campaign, Ledger } from '../../ledger/ledger.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { presentTally } from '../present-campaign.ts';
import { coloursFor, plural } from '../present-problems.ts';
import { countFates, recipientJson, recipientsTable } from '../present-recipients.ts';
import { json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { cannotWrite } from '../write-file.ts';

const STATES = `a state is ${FATES.slice(0, -1).join(', ')} or ${FATES.at(-1)}`;

/** `accepted unknown` and `accepted,unknown`. */
const states = z.preprocess(
  (typed) => (Array.isArray(typed) ? typed.flatMap((one) => String(one).split(',')) : typed),
  z.array(z.enum(FATES, { error: ({ input }) => `"${input}" is none; ${STATES}` })).optional(),
);

const shape = {
  ...json,
  state: states,
  csv: z.string().min(1, 'it is empty').optional(),
};

/** So many rows are shown on a terminal. */
const SHOWN = 20;

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const { csv, json: asJson, state: wanted = FATES } = readOptions(invocation, shape);
    if (csv === '-' && asJson) throw eitherOr();
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    if (campaign.state === 'freezing') throw unfinished(campaign);
    const rows = everyRecipient(ledger, campaign, wanted);
    if (csv === '-') return printCsv(withoutErased(rows), campaign, ledger, io);
    if (csv !== undefined) {
      return writeCsv(context.resolve(csv), withoutErased(rows), { campaign, ledger, io, asJson });
    }
    return asJson ? printJson(rows, io) : printTable(rows, wanted, { campaign, ledger, io });
  });

async function printCsv(
  rows: AsyncIterable<ReportedRow>,
  campaign: Campaign,
  ledger: Ledger,
  io: Io,
): Promise<ExitStatus> {
  const fields = await fieldsOfCampaign(ledger, campaign);
  const pieces = recipientsCsv(fields, rows, { bom: false }).setEncoding('utf8');
  for await (const piece of pieces) {
    io.out(String(piece).replace(/\n$/, ''));
    await io.drained?.();
  }
  return EXIT.done;
}

interface Shown {
  readonly campaign: Campaign;
  readonly ledger: Ledger;
  readonly io: Io;
}

async function writeCsv(
  file: string,
  rows: AsyncIterable<ReportedRow>,
  { campaign, ledger, io, asJson }: Shown & { readonly asJson: boolean },
): Promise<ExitStatus> {
  let written = 0;
  async function* counted(): AsyncGenerator<ReportedRow> {
    for await (const row of rows) {
      written += 1;
      yield row;
    }
  }
  const fields = await fieldsOfCampaign(ledger, campaign);
  try {
    await writeRecipients(file, recipientsCsv(fields, counted(), { bom: true }), io.signal);
  } catch (error) {
    if (!io.signal.aborted) throw cannotWrite(file, error);
    io.err(`Stopped. ${file} was not written.`);
    return EXIT.attention;
  }
  if (asJson) io.out(JSON.stringify({ campaign: campaign.name, file, rows: written }));
  else io.out(`${plural(written, 'row')} written to ${file}.`);
  return EXIT.done;
}

async function printJson(rows: AsyncIterable<ReportedRow>, io: Io): Promise<ExitStatus> {
  for await (const row of rows) {
    io.out(JSON.stringify(recipientJson(row)));
    await io.drained?.();
  }
  return EXIT.done;
}

async function printTable(
  rows: AsyncIterable<ReportedRow>,
  states: readonly Fate[],
  { campaign, ledger, io }: Shown,
): Promise<ExitStatus> {
  const tally = await ledger.tally(campaign.number);
  const all = countFates(tally, states);
  const first: ReportedRow[] = [];
  for await (const row of rows) {
    first.push(row);
    if (first.length === SHOWN) break;
  }
  sayOut(`${presentTally(campaign, campaign.state, tally)}\n`, io);
  if (first.length === 0) io.out(`Nobody is ${states.join(' or ')}.`);
  else io.out(recipientsTable(first, coloursFor(io.isOutTerminal, io.env)));
  if (all > first.length) {
    io.out(
      `\nThe first ${formatCount(first.length)} of ${formatCount(all)} are shown. Write them all with: --csv FILE`,
    );
  }
  return EXIT.done;
}

function unfinished({ name }: Campaign): OutcryError {
  return new OutcryError({
    code: 'campaign-unfinished',
    what: `The list of ${name} is being read, or was when it stopped. Nobody was mailed.`,
    fix: 'If it was stopped, start it anew with: outcry send',
    exit: EXIT.environment,
  });
}

function eitherOr(): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: '--csv - and --json would both write to the same place.',
    fix: 'Leave one of them out.',
    exit: EXIT.usage,
  });
}
