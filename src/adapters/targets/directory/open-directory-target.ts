import { lstatSync, realpathSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../../base/failure.ts';
import { engineAbilities } from '../../../installed/engine-abilities.ts';
import type { TargetFacts } from '../../../installed/target-facts.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ListedDocument, Target, TargetSession } from '../../../ports/target.ts';
import type { Disk } from '../../files/disk.ts';
import { isLeftover } from '../../files/fresh-file.ts';
import { applyInTurn } from '../apply-in-turn.ts';
import { applyToFiles, inventoryOfAll, inventoryOfNames, readDocument, readNodes } from './document-files.ts';
import { listDocuments, listLeftovers } from './list-documents.ts';
import type { FoundLock } from './lock-file.ts';
import { holderAsText, isLockFile, isOfThisHost, readLockFile, writeLockFile } from './lock-file.ts';
import { refuseLink } from './locate-file.ts';
import { openOwnFolders } from './own-folders.ts';
import type { ProcessLock } from './process-lock.ts';
import { lockAddress, takeProcessLock } from './process-lock.ts';
import type { RegisterFile } from './register-file.ts';
import { openRegisterFile } from './register-file.ts';

/** What the engine needs: the folder, which must be there, and the world. */
interface DirectoryTargetOptions {
  readonly folder: string;
  readonly disk: Disk;
  readonly clock: Clock;
}

/**
 * A namespace as plain files in a folder, which a person can read, compare and edit: one file of canonical bytes per document,
 * the register and the lock in `.patchfleet/`. Runs no code. Failure TARGET_UNREACHABLE where the folder is not there.
 *
 * The lock is freed by the kernel with the process that holds it; `.patchfleet/lock.json` names the holder. A lock file that
 * another host (or network namespace, whose kernel locks are others) left is respected however old it is, and so is one of
 * which cannot be read where it was written: where its holder died, a person removes the file (docs/directory-lock.md). Of two hosts that come at once, one makes the file.
 */
export function openDirectoryTarget({ folder, disk, clock }: DirectoryTargetOptions): Target {
  let known: { readonly root: string; readonly register: RegisterFile } | null = null;
  const reach = (): { root: string; register: RegisterFile } => {
    const root = rootOf(folder);
    if (known?.root !== root)
      known = { root, register: openRegisterFile(root, join(root, ownFolder, 'register.jsonl'), disk) };
    return known;
  };
  return {
    look: () => answered(() => lookAt(reach())),
    inventory: (names) =>
      answered(() =>
        names === 'all' ? inventoryOfAll(reach().root) : inventoryOfNames(reach().root, names),
      ),
    list: () => answered(() => listWithTimes(reach().root)),
    read: (name) => answered(() => readDocument(reach().root, name)),
    nodes: (references) => answered(() => readNodes(reach().root, references)),
    open: async (holder) => {
      const { root, register } = await answered(reach);
      const lock = await answered(() => takeProcessLock(lockAddress(root, process.platform)));
      const lockFile = join(root, ownFolder, 'lock.json');
      if (lock === null) throw busy(root, holderAsText(readLockFile(lockFile)));
      try {
        enter({ root, register, disk, lockFile, content: writeLockFile(holder, clock.now()) });
      } catch (error) {
        await lock.release();
        throw error;
      }
      return session({ root, register, disk, lockFile, lock });
    },
  };
}

/** A file without nodes is no document, and is listed all the same: nothing is read here. */
function listWithTimes(root: string): readonly ListedDocument[] {
  return Array.from(listDocuments(root), ([name, path]) => ({
    name,
    changedAt: Math.trunc(lstatSync(path).mtimeMs),
  }));
}

const ownFolder = '.patchfleet';

interface Room {
  readonly root: string;
  readonly register: RegisterFile;
  readonly disk: Disk;
  readonly lockFile: string;
}

/** What who has got the lock does first. */
function enter({ root, register, disk, lockFile, content }: Room & { readonly content: Uint8Array }): void {
  const found = readLockFile(lockFile);
  refuseForeign(root, lockFile, found);
  disk.makeFolder(join(root, ownFolder));
  if (!putLock(disk, found, lockFile, content)) throw lostRace(root, lockFile);
  register.mend();
  if (found.kind === 'none') return;
  for (const leftover of listLeftovers(root, isLeftover)) disk.remove(leftover);
  openOwnFolders(root, disk).tidyAll();
}

function refuseForeign(root: string, lockFile: string, found: FoundLock): void {
  if (found.kind === 'unreadable')
    throw busy(
      root,
      `somebody whose lock file cannot be read (${found.why}). Make sure that no patchfleet runs on any machine or in any container that reaches this folder, then remove ${lockFile}`,
    );
  if (found.kind !== 'none' && !isOfThisHost(found.lock))
    throw busy(
      root,
      `${holderAsText(found)}. If that machine or container is gone, or no patchfleet runs there any more, remove ${lockFile}`,
    );
}

/** False where another host was faster since the lock was looked for. */
function putLock(disk: Disk, found: FoundLock, lockFile: string, content: Uint8Array): boolean {
  if (found.kind === 'none') return disk.create(lockFile, content) && isLockFile(lockFile, content);
  disk.replace(lockFile, content);
  return isLockFile(lockFile, content);
}

/** Another host was there first, a moment ago. */
function lostRace(root: string, lockFile: string): Error {
  const found = readLockFile(lockFile);
  return busy(
    root,
    `${found.kind === 'held' ? holderAsText(found) : 'another host'}. If that machine or container is gone, or no patchfleet runs there any more, remove ${lockFile}`,
  );
}

function session({
  root,
  register,
  disk,
  lockFile,
  lock,
}: Room & { readonly lock: ProcessLock }): TargetSession {
  let closed = false;
  const inside = <T>(work: () => T): Promise<T> =>
    answered(() => {
      if (closed) throw new Error('this session with the target is closed');
      return work();
    });
  return {
    appendRegister: (entries) =>
      inside(() => {
        register.append(entries);
      }),
    apply: (change) => inside(() => applyToFiles(root, change, disk)),
    applyTogether: (edits, wrote) =>
      applyInTurn(edits, (change) => inside(() => applyToFiles(root, change, disk)), wrote),
    compile: () => inside(() => []),
    run: () => inside(() => ({ ok: false, detail: 'The engine `directory` runs no code.', transcript: '' })),
    writesOf: () => inside(() => ({ kind: 'observed', writes: [], before: null, doubtful: null })),
    forgetRun: () => inside(() => undefined),
    close: async () => {
      if (closed) return;
      closed = true;
      try {
        disk.remove(lockFile);
      } finally {
        await lock.release();
      }
    },
  };
}

function lookAt({ root, register }: { readonly root: string; readonly register: RegisterFile }): TargetFacts {
  const { bavail, bsize } = statfsSync(root);
  return {
    target: root,
    engine: 'directory',
    version: '1',
    clock: null,
    primary: true,
    freeBytes: bavail * bsize,
    can: engineAbilities.directory,
    register: register.read().entries,
  };
}

const mend =
  'make the folder, mount what holds it, or name the right one as `engine.directory.folder` in site.yaml.';

/** The folder's real path. */
function rootOf(folder: string): string {
  let root: string;
  try {
    root = realpathSync(folder);
  } catch (error) {
    throw failure(
      'TARGET_UNREACHABLE',
      { target: folder, why: 'the folder is not there.', next: mend },
      error,
    );
  }
  if (!lstatSync(root).isDirectory())
    throw failure('TARGET_UNREACHABLE', { target: folder, why: 'it is not a folder.', next: mend });
  const own = join(root, ownFolder);
  if (lstatSync(own, { throwIfNoEntry: false })?.isSymbolicLink()) throw refuseLink(own);
  return root;
}

function busy(target: string, holder: string) {
  return failure('TARGET_BUSY', { target, holder });
}

/** What is thrown becomes a rejection; what the file system does not let us read, Failure TARGET_UNREACHABLE. */
async function answered<T>(work: () => T | Promise<T>): Promise<T> {
  await Promise.resolve();
  try {
    return await work();
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(error) : error;
  }
}

function unreadable(error: Error) {
  const target = 'path' in error && typeof error.path === 'string' ? error.path : 'folder';
  return failure('TARGET_UNREACHABLE', { target, why: error.message }, error);
}
