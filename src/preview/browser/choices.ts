export const VIEWS = ['desktop', 'phone', 'both', 'text'] as const;
export type View = (typeof VIEWS)[number];

/** What the reader has chosen; it stands in the address, so that a reload or a bookmark keeps it. */
export interface Choices {
  readonly view: View;
  readonly dark: boolean;
  readonly bare: boolean;
  /** Empty for each recipient's own. */
  readonly lang: string;
  /** The recipient's address, empty before one is known. */
  readonly to: string;
}

export function readChoices(address: string, width: number): Choices {
  const query = new URL(address).searchParams;
  const view = VIEWS.find((name) => name === query.get('view'));
  return {
    view: view ?? (width >= 1300 ? 'both' : width < 600 ? 'phone' : 'desktop'),
    dark: query.get('dark') === '1',
    bare: query.get('images') === 'off',
    lang: query.get('lang') ?? '',
    to: query.get('to') ?? '',
  };
}

export function writeChoices({ view, dark, bare, lang, to }: Choices): void {
  const query = new URLSearchParams({ view });
  if (dark) query.set('dark', '1');
  if (bare) query.set('images', 'off');
  if (lang) query.set('lang', lang);
  if (to) query.set('to', to);
  history.replaceState(null, '', `?${query}`);
}
