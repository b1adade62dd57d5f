import type { Account } from './judge-crashes.ts';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function row(name: string, value: number, more = ''): void {
  say(`${name.padEnd(48)}${text(value).padStart(7)}${more && `  ${more}`}`);
}

export function text(value: number): string {
  return value.toLocaleString('en-GB');
}

/** What became of `people` recipients. */
export function presentAccount(account: Account, people: number): void {
  const { before, after, unknownBatches, faults } = account;
  row('requests that reached SendGrid', account.requests);
  const met = Object.entries(faults).map(([fault, count]) => `${fault} ${count}`);
  row('  of them met a fault', sum(faults), met.join(', '));
  row('accepted, by its answers alone', before.accepted);
  row('unknown', before.unknown);
  row('  batches that SendGrid says are ambiguous', unknownBatches.ambiguous);
  row('  others, that died with their process', unknownBatches.died);
  row('accepted, with its events', after.accepted);
  row('unknown, and never taken', after.unknown);
  row("taken, by SendGrid's own books", account.taken);
  row('taken twice', account.duplicates);
  row('missing', people - after.accepted - after.unknown);
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
