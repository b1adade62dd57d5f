/** The page of the preview: shows what the server tells, in the way that the reader has chosen. */
import type { PreviewState, ShownCopy } from '../state.ts';
import { type Choices, readChoices, VIEWS, type View, writeChoices } from './choices.ts';
import { byId, make, write } from './dom.ts';
import { openKeys } from './keys.ts';
import { type LetterFrame, openLetterFrame } from './letter-frame.ts';
import { openPicker } from './picker.ts';
import { showCopy } from './show-copy.ts';
import { announcement, showStanding, showStopped } from './show-standing.ts';

let choices: Choices = readChoices(location.href, innerWidth);
let state: PreviewState | undefined;
let copy: ShownCopy | undefined;
let asked = 0;

const picker = openPicker((row) => void loadCopy({ row }));
const onKey = openKeys({
  n: () => picker.step(1),
  p: () => picker.step(-1),
  h: () => picker.nextHardest(),
  '/': () => picker.openSearch(),
  d: () => choose({ dark: !choices.dark }),
  i: () => choose({ bare: !choices.bare }),
  l: nextLanguage,
  e: () => document.querySelector<HTMLElement>('.problems:not([hidden]) summary')?.focus(),
  ...Object.fromEntries(VIEWS.map((view, index) => [String(index + 1), () => choose({ view })])),
});
const frames: Readonly<Record<'desktop' | 'phone', LetterFrame>> = {
  desktop: openLetterFrame('desktop', onKey),
  phone: openLetterFrame('phone', onKey),
};
const viewButtons = [...document.querySelectorAll<HTMLButtonElement>('[data-view]')];
for (const button of viewButtons) {
  button.addEventListener('click', () => choose({ view: button.dataset.view as View }));
}
byId('dark', HTMLButtonElement).addEventListener('click', () => choose({ dark: !choices.dark }));
byId('bare', HTMLButtonElement).addEventListener('click', () => choose({ bare: !choices.bare }));
const language = byId('language', HTMLSelectElement);
language.addEventListener('change', () => choose({ lang: language.value }));
// What scrolls must be within a keyboard's reach.
byId('text', HTMLElement).tabIndex = 0;

showChoices();
listen();

function listen(): void {
  const events = new EventSource('/events');
  events.addEventListener('message', ({ data }) => take(JSON.parse(String(data)) as PreviewState));
  events.addEventListener('error', showStopped);
}

function take(next: PreviewState): void {
  // Another preview has taken this one's place, perhaps of another version: begin anew.
  if (state && state.run !== next.run) {
    location.reload();
    return;
  }
  const before = state;
  state = next;
  if (!choices.to && next.to && !copy) choices = { ...choices, to: next.to };
  showStanding(next);
  showLanguages(next);
  picker.showLists(next.lists);
  const said = announcement(next, before);
  if (said) write(byId('said', HTMLElement), said);
  if (next.version === 0) return;
  const isOther = before?.version !== next.version || before.lists.reading !== next.lists.reading;
  const isAwaited = copy?.email !== choices.to && (next.lists.isRead || next.lists.toRow > 0);
  if (isOther || (copy?.row === 0 && next.lists.count > 0) || isAwaited) void loadCopy({});
  else if (copy) picker.showPerson(copy);
}

/** Fetches a recipient's copy, the present one's unless another row is wanted, and shows it. */
async function loadCopy({ row }: { readonly row?: number }): Promise<void> {
  asked += 1;
  const mine = asked;
  const query = new URLSearchParams();
  if (row !== undefined) query.set('row', String(row));
  else if (choices.to) query.set('to', choices.to);
  if (choices.lang) query.set('lang', choices.lang);
  const answer = await fetch(`/copy?${query}`);
  if (!answer.ok || mine !== asked) return;
  const next = (await answer.json()) as ShownCopy;
  if (mine !== asked) return;
  const isMissing = row === undefined && choices.to !== '' && next.email !== choices.to;
  copy = next;
  const isKnown = next.row > 0 && (!isMissing || state?.lists.isRead === true);
  notice(next, isMissing && isKnown ? choices.to : '');
  if (isKnown) choices = { ...choices, to: next.email };
  if (row !== undefined) write(byId('said', HTMLElement), `The copy of ${next.name || next.email}`);
  writeChoices(choices);
  picker.showPerson(next);
  showCopy(next);
  showLetter();
}

function notice({ complaint }: ShownCopy, missing: string): void {
  const text = missing
    ? `${missing} is on none of the lists, or cannot be mailed; the first recipient is shown.`
    : complaint
      ? `This recipient cannot get this letter: ${complaint}.`
      : '';
  const box = byId('notice', HTMLElement);
  box.hidden = text === '';
  write(box, text);
}

function choose(change: Partial<Choices>): void {
  const isOtherCopy = change.lang !== undefined && change.lang !== choices.lang;
  choices = { ...choices, ...change };
  writeChoices(choices);
  showChoices();
  if (isOtherCopy) void loadCopy({});
  else showLetter();
}

function showChoices(): void {
  const { view, dark, bare, lang } = choices;
  for (const button of viewButtons) {
    button.setAttribute('aria-pressed', String(button.dataset.view === view));
  }
  byId('dark', HTMLButtonElement).setAttribute('aria-pressed', String(dark));
  byId('bare', HTMLButtonElement).setAttribute('aria-pressed', String(bare));
  language.value = lang;
  const stage = byId('stage', HTMLElement);
  stage.dataset.view = view;
  stage.dataset.dark = String(dark);
}

function showLetter(): void {
  if (!copy || !state || state.version === 0) return;
  const { view, dark, bare, lang } = choices;
  const query = new URLSearchParams({ row: String(copy.row) });
  if (lang) query.set('lang', lang);
  if (dark) query.set('dark', '1');
  if (bare) query.set('bare', '1');
  query.set('v', `${state.version}.${state.lists.reading}`);
  for (const device of ['desktop', 'phone'] as const) {
    if (view === device || view === 'both') frames[device].show(`/letter?${query}`);
    else frames[device].hide();
  }
  byId('text', HTMLElement).hidden = view !== 'text';
}

function showLanguages({ editions }: PreviewState): void {
  byId('language-box', HTMLElement).hidden = editions.length < 2;
  const wanted = ['', ...editions.map(({ lang }) => lang)].join(' ');
  if ([...language.options].map(({ value }) => value).join(' ') === wanted) return;
  language.replaceChildren(
    make('option', { value: '' }, "each recipient's own"),
    ...editions.map(({ lang, name }) => make('option', { value: lang, lang }, name)),
  );
  if (!editions.some(({ lang }) => lang === choices.lang)) choices = { ...choices, lang: '' };
  language.value = choices.lang;
}

function nextLanguage(): void {
  const all = [...language.options].map(({ value }) => value);
  if (all.length > 1) choose({ lang: all[(all.indexOf(choices.lang) + 1) % all.length] ?? '' });
}
