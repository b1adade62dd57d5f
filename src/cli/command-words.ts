import type { Invocation } from './command.ts';

/** Options whose values are people's, secret, or free words about people. */
const PRIVATE = new Set(['test', 'to', 'notify', 'where', 'reason']);
/** Those that say how something is shown, not what is done. */
const SHOWN = new Set(['json', 'debug', 'workspace']);
const ADDRESS = /[^\s"'=<>(),]+@[^\s"'<>(),]+/g;

/** A command as it was typed, without addresses, secrets and what is said about people. */
export function commandWords(
  name: string,
  { args, options }: Pick<Invocation, 'args' | 'options'>,
): string {
  const typed = Object.entries(options).filter(
    ([option, value]) => !SHOWN.has(option) && value !== undefined && value !== false,
  );
  return [name, ...args.map(quoted), ...typed.map(optionWords)].join(' ');
}

function optionWords([option, value]: [string, unknown]): string {
  const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === true) return flag;
  if (PRIVATE.has(option)) return `${flag} …`;
  const values = Array.isArray(value) ? value : [value];
  return [flag, ...values.map((one) => quoted(String(one)))].join(' ');
}

function quoted(word: string): string {
  const masked = word.replace(ADDRESS, '…');
  return /^[\w./:,+%…-]+$/.test(masked) ? masked : JSON.stringify(masked);
}
