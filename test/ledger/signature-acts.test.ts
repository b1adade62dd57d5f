import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, SignatureDraft, ValidSignature } from '../../src/ledger/ledger.ts';
import type { ActNumber, CampaignNumber, SignatureNumber } from '../../src/terms.ts';
import {
  address,
  claimed,
  draft,
  ledgers,
  readyCampaign,
  recipientNumber,
  type Store,
} from './ledgers.ts';

const RIVER = draft.petition.slug;
const HOUR = 3_600_000;

describe.each(ledgers)('what staff take out of the signatures, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    ({ number: campaign } = await readyCampaign(ledger));
    await ledger.takeSender(campaign);
    for (let batch = 0; batch < 3; batch += 1) {
      const messageId = `m${batch}`;
      await ledger.settleBatch(await claimed(ledger, campaign), { state: 'accepted', messageId });
    }
  });
  afterEach(() => store.remove());

  async function sign(name: string | number, changes: Partial<SignatureDraft> = {}) {
    await ledger.recordSignature({
      petition: RIVER,
      email: address(name),
      firstName: `${name}`,
      lastName: '',
      postcode: '',
      country: 'ES',
      comment: `${name} says`,
      consent: false,
      consents: ['show'],
      campaign: undefined,
      recipient: undefined,
      sharedBy: undefined,
      ...changes,
    });
    const number = await ledger.signatureOf(changes.petition ?? RIVER, address(name));
    if (number === undefined) throw new Error('It was not recorded.');
    if (changes.comment !== '') await ledger.decideComment(number, 'shown');
    return number;
  }
  const own = (number: number) => ({ campaign, recipient: recipientNumber(number) });

  /** Everything that the ledger counts of signatures. */
  async function figures() {
    return {
      count: await ledger.countSignatures(RIVER),
      figures: await ledger.figures(campaign),
      languages: await ledger.byLanguage(campaign),
      editions: await ledger.byEdition(campaign),
      domains: await ledger.byDomain(campaign),
      sources: await ledger.signatureSources(campaign),
      hours: await ledger.signaturesByHour(campaign),
      comments: await ledger.countComments(RIVER),
      waiting: (await ledger.listSignatures({ comments: 'shown', limit: 9 })).length,
      shown: await ledger.shownComments(RIVER, 9),
      page: await ledger.validPage({ petition: RIVER, limit: 99 }),
    };
  }

  const takeOut = (kind: 'invalidate' | 'redact', ...numbers: readonly SignatureNumber[]) =>
    ledger.takeOut({
      petition: RIVER,
      kind,
      chosen: 'email ends with "bots.example"',
      reason: 'a flood of bots',
      by: 'rosa',
      numbers,
    });

  async function click(recipient: number) {
    const agent = { method: 'GET', userAgent: 'curl/8.5.0' };
    await ledger.recordClick({ ...own(recipient), kind: 'sign', ...agent });
  }

  it('counts in no figure, as if it had never been there, until that is undone', async () => {
    const person = await sign(1, own(1));
    await sign('friend', { sharedBy: person });
    await click(1);
    await click(2);
    const before = await figures();
    expect(before).toMatchObject({ count: 2, sources: { link: 1, shared: 1, public: 0 } });
    store.clock.now += 2 * HOUR;
    const bots = [
      await sign(2, own(2)),
      await sign('bot'),
      await sign('another', { sharedBy: person }),
    ];
    const flooded = await figures();
    expect(flooded).toMatchObject({ count: 5, sources: { link: 2, shared: 2, public: 1 } });
    for (const [name, value] of Object.entries(flooded)) {
      expect(value, name).not.toEqual(before[name as keyof typeof before]);
    }

    const { number: act } = await takeOut('invalidate', ...bots);
    expect(await figures()).toEqual(before);
    await ledger.takeBack(act, 'ben');
    expect(await figures()).toEqual(flooded);
  });

  it('is kept, and cannot sign itself into validity', async () => {
    const bot = await sign('bot');
    const { number } = await takeOut('invalidate', bot);
    expect(await ledger.signature(bot)).toMatchObject({ firstName: 'bot', invalidatedBy: number });
    expect(await ledger.hasSigned(RIVER, address('bot'))).toBe(true);
    await sign('bot');
    expect(await ledger.countSignatures(RIVER)).toBe(0);
    const [listed] = await ledger.listSignatures({ petition: RIVER, limit: 1 });
    expect(listed).toMatchObject({ number: bot, invalidatedBy: number });
  });

  it('goes on to credit whoever brought those that come after', async () => {
    const first = await sign(1, own(1));
    const second = await sign('second', { sharedBy: first });
    await sign('third', { sharedBy: second });
    await takeOut('invalidate', second);
    expect(await ledger.signatureSources(campaign)).toMatchObject({ link: 1, shared: 1 });
  });

  it('is an act with its reason, its day, who did it, and how many it was', async () => {
    const [a, b] = [await sign('a'), await sign('b')];
    const elsewhere = await sign('c', { petition: 'another' });
    const at = store.clock.now;
    const first = await takeOut('invalidate', a);
    const second = await takeOut('invalidate', a, b, elsewhere);
    expect(first).toEqual({
      number: 1,
      petition: RIVER,
      kind: 'invalidate',
      chosen: 'email ends with "bots.example"',
      reason: 'a flood of bots',
      by: 'rosa',
      at,
      signatures: 1,
      undone: undefined,
    });
    expect(second.signatures).toBe(1);
    store.clock.now += HOUR;
    const undone = { ...first, undone: { by: 'ben', at: at + HOUR } };
    expect(await ledger.takeBack(first.number, 'ben')).toEqual(undone);
    store.clock.now += HOUR;
    expect(await ledger.takeBack(first.number, 'ben')).toEqual(undone);
    expect(await ledger.takeBack(9 as ActNumber, 'ben')).toBeUndefined();
    expect(await ledger.signatureActs(RIVER)).toEqual([second, undone]);
    expect(await ledger.signatureActs('another')).toEqual([]);
    expect(await ledger.signatureActs()).toHaveLength(2);
    expect(await ledger.countSignatures(RIVER)).toBe(1);
    expect(await ledger.countSignatures('another')).toBe(1);
  });

  it('takes out a comment alone, which comes back as it stood', async () => {
    const [a, b, quiet] = [await sign('a'), await sign('b'), await sign('q', { comment: '' })];
    const { number, signatures } = await takeOut('redact', a, quiet);
    expect(signatures).toBe(1);
    expect(await ledger.countSignatures(RIVER)).toBe(3);
    expect(await ledger.shownComments(RIVER, 9)).toEqual([{ firstName: 'b', comment: 'b says' }]);
    expect(await ledger.countComments(RIVER)).toEqual({ shown: 1 });
    const comments = async () => (await page()).map(({ comment }) => comment);
    expect(await comments()).toEqual(['', 'b says', '']);
    expect(await ledger.signature(a)).toMatchObject({ comment: 'a says', redactedBy: number });
    await ledger.takeBack(number, 'ben');
    expect(await comments()).toEqual(['a says', 'b says', '']);
    expect(await ledger.shownComments(RIVER, 9)).toHaveLength(2);
    expect(b).toBeGreaterThan(a);
  });

  const page = (wish: object = {}): Promise<ValidSignature[]> =>
    ledger.validPage({ petition: RIVER, limit: 99, ...wish });

  it('leaves the others to be read page by page, the oldest first, with what the list said', async () => {
    const numbers = [await sign(1, own(1)), await sign('b'), await sign('c'), await sign('d')];
    await sign('e', { petition: 'another' });
    await takeOut('invalidate', numbers[1] as SignatureNumber);
    const read = async (wish: object) => (await page(wish)).map(({ firstName }) => firstName);
    expect(await read({ limit: 2 })).toEqual(['1', 'c']);
    expect(await read({ limit: 2, after: numbers[2] })).toEqual(['d']);
    const [first, second] = await page();
    expect(first).toMatchObject({ fields: { city: '日本語' }, isErased: false });
    expect(second).toMatchObject({ fields: {} });
  });

  it('leaves out who was erased, unless they are asked for, and reads a stretch of time', async () => {
    await sign('a');
    store.clock.now += HOUR;
    await sign('b');
    await ledger.eraseSupporter(address('a'), { withdraw: false });
    expect(await page()).toMatchObject([{ firstName: 'b' }]);
    expect(await page({ withErased: true })).toMatchObject([{ isErased: true }, {}]);
    const at = store.clock.now;
    expect(await page({ since: at })).toHaveLength(1);
    expect(await page({ until: at })).toHaveLength(0);
    expect(await page({ since: at, until: at + 1 })).toHaveLength(1);
  });
});

/** Who looks at signatures without asking whether they count, and why that is right. */
const ANY_SIGNATURE: Readonly<Record<string, string>> = {
  'valid-signatures.ts': 'asks',
  'signatures.ts': 'records and finds them; a list says which are invalid',
  'signature-acts.ts': 'decides it',
  'signature-sources.ts': 'a chain of shares goes on through those that do not count',
  'postgres/for-visitors.ts': 'finds them for their signers, as signatures.ts',
  'supporter-records.ts': 'all that is known of somebody',
  'erase-replies.ts': 'all that is known of somebody',
  'move/compare.ts': 'what is moved is all moved',
};

it('has no other place that reads signatures, valid or not', () => {
  const folder = 'src/ledger';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(?!migrations).*\.ts$/.test(file),
  );
  const readers = files.filter((file) =>
    /\b(selectFrom|[jJ]oin)\(\s*'signatures\b|\b(from|join) signatures\b/.test(
      readFileSync(`${folder}/${file}`, 'utf8'),
    ),
  );
  expect(readers.sort()).toEqual(Object.keys(ANY_SIGNATURE).sort());
});
