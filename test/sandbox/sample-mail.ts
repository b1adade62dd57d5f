import type { MailPersonalization } from '../../src/sandbox/mail.ts';

/** A request that keeps every rule; a case changes what it is about. */
export function sampleMail(change: object = {}): Record<string, unknown> {
  return {
    personalizations: [{ to: [{ email: 'ann@example.org' }] }],
    from: { email: 'campaigns@example.org', name: 'Safe Harbour' },
    subject: 'Keep the door open',
    content: [
      { type: 'text/plain', value: 'Dear friend' },
      { type: 'text/html', value: '<p>Dear friend</p>' },
    ],
    ...change,
  };
}

/** One personalization for ann@example.org, with more in it. */
export function samplePart(change: object = {}): MailPersonalization {
  return { to: [{ email: 'ann@example.org' }], ...change };
}

/** A batch as Outcry sends it: about 600 bytes a recipient. */
export function sampleBatch(count: number, first = 0): Record<string, unknown> {
  const personalizations = Array.from({ length: count }, (_, index) => {
    const number = String(first + index + 1);
    return {
      to: [{ email: `supporter${number}@example.org` }],
      substitutions: Object.fromEntries(
        Array.from({ length: 8 }, (_, slot) => [
          `Tok3nTok3nTok00${slot}`,
          `value ${slot} of ${number}`,
        ]),
      ),
      headers: { 'List-Unsubscribe': `<https://example.org/u/${number.padStart(60, 'x')}>` },
      custom_args: { outcry_campaign: '1', outcry_batch: '1', outcry_recipient: number },
    };
  });
  const value = '<p>Dear Tok3nTok3nTok000</p>'.repeat(800);
  return sampleMail({ personalizations, content: [{ type: 'text/html', value }] });
}
