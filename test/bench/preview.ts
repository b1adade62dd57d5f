/**
 * How soon the preview shows what was saved: from the moment at which the editor's save is done to
 * the event that tells the page, the whole letter being compiled between. The bound is 200 ms for
 * the median. Then the same with a list of 100,000, and how soon that list's people are found.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadLetter } from '../../src/campaign/load-letter.ts';
import { readWorkspace } from '../../src/config.ts';
import { APPEAL, openBenchFolder, SECRET } from './bench-folder.ts';

const WARM_UP = 15;
const SAVES = 40;
const BOUND_MS = 200;
const MANY = 100_000;

const bench = openBenchFolder();
cpSync('templates', join(bench.folder, 'templates'), { recursive: true });
const appeal = join(bench.folder, APPEAL);
const good = readFileSync(appeal, 'utf8');

interface State {
  readonly version: number;
  readonly isChecked: boolean;
  readonly lists: { readonly count: number; readonly isRead: boolean };
}

interface Preview {
  readonly url: string;
  readonly child: ChildProcess;
  /** Resolves at the first state of which this holds, with the time at which it came. */
  until(isIt: (state: State) => boolean): Promise<number>;
  readonly state: () => State;
}

async function startPreview(list: string): Promise<Preview> {
  const args = ['bin/outcry.js', 'preview', appeal, '--workspace', bench.folder];
  const child = spawn(process.execPath, [...args, '--list', list, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url } = JSON.parse(String(line)) as { url: string };
  let state: State = { version: 0, isChecked: false, lists: { count: 0, isRead: false } };
  let hear = () => {};
  void follow(url, (next) => {
    state = next;
    hear();
  });
  const until = (isIt: (next: State) => boolean) =>
    new Promise<number>((resolve) => {
      hear = () => {
        if (isIt(state)) resolve(performance.now());
      };
      hear();
    });
  return { url, child, until, state: () => state };
}

async function follow(url: string, onState: (state: State) => void): Promise<void> {
  const { body } = await fetch(`${url}/events`);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: '', done: true };
    if (done) return;
    const events = (text + value).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      if (event.startsWith('data: ')) onState(JSON.parse(event.slice('data: '.length)) as State);
    }
  }
}

/** Saves as editors do, by a file that is renamed, and gives how long the page waits. */
async function save(preview: Preview, round: number): Promise<number> {
  const { version } = preview.state();
  writeFileSync(`${appeal}.new~`, good.replace('There is a door', `There is a door (${round})`));
  renameSync(`${appeal}.new~`, appeal);
  const saved = performance.now();
  return (await preview.until((state) => state.version > version)) - saved;
}

async function measureSaves(preview: Preview, waitForCheck: boolean): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + SAVES; round += 1) {
    const ms = await save(preview, round);
    if (round >= WARM_UP) times.push(ms);
    if (waitForCheck) await preview.until((state) => state.isChecked);
  }
  return times;
}

/** The letter alone, in this process: what of the wait is compiling, on a machine as busy as now. */
async function measureCompiling(): Promise<number[]> {
  const { config } = readWorkspace(bench.folder, {});
  const { organisation, theme, lang } = config;
  const settings = { organisation, theme, lang };
  const workshop = { settings, templateRoots: ['templates'], secret: SECRET };
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + SAVES; round += 1) {
    const ms = await timed(() => loadLetter(appeal, ['lists/supporters.csv'], workshop));
    if (round >= WARM_UP) times.push(ms);
  }
  return times;
}

async function stop({ child }: Preview): Promise<void> {
  child.kill('SIGINT');
  await once(child, 'exit');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function line(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  process.stdout.write(`${what.padEnd(52)} ${at(0.5)} ms, slowest of ten ${at(0.9)}\n`);
}

try {
  const small = await startPreview('lists/supporters.csv');
  await small.until((state) => state.isChecked && state.lists.isRead);
  const times = await measureSaves(small, true);
  line('save to event, list of 1,000', times);
  line('of that, compiling (measured apart)', await measureCompiling());
  await stop(small);

  const list = await bench.list(MANY);
  const start = performance.now();
  const large = await startPreview(list);
  await large.until((state) => state.version > 0);
  const read = (await large.until((state) => state.lists.isRead)) - start;
  process.stdout.write(
    `${'100,000 recipients to choose from, from the start'.padEnd(52)} ${read.toFixed(0)} ms\n`,
  );
  line('save to event, while 100,000 rows are being checked', await measureSaves(large, false));
  const ask = async (path: string) => {
    const asked: number[] = [];
    for (let round = 0; round < SAVES; round += 1) {
      asked.push(await timed(async () => (await fetch(`${large.url}${path}`)).text()));
    }
    return asked;
  };
  await large.until((state) => state.isChecked);
  line('a search through 100,000', await ask('/recipients?q=wilhelmina%2077'));
  line('the copy of the last of 100,000', await ask('/copy?row=99999'));
  await stop(large);
  const median = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  process.exitCode = median <= BOUND_MS ? 0 : 1;
} finally {
  bench.close();
}
