import { describe, expect, test } from 'vitest';
import { openPublicSite } from './a-public-site.ts';

const textAt = async (url: string) => (await fetch(url)).text();
const statement = (text: string) => ({ petition: { statement: text } });

async function pictureOf(wishes: Parameters<typeof openPublicSite>[0]): Promise<Buffer> {
  const site = await openPublicSite(wishes);
  try {
    const answer = await fetch(`${site.page}/picture.png`);
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  } finally {
    await site.close();
  }
}

describe('the picture of a petition', () => {
  test.each([
    ['<svg> & "quotes" ]]> &amp; {{7*7}}', 'markup'],
    ['Keep '.repeat(300), 'far too long'],
    ['Donaudampfschifffahrtsgesellschaft'.repeat(9), 'without a space'],
    ['保持大门敞开', 'in a script that the font lacks'],
    ['👩‍👩‍👧 ✊🏽', 'nothing but pictures'],
  ])('is drawn of %#: $1', async (text) => {
    const png = await pictureOf(statement(text));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });

  test('shows all of a target with a long name', async () => {
    const tell = 'Tell the Ministry of Roads, Bridges, Ferries and Public Works';
    const pictures = [
      await pictureOf({ tell: `${tell} A:` }),
      await pictureOf({ tell: `${tell} B:` }),
    ];
    expect(pictures[0]?.equals(pictures[1] as Buffer)).toBe(false);
  });

  test('has the colour of the theme', async () => {
    const [one, other] = [await pictureOf({ colour: '#0b5c3a' }), await pictureOf({})];
    expect(one.equals(other)).toBe(false);
  });

  test('is the appeal’s own where it names one', async () => {
    const image = { src: 'https://example.org/harbour.jpg', alt: 'A lighthouse "at dusk"' };
    const site = await openPublicSite({ petition: { image } });
    try {
      const html = await textAt(site.page);
      expect(html).toContain(`<meta property="og:image" content="${image.src}">`);
      expect(html).toContain('content="A lighthouse &quot;at dusk&quot;"');
      expect(html).not.toMatch(/og:image:width|<img/);
    } finally {
      await site.close();
    }
  });
});
