import { campaignHeaders, unsubscribeHeaders } from '../delivery/campaign-headers.ts';
import { campaignArgs, recipientArgs } from '../delivery/custom-args.ts';
import type { Request } from '../delivery/transport.ts';
import type { Batch, Campaign } from '../ledger/ledger.ts';
import type { Links, RecipientLinks } from '../links.ts';
import { createPersonaliser } from '../message/personalise.ts';
import { wireMessage } from '../message/wire-message.ts';
import type { Fields, Recipient } from '../terms.ts';
import { openEnvelope } from './envelope.ts';

/** Makes the request that carries one batch of a campaign. */
export type MakeRequest = (batch: Batch) => Request;

/**
 * A recipient's fields as the letter sees them: the list's, her address and her own links.
 * (Object.assign takes 1.2 µs; a second spread in one literal makes it 4.)
 */
export function letterFields(
  { email, fields }: Omit<Recipient, 'number'>,
  links: Partial<RecipientLinks>,
): Fields {
  return Object.assign({}, fields, { email }, links);
}

/**
 * Prepares a campaign's letter once, then renders its slots batch by batch: the shared text goes
 * over the wire once per batch, a recipient's own part as substitutions.
 */
export function createRequestMaker(
  campaign: Pick<Campaign, 'name' | 'number' | 'envelope'>,
  links: Links,
  secret: string,
): MakeRequest {
  const { editions, url } = openEnvelope(campaign.envelope);
  const presses = editions.map((edition) => ({
    ...edition,
    personalise: createPersonaliser(edition.message),
  }));
  // As frozen: whoever resumes it, or works elsewhere, may be set to another address.
  const frozen = links.at(url);
  const headers = campaignHeaders({ campaign: campaign.name, host: new URL(url).host });

  return ({ number: batch, lang, variant, recipients }) => {
    const press = presses.find((one) => one.lang === lang && one.variant === variant);
    if (!press) throw new Error(`The campaign has no edition "${lang}" "${variant}".`);
    const { message, from, replyTo, personalise } = press;
    const copies = recipients.map((recipient) => {
      const { email } = recipient;
      const fields = JSON.parse(recipient.fields) as Fields;
      const own = frozen.linksOf(campaign.number, recipient.number);
      return { recipient, own, values: personalise(letterFields({ email, fields }, own)) };
    });
    const { substitutions, ...letter } = wireMessage(
      message,
      copies.map(({ values }) => values),
      secret,
    );
    const args = campaignArgs(campaign.number, batch);
    const categories = [campaign.name];
    return {
      shared: { from, replyTo, ...letter, categories, headers, customArgs: args },
      personalizations: copies.map(({ recipient, own }, index) => ({
        email: recipient.email,
        substitutions: substitutions[index] ?? {},
        headers: unsubscribeHeaders({ unsubscribeLink: own.unsubscribe_link }),
        customArgs: recipientArgs(recipient.number),
      })),
    };
  };
}
