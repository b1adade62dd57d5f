import { readFileSync } from 'node:fs';

export const PACKAGED = ['petition', 'plain', 'bulletin'] as const;
export const PICTURE = 'https://example.org/pictures/harbour.jpg';

/** The letter with everything in it, in English or in Arabic, for a packaged template. */
export function everyPart(template: string, lang: 'en' | 'ar' = 'en'): string {
  const ending = lang === 'en' ? 'md' : `${lang}.md`;
  const text = readFileSync(`test/fixtures/letters/every-part.${ending}`, 'utf8');
  return text.replace('---\n', `---\ntemplate: ${template}\n`);
}
