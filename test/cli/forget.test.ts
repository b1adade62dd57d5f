import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, NINE, openDesk } from './a-desk.ts';

const YEAR_LATER = NINE + 365 * 86_400_000;
const later = { now: () => YEAR_LATER };
let desk: Desk;
let campaign: string;
beforeEach(async () => {
  desk = await openDesk({ now: () => NINE });
  await desk.list('one.csv', 'ana', 'ben', 'ana');
  campaign = (await desk.send(['one.csv', '--yes'])).json.campaign;
});
afterEach(() => desk.close());

const forget = (args: string[], wish: Parameters<Desk['outcry']>[1] = later) =>
  desk.outcry(['forget', ...args], wish);

describe('forget', () => {
  it('shows what goes, wants the number typed, and leaves the report as it was', async () => {
    const before = await desk.outcry(['report', campaign], later);
    const { status, json, err, asked } = await forget([campaign], { ...later, answer: '1' });
    expect(status).toBe(0);
    expect(err).toContain("1 row that was left out, 2 recipients' merge fields");
    expect(asked).toContain('type 1');
    const rows = { events: 0, clicks: 0, skipped: 1, fields: 2 };
    expect(json).toEqual({ forgotten: true, campaigns: [{ campaign, ...rows }] });
    expect((await desk.outcry(['report', campaign], later)).json).toEqual(before.json);
    const { json: known } = await desk.outcry(['supporter', 'export', 'ana@example.org'], later);
    expect(known.recipients).toMatchObject([{ campaign, fields: {} }]);
    expect(await desk.say(['forget', campaign], later)).toContain('There is nothing to forget.');
  });

  it('forgets nothing on another answer, and wants somebody to ask', async () => {
    const wrong = await forget([campaign], { ...later, answer: 'yes' });
    expect(wrong).toMatchObject({ status: 1, json: { forgotten: false } });
    expect(wrong.err).toContain('Nothing was forgotten.');
    const nobody = await forget([campaign]);
    expect(nobody).toMatchObject({ status: 2, json: { error: { code: 'unconfirmed' } } });
    expect((await forget([campaign, '--yes'])).json.campaigns).toMatchObject([{ fields: 2 }]);
  });

  it('takes all whose last letter left before a day', async () => {
    expect((await forget(['--before', '2026-11-24', '--yes'])).json.campaigns).toEqual([]);
    const { json } = await forget(['--before', '2026-11-25', '--yes']);
    expect(json.campaigns).toMatchObject([{ campaign, fields: 2 }]);
  });

  it('refuses a campaign that is still needed, and says of others why they stay', async () => {
    const soon = { now: () => NINE + 86_400_000 };
    const refused = await forget([campaign, '--yes'], soon);
    expect(refused).toMatchObject({ status: 2, json: { error: { code: 'campaign-needed' } } });
    expect(refused.json.error.what).toContain('within the last 30 days');
    expect(refused.json.error.fix).toBe('Wait until it is older.');
    const kept = await forget(['--before', '2026-12-31', '--yes'], soon);
    expect(kept).toMatchObject({ status: 0, json: { campaigns: [] } });
    expect(kept.err).toContain(`Kept: ${campaign} has mailed people`);
  });

  it.each([[[]], [['door', '--before', '2026-11-25']], [['--before', 'May']]])(
    'wants to be told which: %j',
    async (args) => {
      expect(await forget(args)).toMatchObject({ status: 2, json: { error: { code: 'usage' } } });
    },
  );
});
