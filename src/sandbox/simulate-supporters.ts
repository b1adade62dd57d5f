import { DomUtils, parseDocument } from 'htmlparser2';
import { z } from 'zod';
import { seeded, shuffled } from './seeded.ts';

interface Simulation {
  /** Of the sandbox, from whose inbox the letters are read. */
  readonly sandboxUrl: string;
  readonly seed: number;
  /** How many sign; how many open their link and leave; how many unsubscribe; how many are scanned. */
  readonly signers: number;
  readonly visitors: number;
  readonly leavers: number;
  readonly scanned: number;
}

export interface Simulated {
  readonly signed: number;
  readonly visited: number;
  readonly unsubscribed: number;
  readonly scanned: number;
}

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148 Safari/604.1';
const SCANNER = 'Mozilla/5.0 (compatible; BarracudaCentral-bot/1.0)';
const AT_ONCE = 16;

const mailSchema = z.object({
  to: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
});
type Mail = z.infer<typeof mailSchema>;

/**
 * Supporters who read their letter and act on it, over HTTP as browsers would: they open the sign
 * link, and some post the form. Mail scanners follow links too, and sign nothing.
 */
export async function simulateSupporters(simulation: Simulation): Promise<Simulated> {
  const { signers, visitors, leavers, scanned } = simulation;
  const mails = shuffled(await readInbox(simulation.sandboxUrl), seeded(simulation.seed));
  const take = (count: number) => mails.splice(0, count);
  return {
    signed: await countDone(take(signers), signAs),
    visited: await countDone(take(visitors), (mail) => visit(signLink(mail), PHONE)),
    unsubscribed: await countDone(take(leavers), unsubscribe),
    scanned: await countDone(take(scanned), (mail) => visit(signLink(mail), SCANNER)),
  };
}

async function readInbox(sandboxUrl: string): Promise<Mail[]> {
  const response = await fetch(`${sandboxUrl}/_sandbox/messages?limit=1000`);
  const mails = z.array(mailSchema).parse(await response.json());
  return mails.filter(({ to }) => !/\+(bounce|drop|spam)@/.test(to));
}

async function signAs(mail: Mail): Promise<boolean> {
  const link = signLink(mail);
  const page = await fetch(link, { headers: { 'user-agent': PHONE } });
  const filled = filledIn(await page.text());
  const form = new URLSearchParams({
    first_name: filled('first_name') || 'Robin',
    last_name: filled('last_name'),
  });
  const answer = await fetch(link, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { 'user-agent': PHONE },
  });
  return answer.status === 303;
}

/** What the page has filled into its fields, as a browser would send it. */
function filledIn(html: string): (name: string) => string {
  const { children } = parseDocument(html);
  return (name) =>
    DomUtils.findOne((tag) => tag.attribs.name === name, children)?.attribs.value ?? '';
}

async function visit(link: string, userAgent: string): Promise<boolean> {
  const page = await fetch(link, { headers: { 'user-agent': userAgent } });
  await page.text();
  return page.ok;
}

/** As mail programs do it (RFC 8058). */
async function unsubscribe(mail: Mail): Promise<boolean> {
  const link = /<(https?:[^>]+)>/.exec(mail.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  const answer = await fetch(link, { method: 'POST', body });
  await answer.text();
  return answer.ok;
}

function signLink({ text }: Mail): string {
  return /https?:\/\/\S+\/s\/[\w-]+/.exec(text)?.[0] ?? '';
}

/** Runs `act` for all, some at a time, and counts those that worked. */
async function countDone(mails: Mail[], act: (mail: Mail) => Promise<boolean>): Promise<number> {
  let done = 0;
  const waiting = [...mails];
  const work = async (): Promise<void> => {
    for (let mail = waiting.pop(); mail; mail = waiting.pop()) if (await act(mail)) done += 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}
