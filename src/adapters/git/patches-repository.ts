import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failure } from '../../base/failure.ts';
import { isObjectId } from '../../base/names.ts';
import type { ObjectId } from '../../base/names.ts';
import type { PatchesRepository, TreeFile } from '../../ports/patches-repository.ts';
import type { Disk } from '../files/disk.ts';
import { prepareBareRepository } from './bare-repository.ts';
import { openCertificates } from './certificates.ts';
import { complaintOf } from './git-complaint.ts';
import { gitEnvironment } from './git-environment.ts';
import { runGit } from './git-program.ts';
import type { GitProgramOptions } from './git-program.ts';
import { protocolOf, shownRemote } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
import { openObjectReader } from './object-reader.ts';
import type { ReadObject } from './object-reader.ts';
import { openObjectStore } from './object-store.ts';
import type { ObjectKind, ObjectStore } from './object-store.ts';
import { usualPatience, withPatience } from './patience.ts';
import type { Patience } from './patience.ts';
import { pushAtomically } from './push-atomically.ts';
import { writeTrees } from './tree-object.ts';

interface PatchesRepositoryOptions {
  /** A clone, a bare mirror, or a folder that is to become one. Only refs below `refs/patchfleet/remote/` are touched. */
  readonly folder: string;
  readonly remote: GitRemote;
  readonly disk: Disk;
  readonly patience?: Partial<Patience>;
}

interface Parts {
  readonly program: GitProgramOptions;
  readonly patience: Patience;
  readonly read: ReadObject;
  readonly store: () => Promise<ObjectStore>;
}

const kept = 'refs/patchfleet/remote/';

/** The patches repository for those who release and publish, through the git program. Failures of git as in `Transport`. */
export function openPatchesRepository(options: PatchesRepositoryOptions): PatchesRepository {
  const { folder, remote, disk } = options;
  protocolOf(remote, ['https', 'http', 'ssh', 'file']);
  const patience = { ...usualPatience, ...options.patience };
  const isClone = existsSync(join(folder, '.git'));
  if (!isClone) prepareBareRepository(folder, disk, 'main');
  const caFile = openCertificates({ remote, disk, folder: isClone ? join(folder, '.git') : folder });
  const program = { folder, use: 'copy', remote, patience, caFile } as const;
  const { variables } = gitEnvironment(remote, patience, caFile());
  let store: Promise<ObjectStore> | null = null;
  const parts: Parts = {
    program,
    patience,
    read: openObjectReader(folder, variables),
    store: () => (store ??= openLocalStore(program, disk)),
  };
  return {
    refresh: () => withPatience(patience, () => refresh(program)),
    readRef: async (ref) => (await listKept(parts, ref.replace(/^refs\//, ''))).get(ref) ?? null,
    listTags: () => listKept(parts, 'tags/patch/'),
    readFiles: (commit, inside) => readFiles(parts, commit, inside),
    readBlob: (blob) => readBytes(parts, blob),
    readObject: (object) => readBytes(parts, object),
    writeBlob: (bytes) => write(parts, 'blob', bytes),
    writeTree: (files) => writeTree(parts, files),
    writeObject: (kind, bytes) => write(parts, kind, bytes),
    push: (updates) => withPatience(patience, () => pushAtomically(program, updates)),
  };
}

async function openLocalStore(program: GitProgramOptions, disk: Disk): Promise<ObjectStore> {
  const path = (await succeed(program, ['rev-parse', '--git-path', 'objects'])).trim();
  return openObjectStore(resolve(program.folder, path), disk);
}

/** Main (by a pattern, because it need not be there yet), every channel and every release's tag, into refs of our own; what is gone on the host goes here too. */
async function refresh(program: GitProgramOptions): Promise<void> {
  const refs = ['heads/main*', 'heads/channel/*', 'tags/patch/*'].map((ref) => `+refs/${ref}:${kept}${ref}`);
  const options = ['--no-tags', '--prune', '--no-recurse-submodules', '--no-auto-maintenance', '--progress'];
  await succeed(program, ['fetch', ...options, '--no-write-fetch-head', program.remote.url, ...refs]);
}

async function listKept({ program }: Parts, prefix: string): Promise<ReadonlyMap<string, ObjectId>> {
  const format = '--format=%(objectname) %(refname)';
  const listed = await succeed(program, ['for-each-ref', format, `${kept}${prefix}`]);
  const refs = new Map<string, ObjectId>();
  for (const line of listed.split('\n')) {
    const [id = '', ref = ''] = line.split(' ');
    if (isObjectId(id)) refs.set(`refs/${ref.slice(kept.length)}`, id);
  }
  return refs;
}

/** Links and submodules: left out where all is asked for, Failure TREE_REFUSED below a named folder. */
async function readFiles(
  { program }: Parts,
  commit: ObjectId,
  folder: string,
): Promise<ReadonlyMap<string, TreeFile>> {
  const run = await runGit(program, ['ls-tree', '-r', '-l', '-z', '--full-tree', `${commit}:${folder}`]);
  if (run.code !== 0 && /not a valid object name|does not exist in/i.test(run.stderr)) return new Map();
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  const files = new Map<string, TreeFile>();
  for (const line of run.stdout.split('\0')) {
    const [, mode = '', id = '', size = '', path = ''] = /^(\d+) \S+ (\S+) +(\S+)\t([^]*)$/.exec(line) ?? [];
    if (!isObjectId(id)) continue;
    if (mode.startsWith('100'))
      files.set(path, { blob: id, executable: mode === '100755', size: Number(size) });
    else if (folder !== '')
      throw failure('TREE_REFUSED', { what: folder, path, why: 'is a symbolic link or a submodule' });
  }
  return files;
}

async function readBytes({ read, program }: Parts, id: ObjectId): Promise<Uint8Array> {
  const object = await read(id);
  if (object === null)
    throw failure('GIT_OBJECT_MISSING', { remote: shownRemote(program.remote), object: id });
  return object.bytes;
}

async function write({ store }: Parts, kind: ObjectKind, bytes: Uint8Array): Promise<ObjectId> {
  return (await store()).write(kind, bytes);
}

async function writeTree(parts: Parts, files: ReadonlyMap<string, TreeFile>): Promise<ObjectId> {
  const store = await parts.store();
  const leaves = [...files].map(
    ([path, { blob, executable }]) => [path, { id: blob, mode: executable ? '100755' : '100644' }] as const,
  );
  return writeTrees(new Map(leaves), (bytes) => store.write('tree', bytes));
}

async function succeed(program: GitProgramOptions, args: readonly string[]): Promise<string> {
  const run = await runGit(program, args);
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  return run.stdout;
}
