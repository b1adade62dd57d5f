import { packageToInstall } from '../typeset/font-packages.ts';

const SCRIPTS = [
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Arabic',
  'Hebrew',
  'Thai',
  'Bengali',
  'Tamil',
  'Armenian',
  'Ethiopic',
  'Georgian',
  'Gujarati',
  'Gurmukhi',
  'Kannada',
  'Khmer',
  'Lao',
  'Malayalam',
  'Myanmar',
  'Oriya',
  'Sinhala',
  'Telugu',
  'Thaana',
  'Devanagari',
  'Tibetan',
  'Mongolian',
  'Cherokee',
  'Javanese',
].map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);

/** Signs that no font has here. */
export interface UnknownSigns {
  add(cluster: string): void;
  /** In sentences, with the packages that have them. */
  told(): string[];
}

export function collectUnknown(): UnknownSigns {
  const scripts = new Map<string, number>();
  return {
    add(cluster) {
      const script = SCRIPTS.find(([, has]) => has.test(cluster))?.[0] ?? 'other signs';
      scripts.set(script, (scripts.get(script) ?? 0) + 1);
    },
    told: () =>
      [...scripts].map(([script, count]) => {
        const name = packageToInstall(script);
        const how = name
          ? ` To have them drawn: npm install ${name} (with --global where Outcry is installed so).`
          : '';
        return `${script}: no font here has them. ${count} stand as � in the PDF; the CSV holds them as they are.${how}`;
      }),
  };
}
