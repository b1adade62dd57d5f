import fc from 'fast-check';
import type { Pace } from '../../../src/ledger/pace-ledger.ts';
import {
  beginCommand,
  clockCommand,
  dropCommand,
  freezeCommand,
  openCommand,
  type Planned,
  rateCommand,
  stateCommand,
} from './campaign-commands.ts';
import {
  claimCommand,
  crashCommand,
  releaseCommand,
  settleCommand,
  sweepCommand,
  takeCommand,
} from './claim-commands.ts';
import type { LedgerCommand } from './command.ts';
import { PEOPLE } from './compare.ts';
import { eraseCommand } from './erase-command.ts';
import {
  decideCommand,
  EVENTS,
  eventCommand,
  suppressCommand,
  type Told,
  unsuppressCommand,
} from './fact-commands.ts';

const by = fc.nat(31);
const which = fc.nat(2);
const who = fc.nat(PEOPLE - 1);
const mask = fc.nat(255);
const HOUR_MS = 3_600_000;

const pace: fc.Arbitrary<Pace> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record(
    {
      rate: fc.record({ recipients: fc.integer({ min: 1, max: 5 }), ms: fc.constant(60_000) }),
      warmUp: fc.array(fc.integer({ min: 4, max: 7 }), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
);

const planned: fc.Arbitrary<Planned> = fc.record({
  people: fc.array(fc.record({ who, isSpanish: fc.boolean() }), { minLength: 1, maxLength: 14 }),
  invalid: fc.nat(2),
  batchSize: fc.integer({ min: 1, max: 4 }),
  startsIn: fc.option(
    fc.integer({ min: 0, max: 3 }).map((hours) => hours * HOUR_MS),
    {
      nil: undefined,
      freq: 4,
    },
  ),
  pace,
});

const told: fc.Arbitrary<Told> = fc.record({
  flight: fc.nat(20),
  recipient: fc.nat(3),
  event: fc.constantFrom(...(Object.keys(EVENTS) as (keyof typeof EVENTS)[])),
  isBare: fc.nat(5).map((one) => one === 0),
});

/** Seconds, the silence after which a sender elsewhere is dead, hours and days, and back again. */
const jump = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 90 }).map((s) => s * 1000) },
  fc.constantFrom(59_999, 60_000, 60_001, HOUR_MS, 24 * HOUR_MS, 49 * HOUR_MS),
  fc.constantFrom(-1_000, -HOUR_MS, -30 * HOUR_MS),
);

const settled = fc.constantFrom(
  ...(['accepted', 'accepted', 'refused', 'unknown', 'notTaken', 'divided', 'divided'] as const),
);

/** How many of each there are among a hundred, and how they are made. */
const kinds: readonly [number, fc.Arbitrary<LedgerCommand>][] = [
  [5, fc.tuple(by, planned).map((args) => openCommand(...args))],
  [8, fc.tuple(by, which, planned, fc.nat(30)).map((args) => freezeCommand(...args))],
  [5, fc.tuple(by, which, fc.constant(false)).map((args) => takeCommand(...args))],
  [9, fc.tuple(by, which, fc.constant(true)).map((args) => takeCommand(...args))],
  [2, fc.tuple(by, which).map((args) => sweepCommand(...args))],
  [2, fc.tuple(by, which).map((args) => releaseCommand(...args))],
  [24, fc.tuple(by, which, fc.constantFrom(1, 1, 1, 2)).map((args) => claimCommand(...args))],
  [24, fc.tuple(by, settled, mask).map((args) => settleCommand(...args))],
  [
    3,
    fc
      .tuple(
        by,
        fc.nat(9).map((one) => one === 0),
      )
      .map((args) => crashCommand(...args)),
  ],
  [
    9,
    fc
      .tuple(by, fc.array(told, { minLength: 1, maxLength: 4 }))
      .map((args) => eventCommand(...args)),
  ],
  [
    4,
    fc
      .tuple(by, which, fc.constantFrom('accepted', 'planned'), fc.option(mask, { nil: undefined }))
      .map((args) => decideCommand(...args)),
  ],
  [
    5,
    fc
      .tuple(
        by,
        who,
        fc.constantFrom('imported', 'bounced', 'manual', 'unsubscribed', 'complained'),
      )
      .map((args) => suppressCommand(...args)),
  ],
  [2, fc.tuple(by, who).map((args) => unsuppressCommand(...args))],
  [2, fc.tuple(by, who).map((args) => eraseCommand(...args))],
  [
    4,
    fc
      .tuple(by, which, fc.constantFrom('paused', 'sending', 'sending', 'done'))
      .map((args) => stateCommand(...args)),
  ],
  [1, fc.tuple(by, which).map(([by_, which_]) => stateCommand(by_, which_, 'cancelled'))],
  [1, fc.tuple(by, which).map((args) => beginCommand(...args))],
  [1, fc.tuple(by, which).map((args) => dropCommand(...args))],
  [1, fc.tuple(by, which, fc.integer({ min: 1, max: 9 })).map((args) => rateCommand(...args))],
  [7, jump.map(clockCommand)],
];

/** Campaigns that are planned, then whatever comes. */
export function sequences(longest: number): fc.Arbitrary<Iterable<LedgerCommand>> {
  const weighted = kinds.flatMap(([weight, kind]) => Array.from({ length: weight }, () => kind));
  const rest = fc.commands(weighted, { maxCommands: longest, size: 'max' });
  const begun = fc.array(fc.tuple(by, planned), { minLength: 1, maxLength: 2 });
  return fc
    .tuple(begun, rest)
    .map(([plans, commands]) => prefixed(plans.flatMap(beginOf), commands));
}

function beginOf([actor, order]: [number, Planned], which: number): LedgerCommand[] {
  return [
    openCommand(actor, order),
    freezeCommand(actor, 0, order, Number.POSITIVE_INFINITY),
    takeCommand(actor, which, actor % 2 === 1),
  ];
}

/** fast-check names the commands that were run, of those that it made itself. */
function prefixed(
  first: readonly LedgerCommand[],
  rest: Iterable<LedgerCommand>,
): Iterable<LedgerCommand> {
  const all = {
    *[Symbol.iterator]() {
      yield* first;
      yield* rest;
    },
    toString: () => [...first, rest].join(', '),
  };
  return all;
}
