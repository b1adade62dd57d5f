import { type Copy, finishCopy } from './finish-copy.ts';
import { type Mail, type MailRecipient, recipientsOf } from './mail.ts';
import { readText } from './read-text.ts';
import { seeded } from './seeded.ts';

/**
 * An accepted request. The body is kept as it came and parsed again when somebody looks: 100,000
 * recipients then take about 60 MB, outside the heap; as objects they would take several times that.
 */
export interface Taken {
  /** The X-Message-Id. */
  readonly messageId: string;
  /** 1, 2, 3 … in the order of arrival. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: Buffer;
  /** In lower case, in the order of `recipientsOf`. */
  readonly addresses: readonly string[];
  /** As it came, before substitutions. */
  readonly subject: string;
}

/** What to look for: one address in full, or a part of an address or of the shared subject. */
export interface Search {
  readonly to?: string | undefined;
  readonly q?: string | undefined;
}

export interface Outbox {
  add(taken: Taken): void;
  /** The newest first: `limit` copies from `offset` on, and how many there are in all. */
  find(search: Search, offset: number, limit: number): { total: number; copies: Copy[] };
  copy(id: string): Copy | undefined;
}

export interface OutboxOptions {
  readonly seed: number;
  /** How many recipients' copies are kept; the oldest requests are dropped whole. */
  readonly keep: number;
}

/** However few recipients there are, bodies take no more than this many bytes. */
const MOST_BYTES = 512 * 1024 * 1024;
const PARSED_KEPT = 8;

/** Keeps accepted requests in memory and finishes a recipient's copy when it is looked at. */
export function openOutbox({ seed, keep }: OutboxOptions): Outbox {
  const requests: Taken[] = [];
  const load = { recipients: 0, bytes: 0 };
  const weigh = ({ addresses, body }: Taken, sign: 1 | -1) => {
    load.recipients += sign * addresses.length;
    load.bytes += sign * body.length;
  };
  const parse = rememberLast(PARSED_KEPT, parseTaken);
  const finish = (taken: Taken, index: number): Copy | undefined => {
    const { mail, recipients } = parse(taken);
    const recipient = recipients[index];
    const { messageId, at } = taken;
    const origin = { id: `${messageId}.${index}`, messageId, at };
    const random = seeded(seed, taken.number, index);
    return recipient && finishCopy(mail, recipient, origin, random);
  };
  return {
    add(taken) {
      requests.push(taken);
      weigh(taken, 1);
      while (requests.length > 1 && (load.recipients > keep || load.bytes > MOST_BYTES)) {
        const oldest = requests.shift();
        if (oldest) weigh(oldest, -1);
      }
    },
    find(search, offset, limit) {
      const { total, places } = locate(requests, search, offset, limit);
      const copies = places.flatMap(({ taken, index }) => finish(taken, index) ?? []);
      return { total, copies };
    },
    copy(id) {
      const [, messageId, index] = /^([\w-]+)\.(\d+)$/.exec(id) ?? [];
      const taken = requests.find((request) => request.messageId === messageId);
      return taken && finish(taken, Number(index));
    },
  };
}

interface Place {
  readonly taken: Taken;
  readonly index: number;
}

function locate(requests: readonly Taken[], search: Search, offset: number, limit: number) {
  const places: Place[] = [];
  let total = 0;
  for (const taken of requests.toReversed()) {
    const matches = matcher(taken, search);
    for (let index = taken.addresses.length - 1; index >= 0; index--) {
      if (!matches(taken.addresses[index] ?? '')) continue;
      if (total >= offset && places.length < limit) places.push({ taken, index });
      total += 1;
    }
  }
  return { total, places };
}

function matcher({ subject }: Taken, { to, q }: Search): (address: string) => boolean {
  const address = to?.toLowerCase();
  const part = q?.toLowerCase();
  const anyway = !part || subject.toLowerCase().includes(part);
  return (candidate) => (!address || candidate === address) && (anyway || candidate.includes(part));
}

interface Parsed {
  readonly mail: Mail;
  readonly recipients: readonly MailRecipient[];
}

/** Reads again what was found valid when it came. */
export function parseTaken({ body }: Pick<Taken, 'body'>): Parsed {
  const mail = JSON.parse(readText(body)) as Mail;
  return { mail, recipients: recipientsOf(mail) };
}

function rememberLast<K, V>(most: number, make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.delete(key);
    known.set(key, value);
    for (const oldest of [...known.keys()].slice(0, -most)) known.delete(oldest);
    return value;
  };
}
