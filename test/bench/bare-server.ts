/**
 * What the web side is measured against: a bare Fastify route that inserts the row of a signature,
 * each on its own, until SIGTERM. Arguments: the database file, and `full` or `normal` for
 * SQLite's `synchronous`. Prints its address.
 */
import formBody from '@fastify/formbody';
import SQLite from 'better-sqlite3';
import Fastify from 'fastify';

const [file = '', synchronous = 'full'] = process.argv.slice(2);
const db = new SQLite(file);
db.pragma('journal_mode = WAL');
db.pragma(`synchronous = ${synchronous}`);
db.exec(`create table if not exists signatures (id integer primary key autoincrement, petition text, email text,
  first_name text, last_name text, postcode text, country text, comment text, consent integer, campaign integer,
  recipient integer, at bigint, unique (petition, email));
  create index if not exists signatures_by_campaign on signatures (campaign, petition)`);
const insert =
  db.prepare(`insert into signatures (petition, email, first_name, last_name, postcode, country, comment,
  consent, campaign, recipient, at) values (?, ?, ?, ?, ?, '', ?, ?, 1, ?, ?) on conflict do nothing`);

interface Post {
  readonly Params: { readonly token: string };
  readonly Body: Readonly<Record<string, string>>;
}

const server = Fastify();
server.register(formBody);
let count = 0;
server.post<Post>('/s/:token', async ({ params: { token }, body }, reply) => {
  count += 1;
  const { first_name, last_name, postcode, comment, consent } = body;
  const email = `${token}@mail.example.org`;
  const said = [first_name, last_name, postcode, comment ?? '', consent ? 1 : 0];
  insert.run('a-petition', email, ...said, count, Date.now());
  return reply.redirect(`/s/${token}/thanks`, 303);
});
process.stdout.write(`${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.on('SIGTERM', async () => {
  await server.close();
  db.close();
  process.exit(0);
});
