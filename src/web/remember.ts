/** How answers are remembered. */
export interface Memory {
  /** For how many milliseconds, by how many the asking took. */
  readonly keepMs: (tookMs: number) => number;
  /** How many answers; the longest known are forgotten first. */
  readonly keep: number;
  /** Milliseconds that only go forward. */
  readonly elapsed: () => number;
}

/** Asks, or remembers. */
export interface Remembering<Key, Value> {
  (key: Key): Promise<Value>;
  /** Changes what is remembered, if anything is. */
  amend(key: Key, change: (value: Value) => Value): void;
}

interface Remembered<Value> {
  value: Promise<Value>;
  /** Unset while the answer is awaited. */
  until?: number;
}

/**
 * Asks once for all who ask at the same time, and again when the answer is too old. An answer of
 * nothing (undefined) and an error are not remembered.
 */
export function remember<Key, Value>(
  ask: (key: Key) => Promise<Value>,
  { keepMs, keep, elapsed }: Memory,
): Remembering<Key, Value> {
  const answers = new Map<Key, Remembered<Value>>();

  const askAnew = (key: Key): Promise<Value> => {
    const start = elapsed();
    const one: Remembered<Value> = { value: ask(key) };
    answers.delete(key);
    answers.set(key, one);
    for (const [oldest] of answers) {
      if (answers.size <= keep) break;
      answers.delete(oldest);
    }
    const forget = () => {
      if (answers.get(key) === one) answers.delete(key);
    };
    one.value.then((value) => {
      if (value === undefined) forget();
      else one.until = elapsed() + keepMs(elapsed() - start);
    }, forget);
    return one.value;
  };
  const get = (key: Key): Promise<Value> => {
    const known = answers.get(key);
    const isFresh = known && (known.until === undefined || elapsed() < known.until);
    return isFresh ? known.value : askAnew(key);
  };
  const amend = (key: Key, change: (value: Value) => Value) => {
    const known = answers.get(key);
    // What is still awaited is newer than the change.
    if (known?.until !== undefined) known.value = known.value.then(change);
  };
  return Object.assign(get, { amend });
}
