import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { watch } from 'chokidar';

/** Editors write a file in several steps, or put another in its place: one look when it has been quiet for so long. */
const quiet = 300;

interface FileWatcher {
  /** Watches the folders of these files too, as far as they are there. */
  add(files: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * Calls `changed` soon after something happened in the folder of a file, also where the file is a link; it says nothing of what. Where the
 * system tells nothing (network disks), nothing is called: look from time to time too.
 */
export function watchFiles(changed: () => void): FileWatcher {
  let timer: NodeJS.Timeout | null = null;
  const known = new Set<string>();
  const watcher = watch([], { depth: 0, ignoreInitial: true, ignorePermissionErrors: true });
  watcher.on('all', () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(changed, quiet);
  });
  watcher.on('error', () => undefined);
  return {
    add: (files) => {
      const folders = files.map((file) => dirname(file)).filter((folder) => !known.has(folder));
      for (const folder of folders.filter((each) => existsSync(each))) {
        known.add(folder);
        watcher.add(folder);
      }
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      await watcher.close();
    },
  };
}
