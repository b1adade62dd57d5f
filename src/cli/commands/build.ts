import path from 'node:path';
import { z } from 'zod';
import { inVariant, variantsOf } from '../../campaign/editions.ts';
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
    // Of several variants the first is written: the others are subjects, or letters of their own.
    const [first, ...others] = inVariant(letter.editions, letter.editions[0].variant);
    const variants = variantsOf(letter.editions).map((variant) => {
      const [{ appeal }] = inVariant(letter.editions, variant);
      return { variant, subject: appeal.frontMatter.subject };
    });
    const document = {
      ...messageJson(first.message),
      editions: others.map(({ lang, message }) => messageJson(message, `.${lang}`)),
      ...(variants.length > 0 && { variants }),
    };
    const inFolder = (file: string) => path.join(out, file);
    const files = new Map([
      ...[first, ...others].flatMap(({ message }, index) => {
        const { html, text } = document.editions[index - 1] ?? document;
        return [[inFolder(html), message.html] as const, [inFolder(text), message.text] as const];
      }),
      [inFolder('message.json'), `${JSON.stringify(document, null, 2)}\n`],
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
      files.set(inFolder('copy.html'), copy.html);
      files.set(inFolder('copy.txt'), copy.text);
      files.set(inFolder('copy.eml'), copy.eml);
    }
    for (const [file, text] of files) await writeFile(file, text);
    const located = <D extends ReturnType<typeof messageJson>>(one: D) => ({
      ...one,
      html: inFolder(one.html),
      text: inFolder(one.text),
    });
    const shown = { ...located(document), editions: document.editions.map(located) };
    if (options.json) io.out(JSON.stringify(shown));
    else
      io.out([...[...files.keys()].map((file) => shownPath(file)), ...listed(variants)].join('\n'));
    return EXIT.done;
  });

/** The subjects that are tested against each other; the first is that of what was written. */
function listed(variants: readonly { variant: string; subject: string }[]): string[] {
  return variants.map(({ variant, subject }) => `Variant ${variant}: "${subject}"`);
}

/**
 * message.json. Its html and text are the names of the files beside it, so that the same letter gives
 * the same bytes in any folder; editions but the first are named after their languages.
 */
function messageJson(message: Message, suffix = '') {
  const { subject, notes, slots, bytes, hash, lang, fields } = message;
  const [html, text] = [`message${suffix}.html`, `message${suffix}.txt`];
  return { subject, html, text, notes, slots, bytes, hash, lang, fields };
}
