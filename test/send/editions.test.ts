import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rememberTest, testedEditions } from '../../src/campaign/tested-editions.ts';
import type { OutcryError } from '../../src/errors.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { isError } from '../../src/problem.ts';
import type { Copy } from '../../src/sandbox/finish-copy.ts';
import { expectSum, openStage, RIVER, type Stage } from './a-stage.ts';

const SPANISH = `---
subject: "{{first_name}}, que el río siga abierto"
petition:
  target: la Junta del Agua
  statement: Que el río siga abierto para quienes viven junto a él.
---
Hola, {{first_name}}:

van a cerrar el río. [Firme aquí]({{sign_link}}), o [lea la carta en su navegador]({{view_link}}).

{{> petition}}
`;
const ARABIC = `---
subject: أبقوا النهر مفتوحًا
petition: { target: هيئة المياه, statement: أبقوا النهر مفتوحًا للجميع. }
---
عزيزتي {{first_name}}، [وقّعي هنا]({{sign_link}}).
`;
const ROWS = [
  ['rosa@example.org', 'Rosa', '', 'es'],
  ['gail@example.org', 'Gail', '', ''],
  ['luz@example.org', 'Luz', '', ' ES-mx '],
  ['amal@example.org', 'أمل', '', 'ar'],
  ['jean@example.org', 'Jean', '', 'fr'],
];

