import { readFileSync } from 'node:fs';
import { aMessage, copyFor } from '../message/a-letter.ts';
import { everyPart, PICTURE } from '../message/packaged-letters.ts';

/** A harbour at dusk, drawn, as the pictures load nothing from elsewhere. */
const HARBOUR = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="560">
<rect width="1200" height="560" fill="#234a6b"/><rect y="400" width="1200" height="160" fill="#12304a"/>
<path d="M836 400l22-220h44l22 220z" fill="#e8e2d4"/><circle cx="880" cy="168" r="38" fill="#ffd27a"/>
<path d="M180 410h200l-40 50h-120z" fill="#7a1f3d"/><path d="M280 250v150h90z" fill="#e8e2d4"/></svg>`;

const sample = readFileSync('templates/appeals/safe-harbour.md', 'utf8');

/** The html of the three letters, by template, to be looked at. */
export async function packagedLetters(): Promise<Record<string, string>> {
  const appeals = {
    petition: sample,
    plain: sample
      .replace('template: petition', 'template: plain')
      .replace(/signers: .*\nteam: .*/, 'signers: [Amara Okafor]\nteam: Safe Harbour'),
    bulletin: everyPart('bulletin'),
  };
  const letters: Record<string, string> = {};
  for (const [name, appeal] of Object.entries(appeals)) {
    const { html } = copyFor(await aMessage({ appeal }), {});
    letters[name] = html.replaceAll(PICTURE, `data:image/svg+xml,${encodeURIComponent(HARBOUR)}`);
  }
  return letters;
}
