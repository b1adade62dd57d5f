import type {
  FoundRecipient,
  FoundRecipients,
  HardRecipient,
  ShownCopy,
  ShownLists,
} from '../state.ts';
import { byId, count, make, plural, write } from './dom.ts';

const NAMES: Readonly<Record<HardRecipient['why'], string>> = {
  name: 'Longest name',
  missing: 'Most missing',
  direction: 'Right to left',
  odd: 'Odd characters',
};

/** Lets the reader choose a recipient: the next, one that is found, one of the hardest. */
export interface Picker {
  showLists(lists: ShownLists): void;
  showPerson(copy: ShownCopy): void;
  step(by: number): void;
  nextHardest(): void;
  openSearch(): void;
}

export function openPicker(onChoice: (row: number) => void): Picker {
  let lists: ShownLists | undefined;
  /** The row that was chosen last, though its copy may still be on its way. */
  let row = 0;
  const choose = (next: number) => {
    row = next;
    onChoice(next);
  };
  const step = (by: number) => {
    const all = lists?.count ?? 0;
    if (all > 0) choose(((row - 1 + by + all) % all) + 1);
  };
  const openSearch = openSearchBox(choose);
  byId('previous', HTMLButtonElement).addEventListener('click', () => step(-1));
  byId('next', HTMLButtonElement).addEventListener('click', () => step(1));
  const showHardest = () => {
    const hardest = lists?.hardest ?? [];
    byId('hard-box', HTMLElement).hidden = hardest.length === 0;
    fillHardest(hardest, row, choose);
  };
  return {
    showLists(next) {
      lists = next;
      const hasList = next.files.length > 0;
      byId('search-box', HTMLElement).hidden = !hasList;
      for (const id of ['previous', 'next']) byId(id, HTMLButtonElement).disabled = next.count < 2;
      showHardest();
    },
    showPerson(copy) {
      row = copy.row;
      write(byId('person-name', HTMLElement), personOf(copy));
      write(byId('person-detail', HTMLElement), detailOf(copy, lists));
      showHardest();
    },
    step,
    nextHardest() {
      const hardest = lists?.hardest ?? [];
      const at = hardest.findIndex((hard) => hard.row === row);
      const next = hardest[(at + 1) % hardest.length];
      if (next) choose(next.row);
    },
    openSearch,
  };
}

function personOf({ row, name, email }: ShownCopy): string {
  return row === 0 ? 'A supporter of whom nothing is known' : name || email;
}

function detailOf({ row, name, email }: ShownCopy, lists: ShownLists | undefined): string {
  if (row === 0) {
    return lists?.files.length
      ? 'the list is being read'
      : 'Start it with --list to see real ones.';
  }
  const all = `${count(row)} of ${count(lists?.count ?? row)}${lists?.isRead ? '' : ' so far'}`;
  return [all, name ? email : ''].filter(Boolean).join(' · ');
}

function fillHardest(
  hardest: readonly HardRecipient[],
  row: number,
  choose: (row: number) => void,
): void {
  const list = byId('hard', HTMLElement);
  const buttons = new Map(
    [...list.querySelectorAll('button')].map((button) => [button.dataset.why, button]),
  );
  for (const [why, button] of buttons) {
    if (!hardest.some((hard) => hard.why === why)) button.closest('li')?.remove();
  }
  for (const { why, row: its, detail } of hardest) {
    const button =
      buttons.get(why) ?? make('button', { type: 'button', 'data-why': why }, NAMES[why]);
    button.onclick = () => choose(its);
    button.title = detail;
    button.setAttribute('aria-pressed', String(its === row));
    if (!button.isConnected) list.append(make('li', {}, button));
  }
}

/** Gives the function that opens it. */
function openSearchBox(choose: (row: number) => void): () => void {
  const input = byId('search', HTMLInputElement);
  const box = byId('found-box', HTMLElement);
  const list = byId('found', HTMLElement);
  let asked = 0;
  const close = () => {
    box.hidden = true;
  };
  const pick = (row: number) => {
    close();
    input.value = '';
    // Not in the field, where the next key would be written, nor on a button, which Enter would press.
    byId('person', HTMLElement).focus();
    choose(row);
  };
  const look = async () => {
    asked += 1;
    const mine = asked;
    const answer = await fetch(`/recipients?q=${encodeURIComponent(input.value)}`);
    const found = (await answer.json()) as FoundRecipients;
    if (mine !== asked) return;
    list.replaceChildren(...found.found.map((recipient) => itemOf(recipient, pick)));
    write(byId('found-count', HTMLElement), sumOf(found));
    box.hidden = false;
  };
  input.addEventListener('input', () => void look());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') list.querySelector('button')?.click();
    if (event.key === 'ArrowDown' && box.hidden) void look();
  });
  byId('search-box', HTMLElement).addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !box.hidden) {
      event.preventDefault();
      close();
      input.focus();
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event, input, list);
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Node && !byId('search-box', HTMLElement).contains(target)) close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !byId('search-box', HTMLElement).contains(target)) close();
  });
  return () => {
    input.focus();
    input.select();
  };
}

function itemOf({ row, email, name }: FoundRecipient, pick: (row: number) => void): HTMLElement {
  const button = make('button', { type: 'button', 'data-row': String(row) });
  button.append(make('bdi', { class: 'name' }, name || email));
  if (name) button.append(' ', make('span', { class: 'email' }, email));
  button.addEventListener('click', () => pick(row));
  return make('li', {}, button);
}

function sumOf({ found, hasMore }: FoundRecipients): string {
  if (found.length === 0) return 'Nobody is found.';
  return hasMore
    ? `The first ${found.length}; write more to find fewer.`
    : plural(found.length, 'recipient');
}

/** Up and down through what is found, and back to the field. */
function move(event: KeyboardEvent, input: HTMLElement, list: HTMLElement): void {
  const stops: (Element | null)[] = [input, ...list.querySelectorAll('button')];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
