import { z } from 'zod';
import { loadLetter } from '../../campaign/load-letter.ts';
import { EXIT } from '../../errors.ts';
import { startPreview } from '../../preview/start-preview.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { json, port, readOptions } from '../read-options.ts';
import { untilStopped } from '../until-stopped.ts';

const shape = {
  ...json,
  list: z.array(z.string()).default([]),
  port: port(4020),
  to: z.string().optional(),
};

/** Stands for where supporters reach the web side, until outcry.yaml says. */
const SOMEWHERE = 'https://example.org';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async ({ resolve, workspace, templateRoots, workshop }) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const appeal = resolve(args[0] ?? '');
    const lists = options.list.map(resolve);
    // What is wrong in a file shows on the page; that there is no such file is said at once.
    await loadLetter(appeal, lists, workshop());
    const preview = await startPreview({
      appeal,
      lists,
      to: options.to,
      folder: workspace.folder,
      templateRoots,
      readDesk: () =>
        withContext(invocation, async (context) => {
          const { config, environment } = context.workspace;
          const url = environment.OUTCRY_URL || config.url || SOMEWHERE;
          return { ...(await context.desk()), url };
        }),
      port: options.port,
      now: io.now,
      onBug: (error) =>
        io.err(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    if (options.json) io.out(JSON.stringify({ url: preview.url }));
    else {
      io.out(`The preview is at ${preview.url}`);
      io.out('It shows what you save, as you save it. Stop it with Ctrl-C.');
    }
    await untilStopped(io);
    await preview.close();
    return EXIT.done;
  });
