import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Request } from '../../src/delivery/transport.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { expectSum, meddling, openStage, type Stage, supporters } from './a-stage.ts';

const PEOPLE = 1500;
const BAD = ['someone437@example.org', 'someone1204@example.org'];

/** As some of the API's refusals: it does not say whom it means. */
const NOBODY_NAMED: Answer = {
  kind: 'refused',
  status: 400,
  reason: 'SendGrid answered 400: bad.',
  suspects: [],
  blamesShared: false,
};

const isFor = (emails: readonly string[], { personalizations }: Request) =>
  personalizations.some(({ email }) => emails.includes(email));

/** Writes the address of these recipients so that the API finds fault with it. */
function spoil(emails: readonly string[], request: Request): Request {
  const personalizations = request.personalizations.map((one) =>
    emails.includes(one.email) ? { ...one, email: `${one.email}@` } : one,
  );
  return { ...request, personalizations };
}

describe('one bad address', () => {
  let stage: Stage;
  let campaign: Campaign;
  beforeEach(async () => {
    stage = await openStage();
    campaign = await stage.plan({ lists: [stage.list('a.csv', supporters(PEOPLE))] });
  });
  afterEach(() => stage.close());

  async function expectOnlyRefused(emails: readonly string[]): Promise<void> {
    const tally = await stage.tally(campaign);
    const refused = emails.length;
    expect(tally).toMatchObject({ accepted: PEOPLE - refused, refused, planned: 0, unknown: 0 });
    expectSum(tally, PEOPLE);
    expect(stage.sandbox.stats()).toMatchObject({ recipients: PEOPLE - refused, duplicates: 0 });
    for (const email of emails) expect(await stage.copies(email)).toEqual([]);
    expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('done');
  }

  it('costs nobody else the letter, also where the API does not say whose it is', async () => {
    let requests = 0;
    const around = meddling(async (_count, request, real) => {
      requests += 1;
      return isFor(BAD, request) ? NOBODY_NAMED : real.post(request);
    });
    expect(await stage.send(campaign, { around })).toBeUndefined();
    await expectOnlyRefused(BAD);
    // Two searches in batches of 1000 and 500, by halves.
    expect(requests).toBeLessThanOrEqual(2 + 2 * (10 + 9));
  });

  it('is found at once where the API names it', async () => {
    let requests = 0;
    const around = meddling((_count, request, real) => {
      requests += 1;
      return real.post(spoil(BAD, request));
    });
    expect(await stage.send(campaign, { around })).toBeUndefined();
    await expectOnlyRefused(BAD);
    expect(requests).toBe(6);
    const reasons = (await stage.ledger.troubledBatches(campaign.number)).map((b) => b.reason);
    expect(reasons).toEqual([expect.stringContaining('400'), expect.stringContaining('400')]);
    expect(reasons.join()).not.toMatch(/someone\d+@/);
  });

  it('may be the very first one, and the only one', async () => {
    const [first] = supporters(1)[0] ?? [];
    const around = meddling(async (_count, request, real) =>
      isFor([first ?? ''], request) ? NOBODY_NAMED : real.post(request),
    );
    expect(await stage.send(campaign, { around })).toBeUndefined();
    await expectOnlyRefused([first ?? '']);
  });

  it('is told from a letter that is refused for everybody, after a dozen requests', async () => {
    let requests = 0;
    const around = meddling(async () => {
      requests += 1;
      return NOBODY_NAMED;
    });
    const stop = await stage.send(campaign, { around });
    expect(stop?.reason).toMatch(/refused the first batch/);
    expect(requests).toBeLessThanOrEqual(13);
    const tally = await stage.tally(campaign);
    expectSum(tally, PEOPLE);
    expect(tally.refused).toBeLessThanOrEqual(1);
    expect(tally.planned).toBe(PEOPLE - tally.refused);

    // And the same campaign goes on once the cause is mended.
    expect(await stage.send(campaign)).toBeUndefined();
    expect(await stage.tally(campaign)).toMatchObject({ planned: 0, unknown: 0 });
  });

  it('keeps a search from going on for ever where everything is refused half-way', async () => {
    let requests = 0;
    const around = meddling(async (count, request, real) => {
      requests += 1;
      return count === 1 ? real.post(request) : NOBODY_NAMED;
    });
    const stop = await stage.send(campaign, { around, concurrency: 1 });
    expect(stop?.reason).toMatch(/one batch after another/);
    expect(requests).toBeLessThanOrEqual(26);
    const tally = await stage.tally(campaign);
    expectSum(tally, PEOPLE);
    expect(tally.accepted).toBe(1000);
  });

  it('ends such a search also where SendGrid is busy now and then', async () => {
    let refusals = 0;
    const around = meddling(async (count, request, real) => {
      if (count === 1) return real.post(request);
      if (count % 3 === 0) return { kind: 'notTaken', reason: 'SendGrid answered 429.' };
      refusals += 1;
      return NOBODY_NAMED;
    });
    const stop = await stage.send(campaign, { around, concurrency: 1 });
    expect(stop?.reason).toMatch(/one batch after another/);
    expect(refusals).toBeLessThanOrEqual(26);
  });
});
