import { describe, expect, test } from 'vitest';
import { aMessage, copyFor } from './a-letter.ts';
import { everyPart, PACKAGED } from './packaged-letters.ts';

/*
 * The three letters as they were looked at. Who changes a template, a fixed word or MJML renews
 * them, and reads the difference:
 *
 *   npx vitest run test/message/templates-golden.test.ts --update
 */
const golden = (name: string) => `../fixtures/golden/${name}`;

describe('the packaged letters are what they were', () => {
  test.each(PACKAGED)('%s', async (template) => {
    const copy = copyFor(await aMessage({ appeal: everyPart(template) }), {});
    await expect(copy.html).toMatchFileSnapshot(golden(`${template}.html`));
    await expect(copy.text).toMatchFileSnapshot(golden(`${template}.txt`));
  });

  test('petition, right to left', async () => {
    const copy = copyFor(await aMessage({ appeal: everyPart('petition', 'ar') }), {});
    await expect(copy.html).toMatchFileSnapshot(golden('petition.ar.html'));
    await expect(copy.text).toMatchFileSnapshot(golden('petition.ar.txt'));
  });

  test('and stay far below the 102 KB at which Gmail cuts', async () => {
    for (const template of PACKAGED) {
      const { bytes } = await aMessage({ appeal: everyPart(template) });
      expect(bytes.html).toBeLessThan(40 * 1024);
    }
  });
});
