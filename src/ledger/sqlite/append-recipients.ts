import type SQLite from 'better-sqlite3';
import type { AppendRecipients } from '../context.ts';
import { explainError } from './explain-error.ts';

const INSERT = `insert into recipients (campaign, batch, number, email, fields) values (?, ?, ?, ?, ?)
  on conflict (campaign, email) do nothing`;

/**
 * One prepared statement, run for each row. SQLite lives in this process, so there is no round trip
 * to save: measured with nine columns, 9 µs a row, against 12 by json_each and 16 by Kysely's
 * multi-row insert, which also need a look-up of doubles before.
 */
export function appendByStatement(db: SQLite.Database): AppendRecipients {
  const insert = (): SQLite.Statement => db.prepare(INSERT);
  let statement: SQLite.Statement | undefined;
  return async (_tx, { campaign, after, batchSize }, supporters) => {
    statement ??= insert();
    let number = after;
    const doubles = [];
    for (const supporter of supporters) {
      const next = number + 1;
      const fields = JSON.stringify(supporter.fields);
      const row = [campaign, Math.ceil(next / batchSize), next, supporter.email, fields];
      if (run(statement, row, db.name)) number = next;
      else doubles.push(supporter);
    }
    return doubles;
  };
}

function run(statement: SQLite.Statement, row: readonly unknown[], file: string): boolean {
  try {
    return statement.run(row).changes === 1;
  } catch (error) {
    throw explainError(error, file);
  }
}
