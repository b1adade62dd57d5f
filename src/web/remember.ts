/** How answers are remembered. */
export interface Memory {
  /** For how many milliseconds from when it was asked for, by how many the asking took. */
  readonly keepMs: (tookMs: number) => number;
  /** How many answers; the longest known are forgotten first. */
  readonly keep: number;
  /** Milliseconds that only go forward. */
  readonly elapsed: () => number;
}

/** Asks, or remembers. */
export interface Remembering<Key, Value> {
  (key: Key): Promise<Value>;
  /**
   * Changes what is remembered, and what is still awaited if it was asked for before what changed it
   * began (`since`, of `elapsed`): what was asked for later may know of it already.
   */
  amend(key: Key, change: (value: Value) => Value, since: number): void;
}

interface Remembered<Value> {
  value: Promise<Value>;
  readonly askedAt: number;
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
    const one: Remembered<Value> = { value: ask(key), askedAt: start };
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
      else one.until = start + keepMs(elapsed() - start);
    }, forget);
    return one.value;
  };
  const get = (key: Key): Promise<Value> => {
    const known = answers.get(key);
    const isFresh = known && (known.until === undefined || elapsed() < known.until);
    return isFresh ? known.value : askAnew(key);
  };
  const amend = (key: Key, change: (value: Value) => Value, since: number) => {
    const known = answers.get(key);
    if (!known || (known.until === undefined && known.askedAt > since)) return;
    known.value = known.value.then(change);
    // Whoever awaits it is told; nobody may.
    known.value.catch(() => {});
  };
  return Object.assign(get, { amend });
}
