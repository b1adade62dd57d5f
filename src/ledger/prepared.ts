import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Schema } from './schema.ts';

/** A value that is given when the statement runs; of the type that stands there, for the builder. */
type Placeholders<Values> = { readonly [Name in keyof Values]: Values[Name] };

/** Runs a statement that was built before. */
export type Prepared<Values, Row> = (
  db: Kysely<Schema>,
  values: Values,
) => Promise<QueryResult<Row>>;

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Builds a statement once for each database, where Kysely would build and compile it for every run:
 * 100 µs, which is most of what a visitor costs. `build` must not look at the values, only hand
 * them on.
 */
export function prepared<Values extends object, Row>(
  build: (db: Kysely<Schema>, values: Placeholders<Values>) => Compilable<Row>,
): Prepared<Values, Row> {
  const built = new WeakMap<object, CompiledQuery<Row>>();
  const placeholders = new Proxy({} as Placeholders<Values>, {
    get: (_, name) => new Placeholder(String(name)),
  });
  return (db, values) => {
    const { adapter } = db.getExecutor();
    const query = built.get(adapter) ?? build(db, placeholders).compile();
    built.set(adapter, query);
    const parameters = query.parameters.map((one) =>
      one instanceof Placeholder ? values[one.name as keyof Values] : one,
    );
    return db.executeQuery({ ...query, parameters });
  };
}
