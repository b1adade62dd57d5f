import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { sayWho, whoAmI } from '../../src/cli/who.ts';
import { type Desk, openDesk } from './a-desk.ts';
import { newWorkspace, runHere, runJsonHere } from './run-here.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const LIST = '--list lists/supporters.csv';
const KEYS = { SENDGRID_API_KEY: 'SG.sandbox' };

interface Next {
  readonly about: string;
  readonly what: string;
  readonly urgent: boolean;
  readonly steps: readonly { readonly what: string; readonly command: string | null }[];
}

const commandsOf = ({ steps }: Next) => steps.flatMap(({ command }) => command ?? []);
const aboutCampaigns = (next: Next[]) => next.filter(({ about }) => about === 'campaign');

describe('outcry without a command', () => {
  it('tells a folder that is no workspace how to begin', async () => {
    const cwd = inject('workspaces');
    const { status, out } = await runHere([], { cwd });
    expect(status).toBe(0);
    expect(out).toMatch(/outcry demo\n[\s\S]*outcry init my-campaigns\n/);
    expect((await runJsonHere([], { cwd })).json.workspace).toBeNull();
  });

  it('says that a workspace is none, if it is named', async () => {
    const { status, json } = await runJsonHere(['--workspace', 'nowhere']);
    expect([status, json.error.code]).toEqual([3, 'workspace-missing']);
  });

  it('still says that an unknown command is unknown', async () => {
    const { status, err } = await runHere(['nxt']);
    expect(status).toBe(2);
    expect(err).toContain('Did you mean next?');
  });

  it('shows the mistakes of outcry.yaml', async () => {
    const cwd = await newWorkspace();
    await writeFile(path.join(cwd, 'outcry.yaml'), 'organisation: { name: Us }\nlng: en\n');
    const { status, json } = await runJsonHere([], { cwd });
    expect([status, json.error.code]).toEqual([3, 'config-invalid']);
  });

  it('goes on from a new workspace with the sample letter, and makes no ledger for it', async () => {
    const cwd = await newWorkspace();
    const { status, json } = await runJsonHere([], { cwd });
    expect(status).toBe(0);
    const [own, letter] = json.next as Next[];
    expect(own?.what).toContain('put your own name and address into it');
    expect(letter && commandsOf(letter)).toEqual([
      `outcry preview ${APPEAL} ${LIST}`,
      'outcry sandbox',
      'outcry serve',
      `outcry send ${APPEAL} ${LIST} --test you@example.org`,
      `outcry send ${APPEAL} ${LIST} --dry-run`,
      `outcry send ${APPEAL} ${LIST}`,
    ]);
    await expect(rm(path.join(cwd, '.outcry', 'ledger.sqlite'))).rejects.toThrow('ENOENT');
  });

  it('names first what is missing of the secrets, and the way to the rest', async () => {
    const cwd = await newWorkspace();
    await writeFile(path.join(cwd, '.env'), '');
    const { status, json } = await runJsonHere([], { cwd });
    expect(status).toBe(3);
    const settings = (json.next as Next[]).filter(({ urgent }) => urgent);
    expect(settings.map(({ what }) => what.split(' ')[0])).toEqual([
      'OUTCRY_SECRET',
      'SENDGRID_API_KEY',
    ]);
    for (const setting of settings) expect(commandsOf(setting)).toEqual(['outcry doctor']);
  });

  it('leads from a letter with mistakes to check, of the letter that was written last', async () => {
    const cwd = await newWorkspace();
    const file = path.join(cwd, 'templates', 'appeals', "people's river.md");
    await writeFile(file, '---\nsubject: River\n---\nA river.[@nobody]\n');
    const { status, json } = await runJsonHere([], { cwd, env: KEYS });
    expect(status).toBe(1);
    const letter = (json.next as Next[]).find(({ about }) => about === 'letter');
    expect(letter?.what).toMatch(/people's river\.md cannot be sent yet: \d+ errors?\./);
    expect(letter && commandsOf(letter)).toEqual([
      `outcry check 'templates/appeals/people'\\''s river.md' ${LIST}`,
    ]);
  });
});

describe('outcry without a command, once letters go', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ faults: 'reset-after:1' });
    await desk.list('two.csv', 'ana', 'ben');
    return () => desk.close();
  });
  const next = async () => {
    const { status, json } = await desk.outcry([]);
    return { status, next: json.next as Next[] };
  };

  it('does not ask for a test of what was tested', async () => {
    const calm = await openDesk();
    await calm.outcry([
      'send',
      APPEAL,
      '--list',
      'lists/supporters.csv',
      '--test',
      'a@example.org',
      '--yes',
    ]);
    const { json } = await calm.outcry([]);
    const letter = (json.next as Next[]).find(({ about }) => about === 'letter');
    expect(letter?.what).toContain('this very letter was tested');
    expect(letter && commandsOf(letter).filter((one) => one.includes('--test'))).toEqual([]);
    await calm.close();
  });

  it('leads from what may have been taken to reconcile, then to the report', async () => {
    await desk.send(['two.csv', '--name', 'doubt', '--yes']);
    const { status, next: advice } = await next();
    expect(status).toBe(1);
    const [doubt] = aboutCampaigns(advice);
    expect(doubt && commandsOf(doubt)).toContain('outcry reconcile doubt');
    await desk.outcry(['reconcile', 'doubt', '--accept', '--yes']);
    const settled = await next();
    expect(settled.status).toBe(0);
    const [done] = aboutCampaigns(settled.next);
    expect(done && commandsOf(done)).toEqual(['outcry report doubt']);
    expect(settled.next.at(-1)?.what).toContain('write the next one');
  });

  it('shows one that was held back before all that is over', async () => {
    const calm = await openDesk();
    await calm.list('two.csv', 'ana', 'ben');
    await calm.send(['two.csv', '--name', 'held', '--yes'], { key: 'SG.wrong' });
    const { status, json } = await calm.outcry([]);
    expect(status).toBe(1);
    const [held] = aboutCampaigns(json.next);
    expect(held?.what).toMatch(
      /^held is paused: 0 of 2 recipients accepted\. It has stopped: SendGrid answered 401: /,
    );
    expect(held && commandsOf(held)).toEqual(['outcry resume held']);
    await calm.close();
  });

  it('says who paused it, until somebody goes on', async () => {
    const calm = await openDesk();
    await calm.list('two.csv', 'ana', 'ben');
    await calm.send(['two.csv', '--name', 'held', '--yes'], { key: 'SG.wrong' });
    await calm.outcry(['pause', 'held']);
    const paused = aboutCampaigns((await calm.outcry([])).json.next);
    expect(paused[0]?.what).toBe(
      `held is paused: 0 of 2 recipients accepted. ${sayWho(whoAmI())} paused it, 2026-11-24 09:00 UTC.`,
    );
    await calm.outcry(['resume', 'held'], { key: 'SG.wrong' });
    const stopped = aboutCampaigns((await calm.outcry([])).json.next);
    expect(stopped[0]?.what).not.toContain('paused it');
    await calm.close();
  });

  it('says what to mend before how to go on', async () => {
    const calm = await openDesk();
    await calm.list('two.csv', 'ana', 'ben');
    await calm.send(['two.csv', '--name', 'held', '--yes'], { key: 'SG.wrong' });
    const [held] = aboutCampaigns((await calm.outcry([])).json.next);
    expect(held?.steps.map(({ what }) => what)).toEqual([
      expect.stringContaining('SENDGRID_API_KEY'),
      'Go on with',
    ]);
    await calm.close();
  });
});
