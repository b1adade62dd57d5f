import { randomBytes } from 'node:crypto';
import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { EXIT, OutcryError } from '../../errors.ts';
import { sandboxKeys } from '../../sandbox/sandbox-keys.ts';
import type { RunCommand } from '../command.ts';
import { PACKAGE_FOLDER } from '../open-context.ts';
import { json, readOptions } from '../read-options.ts';
import { makeFolder, writeFile } from '../write-file.ts';

/** What a new workspace gets of the package: staff edit these. */
const COPIED = ['outcry.yaml', 'templates', 'lists'];

export const run: RunCommand = async (invocation) => {
  const { io, args } = invocation;
  const options = readOptions(invocation, json);
  const folder = path.resolve(io.cwd, args[0] ?? '.');
  await makeFolder(folder);
  await refuseToOverwrite(folder);
  for (const name of COPIED) {
    await cp(path.join(PACKAGE_FOLDER, name), path.join(folder, name), { recursive: true });
  }
  const { publicKey } = await sandboxKeys(path.join(folder, '.outcry'));
  await writeFile(path.join(folder, '.env'), dotenv(publicKey), 0o600);
  await writeFile(path.join(folder, '.gitignore'), '.env\n.outcry/\n');
  const shown = path.relative(io.cwd, folder) || '.';
  if (options.json) io.out(JSON.stringify({ folder }));
  else io.out(nextSteps(shown));
  return EXIT.done;
};

async function refuseToOverwrite(folder: string): Promise<void> {
  const there = (await readdir(folder)).filter((name) => [...COPIED, '.env'].includes(name));
  if (there.length === 0) return;
  throw new OutcryError({
    code: 'workspace-exists',
    what: `${folder} holds ${there.join(', ')} already, and nothing is written over.`,
    fix: 'Choose an empty folder: outcry init DIR.',
    exit: EXIT.environment,
  });
}

function dotenv(webhookKey: string): string {
  return `# Secrets: never commit or mail this file.

# Signs every supporter's link. Keep it: links of letters that were sent need it.
OUTCRY_SECRET=${randomBytes(32).toString('hex')}

# "outcry sandbox" stands in for SendGrid. For the real one, put your own key here,
# take the line with OUTCRY_SENDGRID_URL out, and put the key of your signed event webhook below.
SENDGRID_API_KEY=SG.sandbox
OUTCRY_SENDGRID_URL=http://127.0.0.1:4010
OUTCRY_WEBHOOK_KEY=${webhookKey}
`;
}

function nextSteps(folder: string): string {
  return `A new workspace is in ${folder}: outcry.yaml, templates/, lists/, and .env with its secrets.

Next:
  ${folder === '.' ? '' : `cd ${folder}\n  `}outcry check templates/appeals/safe-harbour.md --list lists/supporters.csv
  outcry sandbox        in a second terminal: a local SendGrid with an inbox
  outcry serve          in a third: the sign page
  outcry send templates/appeals/safe-harbour.md --list lists/supporters.csv`;
}
