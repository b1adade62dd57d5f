import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { ledgers, readyCampaign, type Store } from './ledgers.ts';

const ROSA = { user: 'rosa', host: 'desk' };

describe.each(ledgers)('who did what on $name', ({ name, createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    campaign = (await readyCampaign(ledger)).number;
  });
  afterEach(() => store.remove());

  it('knows people by their user, on a server by that of the database too', async () => {
    const { databaseUser, ...person } = await ledger.known(ROSA);
    expect(person).toEqual(ROSA);
    expect(databaseUser).toMatch(name === 'SQLite' ? /^$/ : /^\w+$/);
  });

  it('keeps an approval once for each person, and for that letter alone', async () => {
    const first = store.clock.now;
    await ledger.approve('abc', ROSA);
    store.clock.now += 5;
    await ledger.approve('abc', { ...ROSA, user: 'ana' });
    await ledger.approve('abc', ROSA);
    const { databaseUser } = await ledger.known(ROSA);
    expect(await ledger.approvalsOf('abc')).toEqual([
      { ...ROSA, databaseUser, at: first },
      { user: 'ana', host: 'desk', databaseUser, at: first + 5 },
    ]);
    expect(await ledger.approvalsOf('abd')).toEqual([]);
  });

  it('keeps commands from their beginning, of a campaign and of its petition', async () => {
    const at = store.clock.now;
    const pause = await ledger.beginCommand({ campaign }, 'pause river', ROSA);
    await ledger.beginCommand({ petition: 'save-the-river' }, 'petitions close x', ROSA);
    await ledger.beginCommand({ petition: 'another' }, 'petitions close y', ROSA);
    store.clock.now += 5;
    await ledger.endCommand(pause, 2, 'usage');
    const commands = await ledger.commandsOf(campaign, 'save-the-river');
    expect(commands).toMatchObject([
      { command: 'pause river', ...ROSA, at, ended: { at: at + 5, exit: 2, error: 'usage' } },
      { command: 'petitions close x', at, ended: undefined },
    ]);
    expect(commands).toHaveLength(2);
  });

  it('forgets the commands of a campaign that is forgotten', async () => {
    await ledger.beginCommand({ campaign }, 'send river', ROSA);
    await ledger.dropCampaign(campaign);
    expect(await ledger.commandsOf(campaign, 'save-the-river')).toEqual([]);
  });
});
