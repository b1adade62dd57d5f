import { expect } from 'vitest';
import { clockCommand, stateCommand } from './campaign-commands.ts';
import { claimCommand, releaseCommand, settleCommand, takeCommand } from './claim-commands.ts';
import { compareRecipients } from './compare.ts';
import type { Model, ModelCampaign } from './model.ts';
import { tallyOf } from './senders.ts';
import type { World } from './world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Which of the actors lives on this machine. */
const PARENT = 2;

/**
 * Whatever happened, whoever resumes each campaign comes to its end: everybody is accepted, refused,
 * suppressed or held as unknown, and nobody is planned any more.
 */
export async function finish(model: Model, world: World): Promise<void> {
  while (model.flights.length > 0) await settleCommand(0, 'accepted', 0).run(model, world);
  for (const [which, campaign] of model.campaigns.entries()) {
    if (/freezing|cancelled|done/.test(campaign.state)) continue;
    await resume(model, world, which, campaign);
    const { planned, ...rest } = tallyOf(model, first(model), campaign);
    expect(planned, 'nobody is left').toBe(0);
    const { accepted, refused, unknown, suppressed, recipients } = rest;
    expect(accepted + refused + unknown + suppressed, 'nobody is lost').toBe(recipients);
    await stateCommand(0, which, 'done').run(model, world);
  }
  await compareRecipients(model, world);
}

async function resume(
  model: Model,
  world: World,
  which: number,
  campaign: ModelCampaign,
): Promise<void> {
  // Whatever the clock was set to before, the silent are dead by then.
  await clockCommand(3 * DAY_MS).run(model, world);
  for (const index of model.actors.keys()) await releaseCommand(index, which).run(model, world);
  // It alone knows that an earlier process with its pid is dead.
  await takeCommand(PARENT, which, which % 2 === 1).run(model, world);
  await stateCommand(0, which, 'sending').run(model, world);
  const days = campaign.batches.length + 1;
  for (let day = 0; day < days * 2 && isLeft(campaign); day += 1) {
    await clockCommand(DAY_MS).run(model, world);
    await claimCommand(PARENT, which, 1).run(model, world);
    while (model.flights.length > 0) await settleCommand(0, 'accepted', 0).run(model, world);
  }
}

function isLeft({ batches }: ModelCampaign): boolean {
  return batches.some((batch) => batch.state === 'planned');
}

function first({ actors }: Model) {
  const [actor] = actors;
  if (!actor) throw new Error('There is nobody.');
  return actor;
}
