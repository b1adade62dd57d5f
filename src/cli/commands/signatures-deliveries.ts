import { EXIT } from '../../errors.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { deliveryJson, describeDelivery, type Finished } from '../present-deliveries.ts';
import { plural } from '../present-problems.ts';
import { json, readOptions } from '../read-options.ts';
import { requirePetition } from '../require-petition.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    const { petition } = await requirePetition(ledger, args[0] ?? '');
    const all: Finished[] = [];
    for (const delivery of await ledger.deliveries(petition.slug)) {
      all.push({ delivery, mails: await ledger.deliveryMails(delivery) });
    }
    const undelivered = await ledger.countUndelivered(petition.slug);
    if (options.json) {
      io.out(JSON.stringify({ deliveries: all.map(deliveryJson), undelivered }));
      return EXIT.done;
    }
    const lines = all.flatMap(describeDelivery);
    if (lines.length === 0) lines.push(`Nothing of ${petition.slug} was delivered yet.`);
    lines.push(`${plural(undelivered, 'signature')} in no delivery yet.`);
    sayOut(lines.join('\n'), io);
    return EXIT.done;
  });
