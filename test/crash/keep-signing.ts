import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createLinks } from '../../src/links.ts';
import type { CampaignNumber, RecipientNumber } from '../../src/terms.ts';

interface Signing {
  readonly campaign: CampaignNumber;
  /** Recipients 1, 2, 3 … up to this one. */
  readonly people: number;
  readonly secret: string;
  readonly lanes: number;
  readonly pauseMs: number;
  /** Where the next one signs; undefined if nothing is there at the moment. */
  readonly whereTo: () => URL | undefined;
}

/** By recipient, the status of the answer, or what kept it from coming. */
export type Answers = ReadonlyMap<number, number | string | undefined>;

/** People sign one after the other, each once, until it is stopped; gives the answers. */
export function keepSigning({ campaign, people, secret, lanes, pauseMs, whereTo }: Signing) {
  const links = createLinks({ url: 'https://act.example.org', secrets: [secret] });
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const answers = new Map<number, number | string | undefined>();
  let next = 0;
  let isOver = false;
  const lane = async () => {
    for (; !isOver && next < people; await wait(pauseMs)) {
      const server = whereTo();
      if (!server) continue;
      next += 1;
      const recipient = next;
      const { sign_link } = links.linksOf(campaign, recipient as RecipientNumber);
      answers.set(recipient, await post(server, new URL(sign_link).pathname, agent));
    }
  };
  const all = Array.from({ length: lanes }, lane);
  return async (): Promise<Answers> => {
    isOver = true;
    await Promise.all(all);
    agent.destroy();
    return answers;
  };
}

function post(
  { hostname, port }: URL,
  path: string,
  agent: Agent,
): Promise<number | string | undefined> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve) => {
    const asked = request({ hostname, port, path, agent, headers, method: 'POST' }, (answer) => {
      answer.resume();
      answer.on('close', () => resolve(answer.statusCode));
    });
    asked.on('error', ({ message }) => resolve(message));
    asked.end('first_name=Rosa');
  });
}
