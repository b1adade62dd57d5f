import { formatCount } from '../format-count.ts';
import type { DeliveredFile, DeliveryMail, PetitionDelivery } from '../ledger/delivery-ledger.ts';
import { folderOf } from '../petition-delivery/make-delivery.ts';
import { shownPath } from '../shown-path.ts';
import { plural } from './present-problems.ts';
import { minuteOf } from './present-suppressions.ts';

/** A delivery, and what is known of it besides when it has just been made or mailed. */
export interface Finished {
  readonly delivery: PetitionDelivery;
  readonly withheld?: number;
  readonly unknown?: readonly string[];
  readonly wasThere?: boolean;
  readonly mails?: readonly DeliveryMail[];
}

export function deliveryJson({ delivery, withheld, unknown, mails = [] }: Finished) {
  const { petition, number, state, openedAt, madeAt, settings, receipt } = delivery;
  return {
    petition,
    number,
    state,
    opened_at: new Date(openedAt).toISOString(),
    made_at: madeAt === undefined ? null : new Date(madeAt).toISOString(),
    scope: settings.scope,
    by: settings.by ?? null,
    folder: folderOf(delivery),
    signatures: receipt?.signatures ?? 0,
    files: receipt?.files ?? [],
    ...(withheld === undefined ? {} : { withheld_comments: withheld }),
    ...(unknown === undefined ? {} : { unknown_signs: unknown }),
    mails: mails.map(({ number, recipient, files, state, reason }) => ({
      number,
      to: recipient,
      files,
      state,
      ...(reason === '' ? {} : { reason }),
    })),
  };
}

/** A delivery that has just been made or mailed. */
export function describeMade(finished: Finished): string {
  const { delivery, withheld = 0, unknown = [], wasThere, mails } = finished;
  const { petition, number } = delivery;
  return [
    ...describeDelivery(finished),
    ...(wasThere
      ? ['It lay there already, made by a process that died before it could say so.']
      : []),
    ...(withheld > 0
      ? [
          `${plural(withheld, 'comment is', 'comments are')} not in it: their signers did not agree to have them shown.`,
        ]
      : []),
    ...unknown,
    ...(mails || finished.unknown === undefined
      ? adviceOn(delivery, mails ?? [])
      : [`To mail it: outcry signatures deliver ${petition} --send --number ${number}`]),
  ].join('\n');
}

function adviceOn(
  { petition, number }: PetitionDelivery,
  mails: readonly DeliveryMail[],
): string[] {
  const again = `outcry signatures deliver ${petition} --send --number ${number} --again`;
  const isUnknown = mails.some(({ state }) => state === 'unknown');
  const isRefused = mails.some(({ state }) => state === 'refused');
  return [
    ...(isUnknown
      ? [
          'Nobody knows whether SendGrid took what is unknown: look into the Activity of your SendGrid account, or ask the target.',
          `If it did not arrive: ${again}`,
        ]
      : []),
    ...(isRefused && !isUnknown ? [`Once the cause is mended: ${again}`] : []),
  ];
}

/** In lines, for the list of deliveries too. */
export function describeDelivery({ delivery, mails = [] }: Finished): string[] {
  const { petition, number, state, madeAt, settings, receipt } = delivery;
  if (state === 'open' || !receipt) {
    return [
      `Delivery ${number} of ${petition}: not finished. To make it: outcry signatures deliver ${petition}`,
    ];
  }
  const scope = settings.scope === 'all' ? 'all of them' : number > 1 ? 'new since the last' : '';
  const facts = [
    plural(receipt.signatures, 'signature'),
    scope,
    settings.by && `by ${settings.by}`,
  ];
  return [
    `Delivery ${number} of ${petition}, ${minuteOf(madeAt ?? 0)}: ${facts.filter(Boolean).join(', ')}.`,
    `  ${shownPath(folderOf(delivery))}`,
    ...receipt.files.map(describeFile),
    ...mails.map(describeMail),
  ];
}

function describeFile({ name, bytes, signatures, sha256 }: DeliveredFile): string {
  const count = signatures > 0 ? plural(signatures, 'signature') : 'cover';
  return `    ${name}  ${size(bytes)}  ${count}  SHA-256 ${sha256.slice(0, 12)}…`;
}

function size(bytes: number): string {
  return bytes < 1e6
    ? `${formatCount(Math.ceil(bytes / 1000))} KB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}

function describeMail({ number, recipient, state, reason, files }: DeliveryMail): string {
  const why = reason === '' ? '' : `: ${reason}`;
  return `    mail ${number} to ${recipient}, ${plural(files.length, 'file')}: ${state}${why}`;
}
