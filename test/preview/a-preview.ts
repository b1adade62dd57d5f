import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWorkspace } from '../../src/config.ts';
import { createLinks } from '../../src/links.ts';
import { startPreview } from '../../src/preview/start-preview.ts';
import type { PreviewState } from '../../src/preview/state.ts';

const PACKAGED = fileURLToPath(new URL('../../templates', import.meta.url));

export const APPEAL = `---
subject: Keep the river open, {{default first_name "friend"}}
preheader: One minute, one signature
from: { name: River Watch, email: campaigns@example.org }
petition: { slug: river, target: Water Board, statement: Renew no permit., goal: 500 }
sources:
  epa: { title: A River Runs Brown, publisher: The Paper, date: 2018-03-13, url: "https://example.org/river" }
---
Dear {{default first_name "friend"}},

The permit lapsed in March.[@epa] Will you [add your name]({{sign_link}})?

{{#if donor}}
You gave last year: **thank you**.
{{/if}}

{{> petition}}

{{> sign}}
`;

export const SPANISH = `---
subject: Por el río, {{default first_name "amiga"}}
preheader: Un minuto, una firma
petition: { target: Junta del Agua, statement: No renueven el permiso. }
sources:
  epa: { title: El río baja turbio, publisher: El Diario, date: 2018-03-13, url: "https://example.org/rio" }
---
Querida {{default first_name "amiga"}}:

El permiso venció en marzo.[@epa] ¿Nos ayuda a [firmar]({{sign_link}})?

{{> petition}}

{{> sign}}
`;

export const PEOPLE = `email,first_name,last_name,donor,lang
ana@example.org,Ana,Arce,yes,
ben@example.org,Ben,Brook,,
cleo@example.org,Cleopatra Wilhelmina Theodora,Featherstonehaugh-Cholmondeley,yes,
,Nobody,At all,,
david@example.org,דוד,לוי,yes,
eve@example.org,,,,
fay@example.org,Fay 🌊 <b>,Finch,yes,
gala@example.org,Gala,Ríos,yes,es
`;

export const CONFIG = `organisation: { name: River Watch, address: "1 Bank Street, Port Example" }
url: https://act.example.org
`;

export interface APreview {
  readonly url: string;
  readonly folder: string;
  readonly appeal: string;
  readonly list: string;
  readonly bugs: unknown[];
  /** Writes a file below the folder, as an editor does that writes into it. */
  write(file: string, text: string): Promise<void>;
  /** Writes a file beside it and renames that over it, as other editors do. */
  replace(file: string, text: string): Promise<void>;
  /** The first state, from now on, of which this holds. */
  state(isIt: (state: PreviewState) => boolean): Promise<PreviewState>;
  close(): Promise<void>;
}

interface Wishes {
  readonly appeal?: string;
  readonly spanish?: string;
  readonly people?: string | undefined;
  readonly to?: string;
}

/** A preview of a small workspace, with everything real, on a port of its own. */
export async function openPreview(wishes: Wishes = {}): Promise<APreview> {
  const folder = await mkdtemp(path.join(tmpdir(), 'outcry-preview-'));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  const replace = async (file: string, text: string) => {
    await write(`${file}.new~`, text);
    await rename(path.join(folder, `${file}.new~`), path.join(folder, file));
  };
  await write('outcry.yaml', CONFIG);
  await write('appeals/river.md', wishes.appeal ?? APPEAL);
  if (wishes.spanish) await write('appeals/river.es.md', wishes.spanish);
  const people = 'people' in wishes ? wishes.people : PEOPLE;
  if (people !== undefined) await write('lists/people.csv', people);
  const list = path.join(folder, 'lists/people.csv');
  const appeal = path.join(folder, 'appeals/river.md');
  const bugs: unknown[] = [];
  const preview = await startPreview({
    appeal,
    lists: people === undefined ? [] : [list],
    to: wishes.to,
    folder,
    templateRoots: [path.join(folder, 'templates'), PACKAGED],
    readDesk: async () => readDesk(folder),
    port: 0,
    now: Date.now,
    onBug: (error) => bugs.push(error),
  });
  return {
    url: preview.url,
    folder,
    appeal,
    list,
    bugs,
    write,
    replace,
    state: (isIt) => awaitState(preview.url, isIt),
    close: async () => {
      await preview.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readDesk(folder: string) {
  const { config } = readWorkspace(folder, {});
  const { organisation, theme, lang, from, reply_to, url = '' } = config;
  const secret = 'a-secret-for-tests-that-is-long-enough';
  return {
    workshop: {
      settings: { organisation, theme, lang },
      templateRoots: [path.join(folder, 'templates'), PACKAGED],
      secret,
    },
    senders: { from, replyTo: reply_to },
    links: () => createLinks({ url, secrets: [secret] }),
    url,
  };
}

/** Reads the stream of events as the page does. */
async function awaitState(
  url: string,
  isIt: (state: PreviewState) => boolean,
): Promise<PreviewState> {
  const answer = await fetch(`${url}/events`);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: '', done: true };
    if (done) throw new Error('The stream of events has ended.');
    const events = (text + value).split('\n\n');
    text = events.pop() ?? '';
    const states = events
      .filter((event) => event.startsWith('data: '))
      .map((event) => JSON.parse(event.slice('data: '.length)) as PreviewState);
    const found = states.find(isIt);
    if (!found) continue;
    await reader?.cancel();
    return found;
  }
}
