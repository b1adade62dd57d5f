import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ClickFacts } from '../../src/clicks/click-facts.ts';
import { judgeClicks } from '../../src/clicks/judge-clicks.ts';
import { RULES_VERSION } from '../../src/clicks/rules.ts';

const AGENTS = [
  '',
  'curl/8.5.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
  'Mozilla/5.0 (iPhone)',
  'Barracuda Sentinel',
  'Mozilla/5.0 (compatible; bingbot/2.0)',
  'Outlook 16',
];
const KINDS = ['sign', 'link', 'view', 'unsubscribe', 'trap'];

/** Numbers without pattern, the same in every run. */
function openChance(): (below: number) => number {
  let state = 2018;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function answersOf(supporters: number): string {
  const chance = openChance();
  const hash = createHash('sha256');
  for (let one = 0; one < supporters; one += 1) {
    let at = 0;
    const clicks = Array.from({ length: 1 + chance(6) }, (): ClickFacts => {
      const kind = KINDS[chance(KINDS.length)] ?? '';
      at += chance(2) === 0 ? chance(1500) : chance(9000);
      return {
        at,
        kind,
        link: kind === 'link' ? chance(3) : null,
        method: chance(8) === 0 ? 'HEAD' : 'GET',
        userAgent: AGENTS[chance(AGENTS.length)] ?? '',
        purpose: chance(9) === 0 ? 'prefetch' : '',
        network: ['', 'one', 'other'][chance(3)] ?? '',
      };
    });
    const signedAt = chance(3) === 0 ? chance(12_000) : undefined;
    for (const { verdict, rule } of judgeClicks({ clicks, signedAt })) {
      hash.update(`${verdict} ${rule}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

it('has another version whenever the rules answer otherwise, so that old clicks are judged anew', () => {
  expect({ version: RULES_VERSION, answers: answersOf(3000) }).toEqual({
    version: 1,
    answers: 'a93a08a0efeb8f3f',
  });
});
