import { campaignHeaders, unsubscribeHeaders } from '../../src/delivery/campaign-headers.ts';
import { campaignArgs, recipientArgs } from '../../src/delivery/custom-args.ts';
import type { Request } from '../../src/delivery/transport.ts';
import type { BatchNumber, CampaignNumber, RecipientNumber } from '../../src/terms.ts';

const TOKEN = 'tQ3xkLm0Zp9aB001';

/** A request to `count` recipients that keeps SendGrid's contract. */
export function sampleRequest(count: number): Request {
  return {
    shared: {
      from: { email: 'campaigns@example.org', name: 'Safe Harbour' },
      replyTo: { email: 'hello@example.org' },
      subject: 'Keep the door open',
      text: `Dear ${TOKEN}, please sign.`,
      html: `<p>Dear ${TOKEN}, please <a href="https://act.example.org/s/x">sign</a>.</p>`,
      categories: ['keep-the-door-open'],
      headers: campaignHeaders({ campaign: 'keep-the-door-open', host: 'act.example.org' }),
      customArgs: campaignArgs(7 as CampaignNumber, 1 as BatchNumber),
    },
    personalizations: Array.from({ length: count }, (_, index) => ({
      email: `supporter${index + 1}@example.org`,
      substitutions: { [TOKEN]: `Zoë ${index + 1}` },
      headers: unsubscribeHeaders({ unsubscribeLink: `https://act.example.org/u/t${index + 1}` }),
      customArgs: recipientArgs((index + 1) as RecipientNumber),
    })),
  };
}
