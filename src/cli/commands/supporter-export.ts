import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import type { SupporterRecords } from '../../ledger/ledger.ts';
import type { Address } from '../../terms.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { dayOf, elsewhereLines, heldLines, placesOf } from '../present-supporter.ts';
import { readAddress } from '../read-addresses.ts';
import { json, readOptions } from '../read-options.ts';
import { supporterJson } from '../supporter-json.ts';
import { writeNewFile } from '../write-file.ts';

const out = z.string().min(1, 'it is empty').optional();

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, out });
    const email = readAddress(args[0] ?? '', 'Nothing was looked up.');
    const ledger = await context.ledger();
    const records = await ledger.supporterRecords(email);
    const document = supporterJson(email, records, io.now());
    const file = options.out === undefined ? undefined : context.resolve(options.out);
    // For her and staff alone.
    if (file !== undefined)
      await writeNewFile(file, `${JSON.stringify(document, null, 2)}\n`, 0o600);
    if (options.json) {
      io.out(JSON.stringify(file === undefined ? document : { file, address: email }));
      return EXIT.done;
    }
    io.out(describe(email, records));
    if (file !== undefined) io.out(`\nAll of it was written to ${file}.`);
    else if (heldLines(records).length > 0) io.out('\nTo have all of it, add: --out FILE');
    io.out(`\n${elsewhereLines(placesOf(records))}`);
    return EXIT.done;
  });

function describe(email: Address, records: SupporterRecords): string {
  const lines = heldLines(records);
  const { erasedAt } = records;
  const erased =
    erasedAt === undefined
      ? []
      : [`${email} was erased on ${dayOf(erasedAt)}. A hash of the address is kept.`];
  if (lines.length > 0) return [...erased, `Held about ${email}:`, ...lines].join('\n');
  return erased[0] ?? `Nothing is held about ${email}.`;
}