describe('a letter in several languages', () => {
  let stage: Stage;
  let appeal: string;
  beforeEach(async () => {
    stage = await openStage({ withEvents: true });
    appeal = join(stage.folder, 'river.md');
    writeFileSync(appeal, readFileSync(RIVER));
    writeFileSync(join(stage.folder, 'river.es.md'), SPANISH);
    writeFileSync(join(stage.folder, 'river.ar.md'), ARABIC);
    writeFileSync(join(stage.folder, 'river.notes.md'), 'No edition: "notes" is no language.');
  });
  afterEach(() => stage.close());

  const plan = (): Promise<Campaign> =>
    stage.plan({ appeal, lists: [stage.list('list.csv', ROWS, 'email,first_name,donor,lang')] });

  const copyOf = async (name: string): Promise<Copy> => {
    const copies = await stage.copies(`${name}@example.org`);
    expect(copies).toHaveLength(1);
    return copies[0] as Copy;
  };

  async function send(): Promise<Campaign> {
    const campaign = await plan();
    expect(await stage.send(campaign)).toBeUndefined();
    return campaign;
  }

  it('reaches everybody in the language of her lang column, as one campaign', async () => {
    const campaign = await send();
    expectSum(await stage.tally(campaign), ROWS.length);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 5, batches: 3 });
    expect(await stage.ledger.byLanguage(campaign.number)).toMatchObject({
      ar: { recipients: 1 },
      en: { recipients: 2 },
      es: { recipients: 2 },
    });
    const subjects = await Promise.all(
      ['rosa', 'gail', 'luz', 'amal', 'jean'].map(async (name) => (await copyOf(name)).subject),
    );
    expect(subjects).toEqual([
      'Rosa, que el río siga abierto',
      'Gail, keep the river open',
      'Luz, que el río siga abierto',
      'أبقوا النهر مفتوحًا',
      'Jean, keep the river open',
    ]);
  });

  it('has its fixed words and its direction in that language too', async () => {
    await send();
    const [rosa, gail, amal] = await Promise.all(['rosa', 'gail', 'amal'].map(copyOf));
    expect(rosa?.html).toMatch(/<html[^>]* lang="es"[^>]* dir="ltr"/);
    expect(rosa?.text).toContain('Darse de baja');
    expect(gail?.html).toMatch(/<html[^>]* lang="en"[^>]* dir="ltr"/);
    expect(gail?.text).toContain('Unsubscribe');
    expect(amal?.html).toMatch(/<html[^>]* lang="ar"[^>]* dir="rtl"/);
    expect(amal?.text).not.toContain('Unsubscribe');
  });

  it('takes over from the first edition what has no language', async () => {
    const campaign = await send();
    const { petition } = campaign.translations.es ?? {};
    expect(petition).toMatchObject({ slug: 'keep-the-river-open', goal: 500 });
    expect((await copyOf('rosa')).headers).toBeDefined();
  });

  it('leads each recipient to a sign page in her language, for one and the same petition', async () => {
    const campaign = await send();
    const rosa = await fetch(stage.local(signLink(await copyOf('rosa'))));
    const page = await rosa.text();
    expect(page).toContain('Que el río siga abierto para quienes viven junto a él.');
    expect(page).toMatch(/<html lang="es"/);
    const gail = await (await fetch(stage.local(signLink(await copyOf('gail'))))).text();
    expect(gail).toContain('Keep the river open to all who live along it.');
    for (const name of ['rosa', 'gail']) {
      const body = new URLSearchParams({ first_name: name });
      const link = stage.local(signLink(await copyOf(name)));
      await fetch(link, { method: 'POST', body, redirect: 'manual' });
    }
    expect(await stage.ledger.countSignatures(campaign.petition.slug)).toBe(2);
  });

  it('shows a copy in the browser that lends nobody its recipient’s name', async () => {
    const campaign = await send();
    const { html, text } = await copyOf('rosa');
    const view = stage.local(/https:\S+\/v\/[\w-]+/.exec(text)?.[0] ?? '');
    const answer = await fetch(view);
    const page = await answer.text();
    expect(page).toContain('Hola, Rosa:');
    for (const link of html.match(/\/[su]\/[\w-]{20,}/g) ?? []) expect(page).not.toContain(link);
    expect(page).toMatch(/href="\/p\/keep-the-river-open\?lang(=|&#x3D;)es"/);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    const unsubscribe = /href="(\/v\/[^"]+\/unsubscribe)"/.exec(page)?.[1] ?? '';
    const notHers = await (await fetch(stage.local(unsubscribe))).text();
    expect(notHers).toContain('¿De quién es esta carta?');
    expect(notHers).not.toContain('<form');
    expect(notHers).not.toContain('rosa@example.org');
    expect(await stage.ledger.figures(campaign.number)).toMatchObject({
      clicks: { all: 0 },
      signatures: 0,
      unsubscribes: 0,
    });
  });

  it('shows nothing for a view link that was changed, or made for another purpose', async () => {
    await send();
    const { text } = await copyOf('rosa');
    const view = stage.local(/https:\S+\/v\/[\w-]+/.exec(text)?.[0] ?? '');
    const last = view.at(-1) === '1' ? '2' : '1';
    expect((await fetch(view.slice(0, -1) + last)).status).toBe(404);
    expect(
      (
        await fetch(
          signLink({ text } as Copy)
            .replace('/s/', '/v/')
            .replace(/^https:\/\/[^/]+/, new URL(view).origin),
        )
      ).status,
    ).toBe(404);
  });

  it('is refused if an edition asks for another petition, or says another language', async () => {
    const other = SPANISH.replace(
      'petition:\n',
      'lang: pt\npetition:\n  slug: another\n  goal: 7\n',
    );
    writeFileSync(join(stage.folder, 'river.es.md'), other);
    const error = await plan().then(
      () => undefined,
      (reason: unknown) => reason as OutcryError,
    );
    const told = error?.problems
      .filter(isError)
      .map(({ code, where }) => [code, where?.line, where?.column]);
    expect(told).toEqual([
      ['edition-language', 3, 7],
      ['edition-petition', 5, 9],
      ['edition-petition', 6, 9],
    ]);
  });

  it('is refused if two files are in one language, whatever its spelling', async () => {
    const twin = (name: string) => writeFileSync(join(stage.folder, name), SPANISH);
    twin('river.he.md');
    twin('river.iw.md');
    const error = await plan().then(
      () => undefined,
      (reason: unknown) => reason as OutcryError,
    );
    expect(error?.problems.filter(isError)).toMatchObject([
      { code: 'edition-double', where: { file: join(stage.folder, 'river.iw.md') } },
    ]);
  });

  it('may say its language in the spelling of its name or another', async () => {
    writeFileSync(join(stage.folder, 'river.pt-BR.md'), SPANISH.replace('---', '---\nlang: pt-br'));
    expect(Object.keys((await plan()).translations)).toContain('pt-BR');
  });

  it('is not sent one edition alone, unless as a test', async () => {
    const lists = [stage.list('list.csv', ROWS, 'email,first_name,donor,lang')];
    const alone = { appeal: join(stage.folder, 'river.es.md'), lists };
    await expect(stage.plan(alone)).rejects.toMatchObject({ code: 'edition-alone' });
    const test = await stage.plan({ ...alone, test: ['me@example.org'] });
    expect([test.lang, test.translations]).toEqual(['es', {}]);
    expect(test.petition).toMatchObject({ goal: 500, target: 'la Junta del Agua' });
  });

  it('is tested in the language that is asked for, and only that counts as tested', async () => {
    const lists = [stage.list('list.csv', ROWS, 'email,first_name,donor,lang')];
    const me = ['me@example.org'];
    const test = await stage.plan({ appeal, lists, test: me, lang: 'ar' });
    await stage.send(test);
    await rememberTest(test, stage.ledger, me);
    expect((await copyOf('me')).subject).toBe('أبقوا النهر مفتوحًا');
    const tested = await testedEditions(await plan(), stage.ledger);
    expect(tested.map(({ lang, test }) => [lang, test?.email])).toEqual([
      ['en', undefined],
      ['ar', 'me@example.org'],
      ['es', undefined],
    ]);
    const french = stage.plan({ appeal, lists, test: me, lang: 'fr' });
    await expect(french).rejects.toMatchObject({ code: 'usage' });
  });
});

function signLink({ text }: Copy): string {
  return /https:\S+\/s\/[\w-]+/.exec(text)?.[0] ?? '';
}
