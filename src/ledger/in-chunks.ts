/** How many values go into one statement: below the limits of SQLite (32,766) and PostgreSQL (65,535). */
export const STATEMENT_ROWS = 1000;

export async function* inChunks<T>(rows: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** The same items: the next one is made while whoever has this one waits for something else. */
export async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (let coming = items.next(); ; ) {
      const { done, value } = await coming;
      if (done) return;
      coming = items.next();
      // Whoever asks for it is told.
      coming.catch(() => {});
      yield value;
    }
  } finally {
    await items.return(undefined);
  }
}

export function* slices<T>(rows: readonly T[], size = STATEMENT_ROWS): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
