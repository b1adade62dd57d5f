import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';

const PEOPLE = Array.from({ length: 60 }, (_, index) => `someone${index}`);
const APPEAL = 'templates/appeals/safe-harbour.md';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('sixty.csv', ...PEOPLE);
  await haveSubjects('\n  - Keep the door open\n  - Who closes the door?');
});
afterEach(() => desk.close());

async function haveSubjects(subjects: string): Promise<void> {
  const file = path.join(desk.cwd, APPEAL);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^subject:.*(\n {2}- .*)*$/m, `subject:${subjects}`));
}

const sendTrial = (...more: string[]) =>
  desk.send(['sixty.csv', '--yes', '--name', 'door', '--trial', '50%', ...more]);

describe('a letter with several subjects', () => {
  it('is tried, decided by hand, and sent to the rest', async () => {
    const sent = await sendTrial();
    expect([sent.status, sent.json.state, sent.json.planned > 0]).toEqual([4, 'paused', true]);
    expect(sent.err).toMatch(/^Variant A +"Keep the door open", to \d+ people$/m);
    expect(sent.err).toMatch(/^Trial +by lot, .*; the other \d+ get the winner$/m);
    expect(sent.err).toContain('outcry winner door');

    const shown = await desk.outcry(['winner', 'door']);
    expect(shown).toMatchObject({ status: 0, json: { winner: null } });
    expect(shown.json.variants.map((one: { variant: string }) => one.variant)).toEqual(['A', 'B']);
    const { rest } = shown.json;
    expect(sent.json.planned).toBe(rest.recipients);

    const unasked = await desk.outcry(['winner', 'door', 'b']);
    expect([unasked.status, unasked.json.error.code]).toEqual([2, 'unconfirmed']);
    const wrong = await desk.outcry(['winner', 'door', 'b'], { answer: 'yes' });
    expect([wrong.status, wrong.json.winner]).toEqual([1, null]);
    const answer = String(rest.recipients);
    const chosen = await desk.outcry(['winner', 'door', 'b'], { answer });
    expect(chosen).toMatchObject({ status: 0, json: { winner: { variant: 'B', how: 'hand' } } });
    expect(chosen.err).toContain('outcry resume door');

    const late = await desk.outcry(['winner', 'door', 'A', '--yes']);
    expect([late.status, late.json.error.code]).toEqual([2, 'winner-chosen']);
    expect((await desk.outcry(['winner', 'door', 'B'])).status).toBe(0);
    expect((await desk.outcry(['resume', 'door'])).json).toMatchObject({ accepted: 60 });
    const { json: status } = await desk.outcry(['status', 'door']);
    expect(status).toMatchObject({ state: 'done', winner: { variant: 'B' } });
    expect((await desk.outcry(['report', 'door'])).json).toMatchObject({
      variants: [{ variant: 'A' }, { variant: 'B', subject: 'Who closes the door?' }],
      rest: { accepted: rest.recipients, winner: 'B' },
    });
  });

  it('says which variant was never tested, until it was', async () => {
    await desk.send(['sixty.csv', '--yes', '--test', 'me@example.org', '--variant', 'b']);
    const dry = await desk.send(['sixty.csv', '--dry-run']);
    expect(dry.err).toMatch(/^Tested +exactly this letter, .*; never in: variant A$/m);
    await desk.send(['sixty.csv', '--yes', '--test', 'me@example.org']);
    const again = await desk.send(['sixty.csv', '--dry-run']);
    expect(again.err).toMatch(/^Tested +exactly this letter, .* to m…@example\.org$/m);
  });

  it('says back when it decides itself', async () => {
    const both = ['--dry-run', '--decide', '95%', '--until', '4h'];
    expect((await desk.send(['sixty.csv', ...both])).err).toMatch(
      /^Winner +once one is the best with 95\.0 % \(20 signatures and 30 minutes at the least\), else the best one 4 hours after the trial is sent$/m,
    );
    const alone = await desk.send(['sixty.csv', '--dry-run', '--decide', '95%']);
    expect(alone.err).toContain('; if none is within a day, you are asked');
  });

  it('is built as its first variant, with the others named', async () => {
    const { json } = await desk.outcry(['build', APPEAL, '--out', 'out']);
    expect(json.variants).toEqual([
      { variant: 'A', subject: 'Keep the door open' },
      { variant: 'B', subject: 'Who closes the door?' },
    ]);
    expect([json.subject, json.editions]).toEqual(['Keep the door open', []]);
  });

  it('is checked in each of its subjects, and what they share is told once', async () => {
    await haveSubjects(`\n  - Keep the door open\n  - ${'Who closes the door '.repeat(4)}`);
    const { json } = await desk.outcry(['check', APPEAL, '--list', 'sixty.csv']);
    const told = json.problems.map((one: { code: string; line: number }) => [one.code, one.line]);
    expect(told).toContainEqual(['subject-too-long', 4]);
    expect(new Set(told.map(String)).size).toBe(told.length);
  });
});

describe('what cannot be followed', () => {
  it.each([
    [['--trial', '0%'], 'no share'],
    [['--trial', 'half'], 'no number'],
    [['--decide', '95'], 'a percentage without its sign'],
    [['--decide', '100%'], 'never certain'],
    [['--until', 'soon'], 'no time'],
    [['--until', '2020-01-01 09:00'], 'over already'],
    [['--variant', 'B'], 'no test'],
    [['--test', 'me@example.org', '--variant', 'C'], 'no such variant'],
  ])('%j is refused: %s', async (options) => {
    const { status, json } = await desk.send(['sixty.csv', '--dry-run', ...options]);
    expect([status, json.error.code]).toEqual([2, 'usage']);
    expect(json.error.what).toContain(options.at(-2));
  });

  it('a trial of one subject, and a winner where nothing was tested', async () => {
    await haveSubjects(' Keep the door open');
    const trial = await sendTrial();
    expect([trial.status, trial.json.error.code]).toEqual([2, 'usage']);
    await desk.send(['sixty.csv', '--yes', '--name', 'plain']);
    const winner = await desk.outcry(['winner', 'plain']);
    expect([winner.status, winner.json.error.code]).toEqual([2, 'trial-missing']);
  });
});
