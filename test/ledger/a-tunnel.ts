import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a database that can be cut. */
export interface Tunnel {
  /** Of the database, through the tunnel. */
  readonly address: string;
  /** Cuts it: what is open breaks, and nobody comes through. */
  cut(): void;
  /** Breaks what is open now; whoever comes after comes through. */
  snip(): void;
  /** From here on nothing comes through, and nobody is told: as where the server hangs. */
  hang(): void;
  /** The next statement with these words reaches the database, but its answer does not come back. */
  cutAfter(words: string): void;
  /** The next statement with these words reaches the database, and from there on nothing comes through. */
  hangAt(words: string): Promise<void>;
  mend(): void;
  close(): Promise<void>;
}

export async function openTunnel(database: string): Promise<Tunnel> {
  const to = new URL(database);
  const open = new Set<Socket>();
  let isCut = false;
  let isHung = false;
  let last: string | undefined;
  let hanging: { readonly words: string; readonly tell: () => void } | undefined;

  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    let isLast = false;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    if (isCut) near.destroy();
    near.on('data', (said) => {
      if (isHung) return;
      isLast = last !== undefined && said.includes(last);
      if (isLast) last = undefined;
      far.write(said);
      if (!hanging || !said.includes(hanging.words)) return;
      isHung = true;
      hanging.tell();
      hanging = undefined;
    });
    far.on('data', (said) => {
      if (isLast) near.destroy();
      else if (!isHung) near.write(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = new URL(database);
  address.port = String((server.address() as AddressInfo).port);

  const snip = () => {
    for (const one of open) one.destroy();
  };
  const cut = () => {
    isCut = true;
    snip();
  };
  return {
    address: address.href,
    cut,
    snip,
    hang: () => {
      isHung = true;
    },
    cutAfter: (words) => {
      last = words;
    },
    hangAt: (words) =>
      new Promise((tell) => {
        hanging = { words, tell };
      }),
    mend: () => {
      last = undefined;
      isCut = false;
      isHung = false;
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
