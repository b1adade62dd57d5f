import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rememberTest, testedEditions } from '../../src/campaign/tested-editions.ts';
import type { OutcryError } from '../../src/errors.ts';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { isError } from '../../src/problem.ts';
import type { Copy } from '../../src/sandbox/finish-copy.ts';
import type { Order } from '../../src/send.ts';
import { figuresOf } from '../../src/trial/variant-figures.ts';
import { expectSum, openStage, RIVER, type Stage, supporters } from './a-stage.ts';

const SUBJECTS = ['{{first_name}}, keep the river open', 'The river is yours, {{first_name}}'];
const MINUTE = 60_000;
const PEOPLE = 600;

let stage: Stage;
let appeal: string;
beforeEach(async () => {
  stage = await openStage({ withEvents: true });
  appeal = write('river.md', SUBJECTS);
});
afterEach(() => stage.close());

function write(name: string, subjects: readonly string[], change = (text: string) => text): string {
  const subject = subjects.length === 1 ? ` "${subjects[0]}"` : list(subjects);
  const text = readFileSync(RIVER, 'utf8').replace(/^subject: .*$/m, `subject:${subject}`);
  const view = '\n\n[Read it in your browser]({{view_link}})\n\n{{> sign}}';
  writeFileSync(join(stage.folder, name), change(text.replace('\n\n{{> sign}}', view)));
  return join(stage.folder, name);
}

const list = (subjects: readonly string[]) => subjects.map((one) => `\n  - "${one}"`).join('');

const plan = (order: Partial<Order> = {}): Promise<Campaign> =>
  stage.plan({ appeal, lists: [stage.list('list.csv', supporters(PEOPLE))], ...order });

const emails = supporters(PEOPLE).map(([email = '']) => email);

async function inbox(): Promise<Map<string, Copy>> {
  const answer = await fetch(`${stage.sandbox.url}/_sandbox/messages?limit=1000`);
  const copies = (await answer.json()) as (Copy & { to: string })[];
  expect(new Set(copies.map(({ to }) => to)).size, 'nobody has two').toBe(copies.length);
  return new Map(copies.map((copy) => [copy.to, copy]));
}

const hasB = ({ subject }: Copy) => subject.startsWith('The river is yours');

async function sign({ text }: Copy): Promise<void> {
  const link = stage.local(/https:\S+\/s\/[\w-]+/.exec(text)?.[0] ?? '');
  const body = new URLSearchParams({ first_name: 'Rosa' });
  expect((await fetch(link, { method: 'POST', body, redirect: 'manual' })).status).toBe(303);
}

async function problemsOf(order: Partial<Order>, against?: string[]): Promise<string[]> {
  const error = await stage.plan({ appeal, lists: [], ...order }, { against }).then(
    () => undefined,
    (reason: unknown) => reason as OutcryError,
  );
  return error?.problems.filter(isError).map(({ code }) => code) ?? [];
}

