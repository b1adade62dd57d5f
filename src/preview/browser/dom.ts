/** The element of the page with this id, which is of this kind. */
export function byId<T extends HTMLElement>(id: string, kind: { new (): T; prototype: T }): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no #${id}.`);
  return found;
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** Makes an element. Texts stay texts: nothing is ever read as markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Sets a text only where it differs, so that nothing is announced or painted for nothing. */
export function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export const count = (number: number) => number.toLocaleString('en-GB');

/** `1 error`, `2 errors` */
export const plural = (number: number, noun: string) =>
  `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** The time of day of milliseconds since 1970. */
export const timeOf = (at: number) => new Date(at).toLocaleTimeString('en-GB');
