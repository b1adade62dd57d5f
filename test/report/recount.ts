/**
 * The figures of a report counted anew from the rows as they lie in the database, one by one, and by
 * nothing of Outcry's own: neither its queries nor its words.
 */
import SQLite from 'better-sqlite3';
import { run } from '../ledger/a-database.ts';
import type { Store } from '../ledger/ledgers.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** Rows of a table, whichever database holds it. */
export async function rawRows({ place }: Store, table: string): Promise<Row[]> {
  if ('database' in place && place.database) {
    return (await run(`select * from ${table}`, place.database)) as Row[];
  }
  const db = new SQLite((place as { file: string }).file, { readonly: true });
  try {
    return db.prepare(`select * from ${table}`).all() as Row[];
  } finally {
    db.close();
  }
}

const domainOf = (email: unknown) => String(email).split('@').at(-1) ?? '';
const HOUR_MS = 3_600_000;

/** What campaign 1 did. */
export async function recount(store: Store) {
  const of = async (table: string) =>
    (await rawRows(store, table)).filter(({ campaign }) => Number(campaign) === 1);
  const batches = new Map((await of('batches')).map((one) => [Number(one.number), one]));
  const recipients = (await of('recipients')).map((one) => ({
    number: Number(one.number),
    domain: domainOf(one.email),
    isAccepted: batches.get(Number(one.batch))?.state === 'accepted' && one.outcome === null,
  }));
  const events = (await of('events')).map(({ raw }) => JSON.parse(String(raw)));
  const valid = (await rawRows(store, 'signatures')).filter((one) => one.invalidated_by === null);
  const own = valid.filter(({ campaign }) => Number(campaign) === 1);
  const signers = new Set(own.map(({ recipient }) => Number(recipient)));
  const visits = (await of('clicks')).filter(({ kind }) => kind === 'sign');
  const isHuman = ({ user_agent: agent, recipient }: Row) =>
    String(agent).startsWith('Mozilla') || signers.has(Number(recipient));
  const clickers = new Set(visits.filter(isHuman).map(({ recipient }) => Number(recipient)));
  const peopleWith = (name: string, domain?: string) => {
    const those = events.filter(
      ({ event, email }) => event === name && (!domain || domainOf(email) === domain),
    );
    return new Set(those.map(({ recipient }) => recipient)).size;
  };
  const domains = [...new Set(recipients.map(({ domain }) => domain))].map((domain) => {
    const there = recipients.filter((one) => one.domain === domain);
    return {
      domain,
      recipients: there.length,
      accepted: there.filter(({ isAccepted }) => isAccepted).length,
      delivered: peopleWith('delivered', domain),
      bounced: peopleWith('bounce', domain),
      dropped: peopleWith('dropped', domain),
      complaints: peopleWith('spamreport', domain),
      clicked: there.filter(({ number }) => clickers.has(number)).length,
      signatures: there.filter(({ number }) => signers.has(number)).length,
    };
  });
  return {
    recipients: recipients.length,
    accepted: recipients.filter(({ isAccepted }) => isAccepted).length,
    events: Object.fromEntries(
      [...new Set(events.map(({ event }) => event))].map((name) => [name, peopleWith(name)]),
    ),
    visits: visits.length,
    clicked: clickers.size,
    signatures: own.length,
    petition: valid.length,
    domains,
    sources: countSources(valid, await rawRows(store, 'signatures')),
    hours: countHours(own),
  };
}

/** Each signature by where its chain of shares begins, walked one by one. */
function countSources(valid: readonly Row[], all: readonly Row[]) {
  const byNumber = new Map(all.map((one) => [Number(one.id), one]));
  const sources = { link: 0, shared: 0, public: 0, public_shared: 0, other_campaigns: 0 };
  for (const one of valid) {
    let root = one;
    while (root.campaign === null && root.shared_by !== null) {
      const before = byNumber.get(Number(root.shared_by));
      if (!before) break;
      root = before;
    }
    const isOwn = root === one;
    if (root.campaign === null) sources[isOwn ? 'public' : 'public_shared'] += 1;
    else if (Number(root.campaign) !== 1) sources.other_campaigns += 1;
    else sources[isOwn ? 'link' : 'shared'] += 1;
  }
  return sources;
}

function countHours(signatures: readonly Row[]): Map<number, number> {
  const hours = new Map<number, number>();
  for (const { at } of signatures) {
    const hour = Math.floor(Number(at) / HOUR_MS) * HOUR_MS;
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  return hours;
}
