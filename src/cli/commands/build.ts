import path from 'node:path';
import { z } from 'zod';
import { sealEditions } from '../../campaign/envelope.ts';
import { finishedCopyFor } from '../../campaign/finished-copy.ts';
import { requireLetter } from '../../campaign/load-letter.ts';
import { EXIT } from '../../errors.ts';
import type { Message } from '../../message/message.ts';
import { shownPath } from '../../shown-path.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { json, readOptions } from '../read-options.ts';
import { writeFile } from '../write-file.ts';

const shape = {
  ...json,
  out: z.string(),
  list: z.array(z.string()).default([]),
  to: z.string().optional(),
};

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const lists = options.list.map(context.resolve);
    const workshop = context.workshop(context.workspace.environment.OUTCRY_SECRET);
    const letter = await requireLetter(context.resolve(args[0] ?? ''), lists, workshop);
    const out = path.resolve(io.cwd, options.out);
    const [first, ...others] = letter.editions;
    const document = {
      ...messageJson(first.message, out),
      editions: others.map(({ lang, message }) => messageJson(message, out, `.${lang}`)),
    };
    const files = new Map([
      ...letter.editions.flatMap(({ message }, index) => {
        const { html, text } = document.editions[index - 1] ?? document;
        return [[html, message.html] as const, [text, message.text] as const];
      }),
      [path.join(out, 'message.json'), `${JSON.stringify(document, null, 2)}\n`],
    ]);
    if (options.to !== undefined) {
      const { config } = context.workspace;
      const senders = { from: config.from, replyTo: config.reply_to };
      const copy = await finishedCopyFor({
        editions: sealEditions(letter.editions, senders),
        lists,
        columns: workshop.columns,
        to: options.to,
        url: context.url(),
      });
      files.set(path.join(out, 'copy.html'), copy.html);
      files.set(path.join(out, 'copy.txt'), copy.text);
      files.set(path.join(out, 'copy.eml'), copy.eml);
    }
    for (const [file, text] of files) await writeFile(file, text);
    if (options.json) io.out(JSON.stringify(document));
    else io.out([...files.keys()].map((file) => shownPath(file)).join('\n'));
    return EXIT.done;
  });

/** message.json: html and text are paths. Editions but the first are named after their languages. */
function messageJson(message: Message, out: string, suffix = '') {
  const { subject, notes, slots, bytes, hash, lang, fields } = message;
  const html = path.join(out, `message${suffix}.html`);
  const text = path.join(out, `message${suffix}.txt`);
  return { subject, html, text, notes, slots, bytes, hash, lang, fields };
}
