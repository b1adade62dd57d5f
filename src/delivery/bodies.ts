/** A text in ASCII, in memory that can be used again. */
export interface Body {
  /** Begins anew. */
  clear(): void;
  /** Adds a text that is ASCII. */
  add(ascii: string): void;
  /** All that was added, until it is cleared. */
  bytes(): Buffer;
}

/** More than most requests. */
const FIRST_BYTES = 1 << 20;

export function createBody(): Body {
  let buffer = Buffer.allocUnsafe(FIRST_BYTES);
  let length = 0;
  const grow = (needed: number) => {
    const larger = Buffer.allocUnsafe(Math.max(needed, buffer.length * 2));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  return {
    clear: () => {
      length = 0;
    },
    add: (ascii) => {
      if (length + ascii.length > buffer.length) grow(length + ascii.length);
      length += buffer.write(ascii, length, 'latin1');
    },
    bytes: () => buffer.subarray(0, length),
  };
}

/** The bodies of requests under way, each by a name. */
export interface Bodies {
  /** Gives the name of a body that is written now. */
  fill(write: (body: Body) => void): string;
  /** Gives the name of a body that was written elsewhere. */
  hold(bytes: Uint8Array): string;
  get(name: string): Buffer | undefined;
  /** `wasRead`: to its last byte. Of others something may still be on its way. */
  drop(name: string, wasRead: boolean): void;
}

/**
 * Bodies whose memory is used again and again: to fill fresh memory takes several times as long as
 * to write the same 700 KB where the process has written before.
 */
export function createBodies(): Bodies {
  const underWay = new Map<string, { readonly bytes: Buffer; readonly body?: Body }>();
  const spare: Body[] = [];
  let count = 0;
  const name = (one: { readonly bytes: Buffer; readonly body?: Body }) => {
    count += 1;
    underWay.set(String(count), one);
    return String(count);
  };
  return {
    fill(write) {
      const body = spare.pop() ?? createBody();
      body.clear();
      write(body);
      return name({ bytes: body.bytes(), body });
    },
    hold: ({ buffer, byteOffset, length }) =>
      name({ bytes: Buffer.from(buffer, byteOffset, length) }),
    get: (of) => underWay.get(of)?.bytes,
    drop(of, wasRead) {
      const body = underWay.get(of)?.body;
      underWay.delete(of);
      if (body && wasRead) spare.push(body);
    },
  };
}
