import type { Readable } from 'node:stream';
import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { exportColumns, USUAL_COLUMNS } from '../../signatures/export-columns.ts';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportSignatures,
} from '../../signatures/export-signatures.ts';
import { choiceShape, chooseSignatures } from '../choose-signatures.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { keptBackLines } from '../present-export.ts';
import { plural } from '../present-problems.ts';
import { json, readOptions } from '../read-options.ts';
import { requirePetition } from '../require-petition.ts';
import { writeNewStream } from '../write-new-stream.ts';

const shape = {
  ...json,
  ...choiceShape,
  format: z.enum(EXPORT_FORMATS, 'it is csv or ndjson').optional(),
  out: z.string().min(1, 'it is empty').optional(),
  columns: z.array(z.string()).default([...USUAL_COLUMNS]),
};

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const ledger = await context.ledger();
    const { slug } = (await requirePetition(ledger, args[0] ?? '')).petition;
    const names = new Set(options.columns.flatMap((typed) => typed.split(',')).filter(Boolean));
    const columns = await exportColumns([...names], slug, ledger);
    const { rows } = await chooseSignatures(options, slug, { context, ledger, io });
    const file = options.out === undefined ? undefined : context.resolve(options.out);
    const format = options.format ?? usualFormat(file, options.json);
    const bom = file !== undefined;
    const { stream, counts } = exportSignatures(rows, ledger, { columns, format, bom });
    if (file === undefined) {
      await print(stream, io);
      for (const line of keptBackLines(counts)) sayErr(line, io);
      return EXIT.done;
    }
    try {
      await writeNewStream(file, stream, io.signal);
    } catch (error) {
      if (!io.signal.aborted) throw error;
      io.err(`Stopped. ${file} was not written.`);
      return EXIT.attention;
    }
    if (options.json) io.out(JSON.stringify({ petition: slug, file, format, ...counts }));
    else {
      const done = `${plural(counts.exported, 'signature')} written to ${file}.`;
      for (const line of [done, ...keptBackLines(counts)]) sayOut(line, io);
    }
    return EXIT.done;
  });

/** What streams to this terminal as JSON is one document a line. */
function usualFormat(file: string | undefined, isJson: boolean): ExportFormat {
  const asDocuments = file === undefined ? isJson : /\.(ndjson|jsonl)$/i.test(file);
  return asDocuments ? 'ndjson' : 'csv';
}

async function print(stream: Readable, io: Io): Promise<void> {
  for await (const piece of stream.setEncoding('utf8')) {
    io.out(String(piece).replace(/\n$/, ''));
    await io.drained?.();
  }
}
