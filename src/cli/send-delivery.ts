import { editionIn } from '../campaign/editions.ts';
import { openEnvelope } from '../campaign/envelope.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { DeliveryMail } from '../ledger/delivery-ledger.ts';
import type { Campaign } from '../ledger/ledger.ts';
import { deliveryMail } from '../petition-delivery/delivery-mail.ts';
import { mailDelivery, planMails } from '../petition-delivery/mail-delivery.ts';
import type { Address } from '../terms.ts';
import { openWordsBook } from '../words/load-words.ts';
import { askForNumber } from './ask-for-number.ts';
import { sayErr } from './fit-lines.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { openTransport } from './open-transport.ts';
import type { Finished } from './present-deliveries.ts';
import { plural } from './present-problems.ts';
import { readAddress } from './read-addresses.ts';
import { unconfirmed } from './unconfirmed.ts';

/** A mail may be 20 MB, and the line slow. */
const ANSWER_MS = 10 * 60_000;

/** Where a delivery is mailed to: as typed, or as the appeal of the newest campaign says. */
export function targetOf({ petition }: Campaign, typed: string | undefined): Address {
  const text = typed ?? petition.target_email;
  if (text !== undefined) return readAddress(text, 'Nothing was delivered.');
  throw new OutcryError({
    code: 'delivery-address',
    what: `It is not said to which address of ${petition.target} the signatures are to be mailed. Nothing was delivered.`,
    fix: 'Name it with --to. (An appeal says it with "target_email:" under "petition:".)',
    exit: EXIT.usage,
  });
}

interface Question {
  readonly made: Finished;
  readonly to: Address;
  readonly io: Io;
  readonly yes: boolean;
}

/** Whoever mails the names of people confirms how many they are. */
export async function mailIsMeant({ made, to, io, yes }: Question): Promise<boolean> {
  const { receipt } = made.delivery;
  const mails = planMails(receipt?.files ?? [], to).length;
  if (yes) return true;
  if (!io.canAsk) throw unconfirmed('The files are made; nothing was mailed.');
  return askForNumber(
    {
      warning: `The files go to ${to} in ${plural(mails, 'mail')}. What is sent cannot be called back.`,
      verb: 'To mail the names of',
      people: receipt?.signatures ?? 0,
      otherwise: 'Nothing was mailed.',
    },
    io,
  );
}

interface Sending {
  readonly made: Finished;
  readonly to: Address;
  readonly context: Context;
  readonly campaign: Campaign;
  readonly io: Io;
  readonly again: boolean;
}

/** Mails what of a delivery is not mailed yet, from whom the campaign's letter came. */
export async function mailToTarget(sending: Sending): Promise<DeliveryMail[]> {
  const { made, to, context, campaign, io, again } = sending;
  const { petition, lang, envelope } = campaign;
  const { from, replyTo } = editionIn(openEnvelope(envelope).editions, lang);
  const { organisation } = context.workspace.config;
  const words = openWordsBook(context.templateRoots).wordsIn(lang);
  const signatures = made.delivery.receipt?.signatures ?? 0;
  const said = { words, petition, organisation, signatures };
  const transport = await openTransport(context.workspace.environment, { timeoutMs: ANSWER_MS });
  const { systemClock } = await import('../delivery/system-clock.ts');
  try {
    return await mailDelivery({
      ledger: await context.ledger(),
      delivery: made.delivery,
      to,
      from,
      replyTo,
      again,
      means: { transport, clock: systemClock, random: Math.random, signal: io.signal },
      write: (part, parts, files) => deliveryMail(said, { part, parts, files }),
      onMail: ({ number }, of) => io.screen && sayErr(`Mailing ${number} of ${of} …`, io),
    });
  } finally {
    await transport.close();
  }
}
