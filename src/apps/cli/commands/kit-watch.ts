import { statSync } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'chokidar';
import { Failure } from '../../../base/failure.ts';
import { failureAsText } from '../../../report/failure-as-text.ts';
import type { Answer } from '../answer.ts';
import { refreshKit } from '../refresh-kit.ts';
import type { Shell } from '../shell.ts';
import { filesBelow, openPatchFolder } from '../working-copy.ts';
import { refreshedAsLines } from './kit-build.ts';

/** A file that has been as it is for so long, in milliseconds, is written to no more. */
const quiet = 400;

/**
 * `kit build` again and again, whenever something in the kit folder changed and has been quiet for a while, until SIGINT or SIGTERM. A file that cannot be read is told and keeps its old
 * digest; each thing is told once. Where the system tells nothing of changes (network disks), nothing is seen.
 */
export async function watchKit(shell: Shell, word: string): Promise<Answer> {
  const { absolute, path } = openPatchFolder(shell.cwd, word);
  let told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  let seen = '';
  const watcher = watch(absolute, { ignoreInitial: true, ignorePermissionErrors: true });
  const ready = new Promise<void>((resolve) => watcher.once('ready', resolve));
  watcher.on('error', () => undefined);
  watcher.on('all', (_, changed) => {
    if (changed.startsWith(join(absolute, 'kit'))) wait();
  });
  await ready;
  work = refresh();
  await work;
  shell.tell(`Watching ${path}/kit. Ctrl-C ends it.`);
  await ended(shell);
  clearTimeout(timer);
  await work;
  await watcher.close();
  return { exit: 0, text: `No longer watching ${path}/kit.`, json: { kind: 'kit-watched', folder: path } };

  function wait(): void {
    clearTimeout(timer);
    seen = stateOf(absolute);
    timer = setTimeout(look, quiet);
  }

  /** The system may tell of the first write of many only. */
  function look(): void {
    if (stateOf(absolute) !== seen) wait();
    else work = work.then(refresh);
  }

  async function refresh(): Promise<void> {
    const lines = await refreshedOrWhyNot(shell, word);
    for (const line of lines) if (!told.has(line)) shell.tell(line);
    told = new Set(lines);
  }
}

/** Also while a person edits patch.yaml, and in a moment in which a file is taken away. */
async function refreshedOrWhyNot(shell: Shell, word: string): Promise<readonly string[]> {
  try {
    return refreshedAsLines(await refreshKit(shell.cwd, word, { leaveBroken: true }));
  } catch (error) {
    if (error instanceof Failure) {
      const { message, hint } = error;
      return [failureAsText({ message, hint }, (_, text) => text, [])];
    }
    if (error instanceof Error && 'syscall' in error) return [`Not now: ${error.message}`];
    throw error;
  }
}

function stateOf(folder: string): string {
  try {
    const files = filesBelow(folder, 'kit').map(({ path }) => {
      const { size, mtimeMs } = statSync(join(folder, path));
      return `${path} ${size} ${mtimeMs}`;
    });
    return files.join('\n');
  } catch (error) {
    if (error instanceof Failure || (error instanceof Error && 'syscall' in error)) return '';
    throw error;
  }
}

/** Until the person ends it. Without a process of its own it ends at once. */
function ended({ takeSignals }: Shell): Promise<void> {
  return new Promise((resolve) => {
    if (takeSignals === undefined) resolve();
    takeSignals?.((signal) => {
      if (signal === 'SIGINT' || signal === 'SIGTERM') resolve();
    });
  });
}
