import { mendingOf } from '../campaign/ledger-trouble.ts';
import { explainError } from '../ledger/postgres/explain-error.ts';

/**
 * Until what it gives is called, a promise that nobody handles ends this process only if it failed for
 * another reason than a database that is away. graphile-worker (0.16.6) leaves such promises behind as
 * its clock stops (`cron.promise.finally` in runner.js), and says the same where it is heard.
 */
export function holdOut(place: string): () => void {
  const onRejection = (reason: unknown) => {
    if (mendingOf(explainError(reason, place, 'working')) === undefined) throw reason;
  };
  process.on('unhandledRejection', onRejection);
  return () => process.off('unhandledRejection', onRejection);
}