describe('subjects that are tested against each other', () => {
  it('reach a fifth of the people, and then the send stops and says what to type', async () => {
    const campaign = await plan();
    const stop = await stage.send(campaign);
    expect(stop?.fix).toContain(`outcry winner ${campaign.name}`);
    const tally = await stage.tally(campaign);
    expectSum(tally, PEOPLE);
    expect(Math.abs(tally.accepted - PEOPLE / 5)).toBeLessThan(50);
    const copies = [...(await inbox()).values()];
    expect(copies).toHaveLength(tally.accepted);
    const own = figuresOf(['A', 'B'], await stage.ledger.byEdition(campaign.number));
    expect(own.map(({ accepted }) => accepted)).toEqual([
      copies.filter((copy) => !hasB(copy)).length,
      copies.filter(hasB).length,
    ]);
    expect((await stage.ledger.campaignByNumber(campaign.number))?.state).toBe('paused');
    expect((await stage.send(campaign))?.fix).toContain('outcry winner');
    expect((await inbox()).size, 'nobody else, whoever tries').toBe(tally.accepted);
  });

  it('are decided by signatures, by themselves, and the rest gets the winner', async () => {
    const rule = { probability: 0.95, afterMs: 24 * 60 * MINUTE };
    const campaign = await plan({ trial: { share: 0.5, rule } });
    let now = Date.now();
    let isSigned = false;
    const events: string[] = [];
    const stop = await stage.send(campaign, {
      now: () => {
        // Each look at the clock is a minute later: the trial waits for nothing but this.
        now += isSigned ? MINUTE : 0;
        return now;
      },
      tell: (event) => events.push(event.type === 'wait' ? event.reason : event.type),
      sleep: async () => {
        if (isSigned) return;
        for (const copy of [...(await inbox()).values()].filter(hasB).slice(0, 30))
          await sign(copy);
        const people = [...(await inbox()).values()].filter((copy) => !hasB(copy));
        for (const copy of people.slice(0, 8)) await sign(copy);
        isSigned = true;
      },
    });
    expect(stop).toBeUndefined();
    expect(events.filter((event) => event !== 'batch')).toEqual(['trial', 'winner']);
    const trial = await stage.ledger.trialOf(campaign.number);
    expect(trial?.winner).toMatchObject({ variant: 'B', how: 'probability' });
    expect(trial?.winner?.probability).toBeGreaterThan(0.95);
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ accepted: PEOPLE, planned: 0 });
    const [rest] = figuresOf([''], await stage.ledger.byEdition(campaign.number));
    const copies = [...(await inbox()).values()];
    const [ofA] = figuresOf(['A'], await stage.ledger.byEdition(campaign.number));
    expect(copies.filter(hasB)).toHaveLength(PEOPLE - (ofA?.accepted ?? 0));
    expect(rest?.accepted).toBeGreaterThan(200);
  });

  it('fall to the same people again, whatever the order of the list or the campaign', async () => {
    const rows = supporters(PEOPLE);
    const lists = [stage.list('shuffled.csv', [...rows].reverse())];
    const [one, other] = [await plan(), await stage.plan({ appeal, lists, name: 'other' })];
    const split = async ({ number }: Campaign) => {
      const all: Record<string, string | undefined> = {};
      for (const [index] of emails.entries()) {
        const recipient = await stage.ledger.recipient(number, (index + 1) as never);
        if (recipient) all[recipient.email] = recipient.variant;
      }
      return all;
    };
    expect(await split(other)).toEqual(await split(one));
  });

  it('go to exactly as many people as were asked for', async () => {
    const campaign = await plan({ trial: { people: 77 } });
    const figures = figuresOf(['A', 'B'], await stage.ledger.byEdition(campaign.number));
    expect(figures.reduce((sum, { recipients }) => sum + recipients, 0)).toBe(77);
  });

  it('stop and ask when the time is over and nobody has signed', async () => {
    const campaign = await plan({ trial: { rule: { afterMs: 60 * MINUTE } } });
    let now = Date.now();
    const stop = await stage.send(campaign, { now: () => (now += MINUTE) });
    expect(stop?.reason).toContain('nobody has signed');
    expect((await stage.ledger.trialOf(campaign.number))?.winner).toBeUndefined();
  });

  it('wait on after a pause, and go on with what was chosen by hand meanwhile', async () => {
    const campaign = await plan({ trial: { rule: { probability: 0.99 } } });
    const paused = await stage.send(campaign, {
      sleep: async () => void (await stage.ledger.setCampaignState(campaign.number, 'paused')),
    });
    expect(paused?.reason).toContain('paused');
    const choice = { variant: 'A', how: 'hand', probability: 0.5 } as const;
    const stop = await stage.send(campaign, {
      sleep: async () => void (await stage.ledger.chooseWinner(campaign.number, choice)),
    });
    expect(stop).toBeUndefined();
    expect(await stage.tally(campaign)).toMatchObject({ accepted: PEOPLE, planned: 0 });
    const [ofB] = figuresOf(['B'], await stage.ledger.byEdition(campaign.number));
    expect([...(await inbox()).values()].filter(hasB)).toHaveLength(ofB?.accepted ?? 0);
  });

  it('go on when the winner is chosen by hand at the very moment at which the trial ends', async () => {
    const campaign = await plan();
    const byHand = { variant: 'B', how: 'hand', probability: 0.5 } as const;
    const trialOf: Ledger['trialOf'] = async (number) => {
      await stage.ledger.chooseWinner(number, byHand);
      return stage.ledger.trialOf(number);
    };
    expect(await stage.send(campaign, { ledger: { ...stage.ledger, trialOf } })).toBeUndefined();
    expect(await stage.tally(campaign)).toMatchObject({ accepted: PEOPLE, planned: 0 });
  });

  it('show each recipient her own one in the browser', async () => {
    appeal = write('river.md', ['One', 'Two']);
    writeFileSync(
      join(stage.folder, 'other.md'),
      readFileSync(
        write('other.md', ['Three'], (text) => text.replace('is to be closed', 'will be gone')),
      ),
    );
    appeal = write('river.md', ['One']);
    const campaign = await stage.plan(
      { appeal, lists: [stage.list('list.csv', supporters(40))], trial: { share: 1 } },
      { against: [join(stage.folder, 'other.md')] },
    );
    expect(await stage.send(campaign)).toBeUndefined();
    const copies = [...(await inbox()).values()];
    expect(new Set(copies.map(({ subject }) => subject))).toEqual(new Set(['One', 'Three']));
    for (const { subject, text } of copies) {
      const view = stage.local(/https:\S+\/v\/[\w-]+/.exec(text)?.[0] ?? '');
      const page = await (await fetch(view)).text();
      expect(page).toContain(subject === 'One' ? 'is to be closed' : 'will be gone');
    }
  });

  it('are tested in turn, or one of them, and only what was sent counts as tested', async () => {
    const test = ['me@example.org', 'you@example.org', 'her@example.org'];
    const inTurn = await plan({ test });
    expect(await stage.send(inTurn)).toBeUndefined();
    const subjects = await Promise.all(
      test.map(async (to) => (await stage.copies(to))[0]?.subject),
    );
    expect(subjects.map((subject) => subject?.startsWith('The river'))).toEqual([
      false,
      true,
      false,
    ]);
    await stage.ledger.dropCampaign((await plan({ name: 'none' })).number);
    const onlyB = await plan({ test: ['b@example.org'], variant: 'B' });
    await stage.send(onlyB);
    await rememberTest(onlyB, stage.ledger, ['b@example.org']);
    const tested = await testedEditions(await plan(), stage.ledger);
    expect(tested.map(({ variant, test: sent }) => [variant, sent?.email])).toEqual([
      ['A', undefined],
      ['B', 'b@example.org'],
    ]);
  });

  it('are held to every row: who cannot get one of them gets none', async () => {
    appeal = write('river.md', ['Keep the river open', '{{first_name}}']);
    const rows = [...supporters(40), ['gap@example.org', '', '']];
    const campaign = await stage.plan({ appeal, lists: [stage.list('list.csv', rows)] });
    expect((await stage.tally(campaign)).skipped.invalid).toBe(1);
    const [row] = await stage.ledger.skippedRows(campaign.number, 1);
    expect(row?.detail).toContain('subject would be empty');
  });

  it('change nothing for a letter with one subject', async () => {
    appeal = write('river.md', ['Keep it open']);
    const campaign = await plan({ name: 'one' });
    appeal = write('river.md', ['Keep it open'], (text) =>
      text.replace('subject: "Keep it open"', 'subject: [Keep it open]'),
    );
    const same = await plan({ name: 'same' });
    expect(same.hash).toBe(campaign.hash);
    expect(await stage.ledger.trialOf(campaign.number)).toBeUndefined();
    await expect(plan({ trial: { share: 0.1 } })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('variants are refused', () => {
  it.each([
    [['Same', 'Same'], ['front-matter-invalid'], 'twice the same'],
    [Array.from({ length: 9 }, (_, index) => `No ${index}`), ['front-matter-invalid'], 'too many'],
  ])('%j: %j, %s', async (subjects, codes) => {
    write('river.md', subjects);
    expect(await problemsOf({})).toEqual(codes);
  });

  it('if a language has another number of subjects', async () => {
    write('river.es.md', ['Sólo uno'], (text) => text.replace('lang: en\n', ''));
    expect(await problemsOf({})).toEqual(['variant-missing']);
  });

  it('if letters are the same, for other petitions, in other languages, or have subjects to test', async () => {
    write('river.md', ['One']);
    const other = (change: (text: string) => string, subjects = ['One']) => [
      write('other.md', subjects, change),
    ];
    expect(
      await problemsOf(
        {},
        other((text) => text),
      ),
    ).toEqual(['variant-double']);
    const goal = other((text) => text.replace('goal: 500', 'goal: 501'), ['Two']);
    expect(await problemsOf({}, goal)).toEqual(['variant-petition']);
    const lang = other((text) => text.replace('lang: en', 'lang: es'), ['Two']);
    expect(await problemsOf({}, lang)).toEqual(['variant-missing', 'variant-missing']);
    const twice = other((text) => text, ['Two', 'Three']);
    expect(await problemsOf({}, twice)).toEqual(['variant-missing']);
    expect(await problemsOf({}, [join(stage.folder, 'river.md')])).toEqual(['usage']);
  });

  it('if one of them would be tried on nobody', async () => {
    const lists = [stage.list('few.csv', supporters(2))];
    await expect(stage.plan({ appeal, lists })).rejects.toMatchObject({ code: 'trial-small' });
    expect(await stage.ledger.listCampaigns()).toEqual([]);
  });
});
