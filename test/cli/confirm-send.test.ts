import { beforeAll, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/program.ts';
import { newWorkspace } from './run-here.ts';

const SEND = ['send', 'templates/appeals/safe-harbour.md', '--list', 'lists/supporters.csv'];
let cwd: string;

beforeAll(async () => {
  cwd = await newWorkspace();
});

/** A person at a terminal, who answers every question like this. */
function terminal(answer: string | undefined, signal = new AbortController().signal) {
  const said = { out: '', err: '', asked: '' };
  const io: Io = {
    out: (text) => {
      said.out += `${text}\n`;
    },
    err: (text) => {
      said.err += `${text}\n`;
    },
    ask: async (question) => {
      said.asked = question;
      return answer;
    },
    canAsk: true,
    // Nothing listens there: a send that went ahead would be seen to fail.
    env: { OUTCRY_SENDGRID_URL: 'http://127.0.0.1:9' },
    cwd,
    now: Date.now,
    isOutTerminal: false,
    isErrTerminal: true,
    signal,
  };
  return { io, said };
}

const campaigns = async () => {
  const { io, said } = terminal(undefined);
  await run(['status', '--workspace', cwd], io);
  return said.out;
};
const send = (io: Io) => run([...SEND.map(inWorkspace), '--workspace', cwd], io);
const inWorkspace = (word: string) => (word.includes('/') ? `${cwd}/${word}` : word);

it.for([
  ['12', 'That is not the number. Nobody was mailed.', 'another number'],
  ['', 'That is not the number. Nobody was mailed.', 'Enter alone'],
  ['yes', 'That is not the number. Nobody was mailed.', 'agreed, but not counted'],
  [undefined, 'Stopped. Nobody was mailed.', 'Ctrl-C'],
] as const)('mails nobody when the answer is %j: %s', async ([answer, words, _reason]) => {
  const { io, said } = terminal(answer);
  expect(await send(io)).toBe(1);
  expect(said.asked).toContain('To mail 979 people, type 979: ');
  expect(said.err).toContain(words);
  expect(await campaigns()).toContain('There is no campaign yet.');
});

it('asks nothing once Ctrl-C was pressed', async () => {
  const { io, said } = terminal('979', AbortSignal.abort());
  expect(await send(io)).toBe(1);
  expect(said.asked).toBe('');
  expect(await campaigns()).toContain('There is no campaign yet.');
});

it('shows who gets what, from whom, through what, and that it was never tested', async () => {
  const { io, said } = terminal('');
  await send(io);
  for (const line of [
    /^Subject +Keep the door open$/m,
    /^From +Safe Harbour <campaigns@example\.org>$/m,
    /^Recipients +979 people in 1 batch$/m,
    /^Left out +12 duplicate, 9 invalid$/m,
    /^First copy +\S…@\S+: "Dear .+,"$/m,
    /^Through +http:\/\/127\.0\.0\.1:9 \(on this machine\)$/m,
    /^Tested +never/m,
  ]) {
    expect(said.out).toMatch(line);
  }
});

it('warns of links that only this machine can reach when mail is real', async () => {
  const { io, said } = terminal('');
  await send({ ...io, env: { OUTCRY_SENDGRID_URL: 'https://api.eu.sendgrid.com' } });
  expect(said.out).toContain('Only this machine can reach that');
});
