import { expect } from 'vitest';
import type { CampaignState, Skipped, Supporter } from '../../../src/ledger/ledger.ts';
import type { Pace } from '../../../src/ledger/pace-ledger.ts';
import { draft } from '../ledgers.ts';
import { freeze } from './batches.ts';
import { command } from './command.ts';
import { type Model, type ModelCampaign, pick } from './model.ts';
import { outcomeOf, personOf, type World } from './world.ts';

const MOST_CAMPAIGNS = 3;

export interface Planned {
  /** People, by number: the same one may stand there twice. */
  readonly people: readonly { readonly who: number; readonly isSpanish: boolean }[];
  readonly invalid: number;
  readonly batchSize: number;
  readonly startsIn: number | undefined;
  readonly pace: Pace;
}

/** A campaign is opened; a list that breaks off leaves it without an audience. */
export const openCommand = (by: number, planned: Planned) =>
  command({
    name: `open ${JSON.stringify(planned)}`,
    check: ({ campaigns }) => campaigns.length < MOST_CAMPAIGNS,
    async run(model, world) {
      const ledger = pick(world.ledgers, by);
      const startsAt = planned.startsIn === undefined ? undefined : model.now + planned.startsIn;
      // No warm-up goes below a batch: schedule/batch-size.ts sees to it.
      const { pace } = planned;
      const opened = { ...draft, name: world.run, hash: world.run, startsAt, pace };
      const campaign = await ledger?.openCampaign(opened);
      if (!campaign) return;
      const standing = { leftAt: 0, people: 0, day: 0, dayBegins: 0, used: 0 };
      const skipped = { duplicate: 0, invalid: 0, suppressed: 0 };
      const begun = {
        state: 'freezing' as const,
        batches: [],
        skipped,
        leases: [],
        standing,
      };
      const { number, name } = campaign;
      const isWaiting = startsAt !== undefined;
      model.campaigns.push({ number, name, startsAt, isWaiting, pace, ...begun });
    },
  });

export const freezeCommand = (by: number, which: number, planned: Planned, breaksAt: number) =>
  command({
    name: `freeze ${which} ${JSON.stringify(planned)}${breaksAt < 5 ? ` broken at ${breaksAt}` : ''}`,
    check: (model) => model.campaigns.some(({ state }) => state === 'freezing'),
    async run(model, world) {
      const freezing = model.campaigns.filter(({ state }) => state === 'freezing');
      const campaign = pick(freezing, which);
      const ledger = pick(world.ledgers, by);
      if (!campaign || !ledger) return;
      const { supporters, rows } = rowsFor(world, planned);
      const isBroken = breaksAt < Math.min(5, rows.length);
      const list = isBroken ? breakingOff(rows, breaksAt) : whole(rows);
      const { number } = campaign;
      const outcome = await outcomeOf(ledger.freezeAudience(number, list, planned.batchSize));
      expect('error' in outcome, 'whether the freeze failed').toBe(isBroken);
      if (!isBroken) freeze(model, campaign, supporters, planned.invalid, planned.batchSize);
    },
  });

function rowsFor(world: World, { people, invalid }: Planned) {
  const supporters = people.map(({ who, isSpanish }, index): Supporter => {
    const lang = isSpanish ? 'es' : undefined;
    return { email: personOf(world, who), fields: {}, file: 'a.csv', line: index + 2, lang };
  });
  const bad = Array.from({ length: invalid }, (_, index): Skipped => {
    const where = { file: 'b.csv', line: index + 2, email: 'no address' };
    return { ...where, reason: 'invalid', detail: 'it has no @' };
  });
  return { supporters, rows: [...supporters, ...bad] };
}

async function* whole<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

async function* breakingOff<T>(rows: readonly T[], at: number): AsyncGenerator<T> {
  yield* rows.slice(0, at);
  throw new Error('The list broke off.');
}

/** What pause, resume, cancel and the end of a send set. */
export const stateCommand = (by: number, which: number, state: CampaignState) =>
  command({
    name: `set ${which} ${state}`,
    check: (model) => mayBecome(pick(model.campaigns, which), state),
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      const ledger = pick(world.ledgers, by);
      if (!campaign || !ledger) return;
      const outcome = await outcomeOf(ledger.setCampaignState(campaign.number, state));
      expect(outcome, `set ${state}`).toEqual(setState(campaign, state));
    },
  });

/** Nobody asks for more: the commands look at the state first. */
function mayBecome(campaign: ModelCampaign | undefined, state: CampaignState): boolean {
  if (!campaign || campaign.state === 'done') return false;
  return campaign.state !== 'freezing' || state === 'cancelled';
}

function setState(campaign: ModelCampaign, state: CampaignState) {
  if (campaign.state === 'cancelled') return { value: state === 'cancelled' };
  const isOpen = campaign.batches.some((batch) => /planned|sending/.test(batch.state));
  if (state === 'done' && isOpen) return { error: 'bug' };
  campaign.state = state;
  if (state === 'sending') campaign.isWaiting = false;
  return { value: true };
}

export const beginCommand = (by: number, which: number) =>
  command({
    name: `begin ${which}`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      if (!campaign) return;
      const begun = campaign.state === 'ready';
      expect(await pick(world.ledgers, by)?.beginWaiting(campaign.number), 'begins').toBe(begun);
      if (begun) Object.assign(campaign, { state: 'sending', isWaiting: false });
    },
  });

/** Only what nobody was ever sent can be forgotten. */
export const dropCommand = (by: number, which: number) =>
  command({
    name: `drop ${which}`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      const ledger = pick(world.ledgers, by);
      if (!campaign || !ledger) return;
      const isStarted = campaign.batches.some(
        ({ state, claims }) => state !== 'planned' || claims > 0,
      );
      const outcome = await outcomeOf(ledger.dropCampaign(campaign.number));
      expect(outcome).toEqual(isStarted ? { error: 'campaign-started' } : { value: undefined });
      if (isStarted) return;
      forget(model, campaign);
      expect(await ledger.findCampaign(campaign.name)).toBeUndefined();
    },
  });

function forget(model: Model, campaign: ModelCampaign): void {
  model.campaigns.splice(model.campaigns.indexOf(campaign), 1);
}

export const rateCommand = (by: number, which: number, recipients: number) =>
  command({
    name: `rate ${which} ${recipients} a minute`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      if (!campaign) return;
      const rate = { recipients, ms: 60_000 };
      await pick(world.ledgers, by)?.setRate(campaign.number, rate);
      campaign.pace = { ...campaign.pace, rate };
    },
  });

/** The clock goes on, is set forth, or back. */
export const clockCommand = (ms: number) =>
  command({
    name: `clock ${ms / 1000} s`,
    check: () => true,
    async run(model, { store }) {
      model.now += ms;
      store.clock.now = model.now;
    },
  });
