import sendgrid from '@sendgrid/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Copy } from '../../src/sandbox/finish-copy.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { getJson, postMail } from './post-mail.ts';
import { sampleBatch, sampleMail, samplePart } from './sample-mail.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ keep: 5 });
});
afterEach(() => sandbox.close());

const copies = (search: string) => getJson<Copy[]>(sandbox, `/_sandbox/messages${search}`);

describe('GET /_sandbox/messages', () => {
  test('gives the finished copy, with substitutions where SendGrid makes them', async () => {
    const substitutions = { Tok3nTok0: 'Zoë <b>$&</b>', Tok3nTok1: 'https://example.org/s/1' };
    await postMail(
      sandbox,
      sampleMail({
        personalizations: [
          samplePart({
            substitutions,
            headers: { 'X-Own': 'Tok3nTok0' },
            custom_args: { b: 'Tok3nTok0' },
          }),
        ],
        subject: 'For Tok3nTok0',
        reply_to: { email: 'hello@example.org', name: 'Tok3nTok0' },
        headers: { 'X-Shared': 'yes' },
        custom_args: { a: '1' },
        content: [{ type: 'text/html', value: '<a href="Tok3nTok1">Tok3nTok0 Tok3nTok0</a>' }],
      }),
    );
    expect(await copies('?to=Ann@EXAMPLE.org')).toMatchObject([
      {
        to: 'ann@example.org',
        subject: 'For Zoë <b>$&</b>',
        html: '<a href="https://example.org/s/1">Zoë <b>$&</b> Zoë <b>$&</b></a>',
        text: '',
        reply_to: { name: 'Zoë <b>$&</b>' },
        headers: { 'X-Own': 'Tok3nTok0', 'X-Shared': 'yes', Subject: 'For Zoë <b>$&</b>' },
        custom_args: { a: '1', b: 'Tok3nTok0' },
      },
    ]);
  });

  test('gives the newest first, and an address with a bare plus is found', async () => {
    for (const subject of ['first', 'second']) {
      const personalizations = [{ to: [{ email: 'ann+x@example.org' }] }];
      await postMail(sandbox, sampleMail({ subject, personalizations }));
    }
    const found = await copies('?to=ann+x@example.org');
    expect(found.map(({ subject }) => subject)).toEqual(['second', 'first']);
    expect(await copies('?to=nobody@example.org')).toEqual([]);
    expect(await copies('?limit=1')).toHaveLength(1);
  });

  test('drops the oldest requests whole, and never the last one', async () => {
    await postMail(sandbox, sampleBatch(3, 0));
    await postMail(sandbox, sampleBatch(3, 3));
    expect(await copies('')).toHaveLength(3);
    await postMail(sandbox, sampleBatch(9, 6));
    expect(await copies('')).toHaveLength(9);
    expect(sandbox.stats().recipients).toBe(15);
  });

  test('gives every person of to, cc and bcc a copy', async () => {
    const part = samplePart({
      cc: [{ email: 'b@example.org' }],
      bcc: [{ email: 'c@example.org' }],
    });
    await postMail(sandbox, sampleMail({ personalizations: [part] }));
    expect((await copies('')).map(({ to }) => to)).toEqual([
      'c@example.org',
      'b@example.org',
      'ann@example.org',
    ]);
  });

  test("takes what SendGrid's own client sends", async () => {
    sendgrid.setApiKey('SG.sandbox');
    sendgrid.setDefaultRequest('baseUrl', sandbox.url);
    const [answer] = await sendgrid.request({
      method: 'POST',
      url: '/v3/mail/send',
      body: sampleMail(),
    });
    expect(answer.statusCode).toBe(202);
    const sent = sendgrid.request({ method: 'POST', url: '/v3/mail/send', body: {} });
    await expect(sent).rejects.toMatchObject({ code: 400 });
    expect(await copies('?to=ann@example.org')).toHaveLength(1);
  });
});

describe('GET /_sandbox/stats', () => {
  const toAnn = (custom_args?: object, subject?: string) =>
    sampleMail({ personalizations: [samplePart({ custom_args, subject })] });

  test.each([
    {
      twice: [toAnn({ outcry_campaign: '1' }), toAnn({ outcry_campaign: '1' })],
      doubles: 1,
      reason: 'one campaign',
    },
    {
      twice: [toAnn({ outcry_campaign: '1' }), toAnn({ outcry_campaign: '2' })],
      doubles: 0,
      reason: 'two campaigns',
    },
    {
      twice: [toAnn({ outcry_campaign: 'test' }), toAnn({ outcry_campaign: 'test' })],
      doubles: 0,
      reason: 'test sends',
    },
    { twice: [toAnn(), toAnn()], doubles: 1, reason: 'one subject, no campaign' },
    { twice: [toAnn({}, 'A'), toAnn({}, 'B')], doubles: 0, reason: 'two subjects, no campaign' },
  ])('$doubles mailed twice: $reason', async ({ twice, doubles }) => {
    for (const mail of twice) await postMail(sandbox, mail);
    expect(await getJson(sandbox, '/_sandbox/stats')).toMatchObject({
      requests: 2,
      accepted: 2,
      refused: 0,
      recipients: 2,
      duplicates: doubles,
    });
  });

  test('counts requests by what became of them', async () => {
    await postMail(sandbox, sampleMail());
    await postMail(sandbox, {});
    await postMail(sandbox, sampleMail({ mail_settings: { sandbox_mode: { enable: true } } }));
    expect(sandbox.stats()).toMatchObject({ requests: 3, accepted: 1, refused: 1, validated: 1 });
    expect(await copies('')).toHaveLength(1);
  });
});
