import type { Scene } from './open-scene.ts';

/** How a campaign stands after its crashes, by the ledger and by the sandbox's own books. */
export interface Account {
  readonly requests: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Before SendGrid's events came. */
  readonly before: Count;
  /** Unknown batches of which the sandbox says so itself, and those that died with a process. */
  readonly unknownBatches: { readonly ambiguous: number; readonly died: number };
  readonly after: Count;
  /** Recipients whom SendGrid took, and whom it took twice. */
  readonly taken: number;
  readonly duplicates: number;
  /** Each thing that is not as it was promised; empty if all is well. */
  readonly complaints: readonly string[];
}

/** What a campaign has been through. */
export interface Crashed {
  readonly campaign: string;
  /** Batches that were claimed, and not settled, when their process or their database died. */
  readonly died: ReadonlySet<number>;
  /** What is known of a batch, for whoever looks for a fault. */
  readonly describe?: (batch: number) => string;
}

export interface Count {
  readonly accepted: number;
  readonly unknown: number;
}

/** Counts what every promise says of `people` recipients, first without the events, then with them. */
export async function judgeCrashes(
  scene: Scene,
  crashes: Crashed,
  people: number,
): Promise<Account> {
  const complaints: string[] = [];
  const hold = (isSo: boolean, otherwise: string) => isSo || complaints.push(otherwise);
  const before = {
    accepted: await sizeOf(scene, 'accepted'),
    unknown: await sizeOf(scene, 'unknown'),
  };
  hold(before.accepted + before.unknown === people, `Of ${people}: ${JSON.stringify(before)}`);
  const doubts = await doubtsOf(scene);
  const unknown = await batchesIn(scene, 'unknown');
  const ambiguous = unknown.filter((batch) => doubts.has(batch));
  const alone = unknown.filter((batch) => !doubts.has(batch));
  const lost = alone.filter((batch) => !crashes.died.has(batch));
  const describe = crashes.describe ?? String;
  hold(lost.length === 0, `Held as unknown for no reason: ${lost.map(describe).join('; ')}`);

  await scene.deliverEvents();
  const after = await count(scene, crashes.campaign, people, hold);
  const { requests, faults, recipients, duplicates, accepted } = scene.sandbox.stats();
  hold(duplicates === 0, `${duplicates} recipients were taken twice, say the sandbox's books.`);
  hold(after.accepted === recipients, `${after.accepted} accepted, but ${recipients} were taken.`);
  const { campaign } = await scene.ledger.look();
  const proof = await scene.ledger.prove(campaign?.number ?? 0);
  for (const [what, number] of Object.entries(proof)) hold(number === 0, `${what}: ${number}`);
  const still = await batchesIn(scene, 'unknown');
  const held = still.filter((batch) => doubts.get(batch)?.taken);
  hold(held.length === 0, `Taken and still unknown: the batches ${held.join(', ')}`);
  const taken = await batchesIn(scene, 'accepted');
  hold(accepted === taken.length, 'Not as many batches as requests taken.');
  return {
    requests,
    faults,
    before,
    unknownBatches: { ambiguous: ambiguous.length, died: alone.length },
    after,
    taken: recipients,
    duplicates,
    complaints,
  };
}

type Hold = (isSo: boolean, otherwise: string) => void;

/** What `outcry status` says; it must add up. */
async function count(
  { start }: Scene,
  campaign: string,
  people: number,
  hold: Hold,
): Promise<Count> {
  const line = await start(['status', campaign, '--json']).firstLine;
  const { state, recipients, accepted, unknown, ...rest } = JSON.parse(line ?? '{}');
  hold(state === 'done', `The campaign is ${state}.`);
  hold(recipients === people, `${recipients} recipients of ${people}.`);
  hold(accepted + unknown === people, `${accepted} accepted and ${unknown} unknown of ${people}.`);
  const { planned, refused, suppressed } = rest;
  hold(planned + refused + suppressed === 0, `Also ${JSON.stringify(rest)}`);
  return { accepted, unknown };
}

async function sizeOf({ ledger }: Scene, wanted: string): Promise<number> {
  const sizes = (await ledger.look()).batches.filter(({ state }) => state === wanted);
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

async function batchesIn({ ledger }: Scene, wanted: string): Promise<number[]> {
  const { batches } = await ledger.look();
  return batches.filter(({ state }) => state === wanted).map(({ number }) => number);
}

/** By batch, why the sandbox says that its sender cannot know; a 503 says that it was not taken. */
async function doubtsOf(scene: Scene): Promise<Map<number, { readonly taken: boolean }>> {
  const unsure = (await scene.ambiguous()).filter(({ fault }) => fault !== '503');
  return new Map(
    unsure.map(({ custom_args, taken }) => [Number(custom_args.outcry_batch), { taken }] as const),
  );
}
