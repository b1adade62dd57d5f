import { byId } from './dom.ts';

const STORED = 'outcry-preview-keys';

/**
 * Runs what a key stands for, unless somebody is writing or has switched the keys off (WCAG 2.1.4).
 * Gives the listener, for frames too.
 */
export function openKeys(
  actions: Readonly<Record<string, () => void>>,
): (event: KeyboardEvent) => void {
  const box = byId('keys', HTMLInputElement);
  box.checked = localStorage.getItem(STORED) !== 'off';
  box.addEventListener('change', () => localStorage.setItem(STORED, box.checked ? 'on' : 'off'));
  const onKey = (event: KeyboardEvent) => {
    const action = actions[event.key.toLowerCase()];
    const isChord = event.ctrlKey || event.altKey || event.metaKey;
    if (!action || isChord || event.repeat || !box.checked || isWriting(event.target)) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', onKey);
  return onKey;
}

function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}
