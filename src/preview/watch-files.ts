import path from 'node:path';
import { watch } from 'chokidar';
import {
  changedFiles,
  type Fingerprint,
  foldersOf,
  type Surroundings,
  takeFingerprint,
} from './watched-files.ts';

export interface FileWatch {
  close(): Promise<void>;
}

interface Listener {
  /** Some files have changed; perhaps an editor is still writing. */
  onChange(files: readonly string[]): void;
  /** Nothing more has happened for a while. */
  onQuiet(): void;
}

/** Editors write a file in several steps; this long after one of them the next is waited for. */
const STEP_MS = 8;
/** Of what happens within 50 ms, Chokidar tells the first only: after that, we look again. */
const QUIET_MS = 70;

/**
 * Watches what a preview depends on. Chokidar only says when to look; what has changed is found by
 * comparing the files themselves, so that nothing is missed and nothing is told twice. Resolves when
 * it is watching.
 */
export async function watchFiles(
  surroundings: Surroundings,
  listener: Listener,
): Promise<FileWatch> {
  let known: Fingerprint = await takeFingerprint(surroundings);
  let looking = Promise.resolve();
  let step: NodeJS.Timeout | undefined;
  let quiet: NodeJS.Timeout | undefined;

  const look = () => {
    looking = looking.then(async () => {
      const now = await takeFingerprint(surroundings);
      const files = changedFiles(known, now);
      known = now;
      if (files.length === 0) return;
      for (const folder of await foldersOf(surroundings)) addFolder(folder);
      listener.onChange(files);
    });
    return looking;
  };
  const wake = () => {
    step ??= setTimeout(() => {
      step = undefined;
      void look();
    }, STEP_MS);
    clearTimeout(quiet);
    quiet = setTimeout(() => void look().then(() => listener.onQuiet()), QUIET_MS);
  };

  const folders = new Set(await foldersOf(surroundings));
  const watcher = watch([...folders], {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored: (file, stats) =>
      !isOfInterest(file, stats?.isDirectory() ?? false, folders, surroundings),
  });
  const addFolder = (folder: string) => {
    if (folders.has(folder)) return;
    folders.add(folder);
    watcher.add(folder);
  };
  // Its own account of a change may come late or not at all; what the system says never does.
  watcher.on('all', wake).on('raw', wake).on('error', wake);
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  // Something may have been saved while the watcher was getting ready.
  wake();
  return {
    close: async () => {
      clearTimeout(step);
      clearTimeout(quiet);
      await watcher.close();
      await looking;
      clearTimeout(quiet);
    },
  };
}

/** Of a folder that is watched, its files; of template folders, those below it too. */
function isOfInterest(
  file: string,
  isFolder: boolean,
  folders: ReadonlySet<string>,
  { templateRoots }: Surroundings,
): boolean {
  if (folders.has(file)) return true;
  if (templateRoots.some((root) => file.startsWith(`${root}${path.sep}`))) return true;
  return !isFolder && folders.has(path.dirname(file));
}
