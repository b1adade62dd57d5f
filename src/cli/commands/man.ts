import path from 'node:path';
import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import type { RunCommand } from '../command.ts';
import { manPage } from '../man-page.ts';
import { json, readOptions } from '../read-options.ts';
import { version } from '../version.ts';
import { writeFile } from '../write-file.ts';

/** The manual page of all commands. */
export const run: RunCommand = async (invocation) => {
  const { io, commands } = invocation;
  const shape = { ...json, out: z.string().min(1, 'it is empty').optional() };
  const options = readOptions(invocation, shape);
  const page = manPage(commands, version());
  if (options.out !== undefined) await writeFile(path.resolve(io.cwd, options.out), page);
  if (options.json) io.out(JSON.stringify({ file: options.out ?? null, page }));
  else if (options.out === undefined) io.out(page.trimEnd());
  return EXIT.done;
};
