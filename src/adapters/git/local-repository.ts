import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';
import type { TreeFile } from '../../ports/patches-repository.ts';
import { complaintOf } from './git-complaint.ts';
import { runGit } from './git-program.ts';
import type { GitProgramOptions } from './git-program.ts';
import { shownRemote } from './git-remote.ts';
import type { ReadObject } from './object-reader.ts';

/** A repository on this machine, for reading. */
export interface LocalRepository {
  readonly program: GitProgramOptions;
  readonly read: ReadObject;
}

/** The tags of all releases lie below this. */
export const releaseTags = 'refs/tags/patch/';

/** The refs at or below `local`, each by a name that begins with `named` instead. */
export async function listRefs(
  program: GitProgramOptions,
  local: string,
  named: string,
): Promise<ReadonlyMap<string, ObjectId>> {
  const format = '--format=%(objectname) %(refname)';
  const listed = await succeed(program, ['for-each-ref', format, local]);
  const refs = new Map<string, ObjectId>();
  for (const line of listed.split('\n')) {
    const [id = '', ref = ''] = line.split(' ');
    if (isObjectId(id)) refs.set(named + ref.slice(local.length), id);
  }
  return refs;
}

/** Every file below a commit's folder. Links and submodules: left out where all is asked for, Failure TREE_REFUSED below a named folder. */
export async function readFiles(
  { program }: LocalRepository,
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

/** The bytes of an object. Failure GIT_OBJECT_MISSING. */
export async function readBytes({ read, program }: LocalRepository, id: ObjectId): Promise<Uint8Array> {
  const object = await read(id);
  if (object === null)
    throw failure('GIT_OBJECT_MISSING', { remote: shownRemote(program.remote), object: id });
  return object.bytes;
}

/** What git prints where it succeeds; else the Failure that its complaint stands for. */
export async function succeed(program: GitProgramOptions, args: readonly string[]): Promise<string> {
  const run = await runGit(program, args);
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  return run.stdout;
}
