import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ObjectId } from '../../base/names.ts';
import type { PatchesRepository, TreeFile } from '../../ports/patches-repository.ts';
import type { Disk } from '../files/disk.ts';
import { prepareBareRepository } from './bare-repository.ts';
import { openCertificates } from './certificates.ts';
import { gitEnvironment } from './git-environment.ts';
import type { GitProgramOptions } from './git-program.ts';
import { protocolOf } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
import { openObjectReader } from './object-reader.ts';
import type { LocalRepository } from './local-repository.ts';
import { listRefs, readBytes, readFiles, releaseTags, succeed } from './local-repository.ts';
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

interface Parts extends LocalRepository {
  readonly patience: Patience;
  readonly store: () => Promise<ObjectStore>;
}

const kept = 'refs/patchfleet/remote/';

/** Where the remote's ref is kept here. */
function keptAs(ref: string): string {
  return ref.replace(/^refs\//, kept);
}

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
    readRef: async (ref) => (await listRefs(program, keptAs(ref), ref)).get(ref) ?? null,
    listTags: () => listRefs(program, keptAs(releaseTags), releaseTags),
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
