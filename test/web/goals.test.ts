import { expect, test } from 'vitest';
import { goalFor } from '../../src/petition.ts';
import { openSite, PETITION, post } from './a-site.ts';

const petition = { ...PETITION, goal: 10, stretch: [20, 50] };

test.each([
  [0, 10, true],
  [9, 10, true],
  [10, 20, false],
  [20, 50, false],
  [50, 50, false],
  [999, 50, false],
])('with %d signatures the goal is %d, the first one: %s', (signatures, goal, isFirst) => {
  expect(goalFor(petition, signatures)).toEqual({ goal, isFirst });
});

test('without further goals it stays', () => {
  expect(goalFor({ ...petition, stretch: undefined }, 11)).toEqual({ goal: 10, isFirst: true });
});

test('a page never hides which goal was the first', async () => {
  const site = await openSite({ goal: 1, petition: { stretch: [4] } });
  try {
    expect(await (await fetch(site.signLink())).text()).not.toContain('Our first goal');
    await post(site.signLink(), { first_name: 'Rosa' });
    const html = await (await fetch(site.signLink())).text();
    expect(html).toContain('<strong>1</strong> of 4 signatures');
    expect(html).toContain('Our first goal of 1 is reached.');
    expect(html).toMatch(/<progress max="4" value="1"/);
  } finally {
    await site.close();
  }
});
