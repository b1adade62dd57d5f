import { z } from 'zod';
import { EXIT, type ExitStatus, OutcryError } from '../../errors.ts';
import type { PetitionDelivery } from '../../ledger/delivery-ledger.ts';
import type { Campaign, Ledger } from '../../ledger/ledger.ts';
import type { Invocation, RunCommand } from '../command.ts';
import { makeForTarget } from '../deliver-signatures.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import { type Context, withContext } from '../open-context.ts';
import { describePlan } from '../plan-delivery.ts';
import {
  deliveryJson,
  describeDelivery,
  describeMade,
  type Finished,
} from '../present-deliveries.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { requirePetition } from '../require-petition.ts';
import { mailIsMeant, mailToTarget, targetOf } from '../send-delivery.ts';

const whole = (least: number) =>
  z.coerce
    .number('it is a number')
    .int('it is a whole number')
    .min(least, `it is at least ${least}`);

const shape = {
  ...json,
  sinceLast: flag,
  all: flag,
  by: z.string().trim().min(1, 'it is empty').optional(),
  out: z.string().min(1, 'it is empty').optional(),
  paper: z.enum(['a4', 'letter'], 'it is a4 or letter').default('a4'),
  volume: whole(100).default(25_000),
  send: flag,
  to: z.string().optional(),
  number: whole(1).optional(),
  again: flag,
  dryRun: flag,
  yes: flag,
};

export type Options = z.infer<z.ZodObject<typeof shape>>;

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    refuseMixture(options);
    const ledger = await context.ledger();
    const campaign = await requirePetition(ledger, args[0] ?? '');
    const to = options.send ? targetOf(campaign, options.to) : undefined;
    if (options.dryRun) {
      const plan = await describePlan({ ledger, campaign, options, to });
      if (options.json) io.out(JSON.stringify(plan.json));
      else sayOut(plan.text, io);
      return EXIT.done;
    }
    const made =
      options.number === undefined
        ? await makeForTarget({ context, campaign, options, io })
        : { delivery: await requireDelivery(ledger, campaign, options.number) };
    const desk = { invocation, context, campaign, options };
    return to === undefined ? tell(made, desk) : send(made, to, desk);
  });

interface Desk {
  readonly invocation: Invocation;
  readonly context: Context;
  readonly campaign: Campaign;
  readonly options: Options;
}

async function send(
  made: Finished,
  to: ReturnType<typeof targetOf>,
  desk: Desk,
): Promise<ExitStatus> {
  const { context, campaign, options } = desk;
  const { io } = desk.invocation;
  if (!options.yes) sayErr(describeDelivery(made).join('\n'), io);
  if (!(await mailIsMeant({ made, to, io, yes: options.yes }))) {
    return tell(made, desk, EXIT.attention);
  }
  const mails = await mailToTarget({ made, to, context, campaign, io, again: options.again });
  const isDone = mails.every(({ state }) => state === 'accepted');
  return tell({ ...made, mails }, desk, isDone ? EXIT.done : EXIT.attention);
}

function tell(made: Finished, { invocation, options }: Desk, status: ExitStatus = EXIT.done) {
  const { io } = invocation;
  if (options.json) io.out(JSON.stringify(deliveryJson(made)));
  else sayOut(describeMade(made), io);
  return status;
}

async function requireDelivery(
  ledger: Ledger,
  { petition: { slug } }: Campaign,
  number: number,
): Promise<PetitionDelivery> {
  const deliveries = await ledger.deliveries(slug);
  const found = deliveries.find((one) => one.number === number && one.state === 'made');
  if (found) return found;
  throw new OutcryError({
    code: 'delivery-missing',
    what: `There is no delivery ${number} of ${slug} that could be mailed.`,
    fix: `To see which there are: outcry signatures deliveries ${slug}`,
    exit: EXIT.usage,
  });
}

function refuseMixture({ all, sinceLast, number, send: isSent, again, to }: Options): void {
  const wrong =
    (all && sinceLast && '--all and --since-last cannot both be meant.') ||
    (number !== undefined && !isSent && '--number is for --send: it mails an earlier delivery.') ||
    (number !== undefined &&
      (all || sinceLast) &&
      '--number names a delivery that is made already.') ||
    (again && number === undefined && '--again is for --send --number: it mails once more.') ||
    (to !== undefined && !isSent && '--to is for --send.');
  if (!wrong) return;
  throw new OutcryError({
    code: 'usage',
    what: `${wrong} Nothing was delivered.`,
    fix: 'For what there is, see: outcry signatures deliver --help',
    exit: EXIT.usage,
  });
}
