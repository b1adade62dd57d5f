import { expect } from 'vitest';
import { command } from './command.ts';
import { type Actor, type Model, type ModelRecipient, pick } from './model.ts';
import { isAlive } from './senders.ts';
import { personOf } from './world.ts';

/** Somebody is erased by an actor, unless a letter to her is on its way as far as that one sees. */
export const eraseCommand = (by: number, who: number) =>
  command({
    name: `erase ${who} by ${by}`,
    check: () => true,
    async run(model, world) {
      const email = personOf(world, who);
      const actor = pick(model.actors, by);
      const ledger = pick(world.ledgers, by);
      if (!actor || !ledger) return;
      const recipients = placesOf(model, email);
      const expected = isOnItsWay(model, actor, email)
        ? { isErased: false, onItsWay: expect.any(String) }
        : { isErased: true, changed: { recipients: recipients.length } };
      const real = await ledger.eraseSupporter(email, { withdraw: false });
      expect(real, 'whether she is erased').toMatchObject(expected);
      if (expected.isErased) erase(model, email);
      const records = await ledger.supporterRecords(email);
      expect(records.recipients, 'where she is known').toHaveLength(
        expected.isErased ? 0 : recipients.length,
      );
    },
  });

function placesOf({ campaigns }: Model, email: string): ModelRecipient[] {
  const all = campaigns.flatMap(({ batches }) => batches.flatMap(({ recipients }) => recipients));
  return all.filter((one) => one.email === email && !one.isErased);
}

function isOnItsWay(model: Model, actor: Actor, email: string): boolean {
  return model.campaigns.some(({ batches, leases }) => {
    const isLive = leases.some((lease) => isAlive(model, actor, lease));
    const within = batches.filter(({ state }) => state === 'sending');
    const hers = within.flatMap(({ recipients }) => recipients);
    return isLive && hers.some((one) => one.email === email && !one.isLeftOut && !one.isErased);
  });
}

/** She keeps her number and what became of her letter; what is planned for her is not sent. */
function erase(model: Model, email: ModelRecipient['email']): void {
  for (const { batches } of model.campaigns) {
    for (const { state, recipients } of batches) {
      for (const one of recipients) {
        if (one.email !== email) continue;
        one.isErased = true;
        one.isLeftOut ||= state === 'planned';
      }
    }
  }
  for (const [identity, { email: whose, what }] of model.events) {
    if (whose !== email) continue;
    model.events.delete(identity);
    if (what !== undefined) model.eventsOfErased.add(what);
  }
  model.suppressed.delete(email);
  model.erased.add(email);
}
