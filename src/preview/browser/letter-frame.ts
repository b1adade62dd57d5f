import { byId, make } from './dom.ts';

/** Must be what the server says in the letter's own policy. */
const RIGHTS = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
/** A desktop's mail program is at least this wide; on narrower screens the letter is made smaller. */
const DESKTOP = 640;

export interface LetterFrame {
  /** Shows a letter; the one before stays until this one is there, and then at the same place. */
  show(address: string): void;
  hide(): void;
}

/** The letter on a device: a frame in which nothing runs. `onKey` hears of keys pressed in it. */
export function openLetterFrame(
  id: 'desktop' | 'phone',
  onKey: (event: KeyboardEvent) => void,
): LetterFrame {
  const figure = byId(id, HTMLElement);
  const screen = figure.querySelector<HTMLElement>('.screen') ?? figure;
  let shown: HTMLIFrameElement | undefined;
  let coming: HTMLIFrameElement | undefined;
  const resize = () => fitTo(screen, id === 'desktop' ? DESKTOP : 0);
  new ResizeObserver(resize).observe(screen);

  const swap = (frame: HTMLIFrameElement) => {
    if (frame !== coming) return;
    keepPlace(shown, frame);
    const hadFocus = shown !== undefined && document.activeElement === shown;
    shown?.remove();
    frame.classList.remove('coming');
    frame.removeAttribute('aria-hidden');
    frame.removeAttribute('tabindex');
    frame.dataset.shown = 'true';
    [shown, coming] = [frame, undefined];
    if (hadFocus) frame.focus();
    frame.contentDocument?.addEventListener('keydown', onKey);
  };

  return {
    show(address) {
      figure.hidden = false;
      if ((coming ?? shown)?.dataset.address === address) return;
      coming?.remove();
      const frame = make('iframe', {
        title: `The letter on a ${id}`,
        sandbox: RIGHTS,
        referrerpolicy: 'no-referrer',
        class: 'coming',
        'aria-hidden': 'true',
        tabindex: '-1',
        'data-address': address,
        src: address,
      });
      coming = frame;
      frame.addEventListener('load', () => swap(frame), { once: true });
      screen.append(frame);
      resize();
    },
    hide() {
      figure.hidden = true;
      for (const frame of [shown, coming]) frame?.remove();
      [shown, coming] = [undefined, undefined];
    },
  };
}

function keepPlace(before: HTMLIFrameElement | undefined, frame: HTMLIFrameElement): void {
  const [from, to] = [before, frame].map((each) => each?.contentDocument?.scrollingElement);
  if (from && to) [to.scrollLeft, to.scrollTop] = [from.scrollLeft, from.scrollTop];
}

/** Makes a frame that is wider than its screen smaller, as a whole. */
function fitTo(screen: HTMLElement, least: number): void {
  const { clientWidth, clientHeight } = screen;
  const scale = least > 0 && clientWidth > 0 ? Math.min(1, clientWidth / least) : 1;
  for (const frame of screen.querySelectorAll('iframe')) {
    frame.style.width = scale < 1 ? `${least}px` : '100%';
    frame.style.height = scale < 1 ? `${Math.round(clientHeight / scale)}px` : '100%';
    frame.style.transform = scale < 1 ? `scale(${scale})` : '';
  }
}
