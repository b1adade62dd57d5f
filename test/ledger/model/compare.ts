import { expect } from 'vitest';
import { type Model, type ModelCampaign, mailable, pick } from './model.ts';
import { warmUpDayOf } from './pace.ts';
import { tallyOf } from './senders.ts';
import { personOf, type World } from './world.ts';

export const PEOPLE = 9;

/** All that the ledger says, as one of its processes sees it, is what the model says. */
export async function compare(model: Model, world: World): Promise<void> {
  model.steps += 1;
  for (const campaign of model.campaigns) await compareCampaign(model, world, campaign);
  await compareSuppressions(model, world);
}

async function compareCampaign(model: Model, world: World, campaign: ModelCampaign): Promise<void> {
  const observer = pick(model.actors, model.steps);
  const ledger = pick(world.ledgers, model.steps);
  if (!observer || !ledger) return;
  const { number, name } = campaign;
  const found = await ledger.findCampaign(name);
  expect(found, 'the campaign').toMatchObject({ number, state: campaign.state });
  expect(found?.startsAt, 'when it starts').toBe(
    campaign.isWaiting ? campaign.startsAt : undefined,
  );
  if (campaign.state === 'freezing') return;
  expect(await ledger.tally(number), 'the tally').toEqual(tallyOf(model, observer, campaign));
  expect(await ledger.troubledBatches(number), 'troubled batches').toEqual(troubled(campaign));
  expect(await ledger.warmUpDay(number), 'the day of the warm-up').toEqual(
    warmUpDayOf(model, campaign),
  );
  expect(overlaps(await ledger.earlierSends(number)), 'what it shares').toEqual(
    shared(model, observer, campaign),
  );
}

function troubled({ batches }: ModelCampaign) {
  return batches
    .filter(({ state }) => state === 'refused' || state === 'unknown')
    .map((batch) => {
      const { number, state, reason } = batch;
      return { number, state, recipients: mailable(batch).length, reason };
    });
}

function overlaps(
  sends: readonly {
    campaign: { number: number };
    mailed: number;
    overlap: number;
    waiting: number;
  }[],
) {
  return sends.map(({ campaign: { number }, ...counts }) => ({ number, ...counts }));
}

/** Of all campaigns with the same letter, the newest first. */
function shared(model: Model, observer: Model['actors'][number], campaign: ModelCampaign) {
  const own = emailsIn(campaign, ['planned'], { withLeftOut: true });
  return model.campaigns
    .filter(({ number, state }) => number !== campaign.number && state !== 'freezing')
    .sort((a, b) => b.number - a.number)
    .map((other) => {
      const { accepted, unknown } = tallyOf(model, observer, other);
      const also = (...states: string[]) =>
        [...emailsIn(other, states)].filter((email) => own.has(email)).length;
      return {
        number: other.number,
        mailed: accepted + unknown,
        overlap: also('accepted', 'unknown'),
        waiting: other.state === 'cancelled' ? 0 : also('planned', 'sending'),
      };
    });
}

function emailsIn(
  { batches }: ModelCampaign,
  states: readonly string[],
  { withLeftOut = false } = {},
): Set<string> {
  const chosen = batches.filter(({ state }) => states.includes(state));
  const people = chosen.flatMap((batch) => (withLeftOut ? batch.recipients : mailable(batch)));
  return new Set(people.filter(({ isErased }) => !isErased).map(({ email }) => email));
}

async function compareSuppressions(model: Model, world: World): Promise<void> {
  const ledger = pick(world.ledgers, model.steps);
  const everybody = Array.from({ length: PEOPLE }, (_, who) => personOf(world, who));
  const found = await ledger?.suppressedAmong(everybody);
  const unmailed = [...model.suppressed.keys(), ...model.erased];
  expect(found, 'who is suppressed, or erased').toEqual(new Set(unmailed));
  const one = personOf(world, model.steps % PEOPLE);
  expect((await ledger?.findSuppression(one))?.reason, 'why').toBe(model.suppressed.get(one));
}

/** The recipients themselves: who has which number, and which language. */
export async function compareRecipients(model: Model, world: World): Promise<void> {
  for (const { number, batches, state } of model.campaigns) {
    if (state === 'freezing') continue;
    for (const one of batches.flatMap(({ recipients }) => recipients)) {
      const found = await world.ledgers[0]?.recipient(number, one.number);
      const { isErased, lang } = one;
      const email = isErased ? expect.stringMatching(/^\(erased /) : one.email;
      expect(found).toMatchObject({ email, lang, isErased });
    }
  }
}
