import { resolve } from 'node:path';
import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import { findBase, findCommit, pathsOf, workingCopyProgram } from './commit-base.ts';
import { complaintOf } from './git-complaint.ts';
import type { GitProgramOptions } from './git-program.ts';
import { runGit } from './git-program.ts';
import type { ObjectStore } from './object-store.ts';
import { openObjectStore } from './object-store.ts';
import { writeTrees } from './tree-object.ts';

/** A folder of files that is to become a commit on a branch of its own. */
interface FolderCommit {
  /** Top of a working copy. Neither its files nor its index are read or touched. */
  readonly repository: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** Place of the folder in the tree, with `/`. Only what was committed for the same purpose before is replaced: on the base there must be nothing. */
  readonly path: string;
  /** By path below that. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly message: string;
  /** The commit that may be the branch's tip: one that was made for the same purpose; null: the branch must not exist. */
  readonly former: string | null;
}

export interface MadeCommit {
  readonly commit: ObjectId;
  /** What it was based on: `origin/main`, `main`, or HEAD. */
  readonly base: string;
}

/**
 * Commits files to a branch of a local repository, as the identity that git is configured with: on top of main as the host last had it, of the local main, or else of HEAD. Failures
 * BRANCH_TAKEN where the branch holds something else or is checked out, FOLDER_TAKEN where nothing of ours is on the branch and the base has the folder already, GIT_IDENTITY_MISSING, GIT_PROGRAM_MISSING, and git's complaints.
 */
export async function commitFolder(wish: FolderCommit, disk: Disk): Promise<MadeCommit> {
  const program = workingCopyProgram(wish.repository);
  const ref = `refs/heads/${wish.branch}`;
  const tip = await findCommit(program, ref);
  await assertFree(program, wish, tip);
  const { base, commit: baseCommit } = await findBase(program);
  if (tip === null && baseCommit !== null && (await pathsOf(program, baseCommit, wish.path)).length > 0)
    throw failure('FOLDER_TAKEN', { path: wish.path, base });
  const parent = tip ?? baseCommit;
  const tree = await treeWith(program, parent, wish, disk);
  if (tip !== null && (await succeed(program, ['rev-parse', `${tip}^{tree}`])) === tree)
    return { commit: tip, base };
  await assertIdentity(program);
  const parents = parent === null ? [] : ['-p', parent];
  const commit = await succeed(program, ['commit-tree', tree, ...parents, '-F', '-'], `${wish.message}\n`);
  if (!isObjectId(commit)) throw new Error(`git commit-tree answered ${commit}`);
  const none = '0'.repeat(40);
  await succeed(program, ['update-ref', '-m', `patchfleet: ${wish.message}`, ref, commit, tip ?? none]);
  return { commit, base };
}

async function assertFree(
  program: GitProgramOptions,
  { branch, former }: FolderCommit,
  tip: ObjectId | null,
): Promise<void> {
  if (tip !== null && tip !== former)
    throw failure('BRANCH_TAKEN', { branch, why: `it is at ${tip.slice(0, 10)}, which was not made here` });
  if (tip === null) return;
  const worktrees = await succeed(program, ['worktree', 'list', '--porcelain']);
  if (worktrees.split('\n').includes(`branch refs/heads/${branch}`))
    throw failure('BRANCH_TAKEN', {
      branch,
      why: 'it is checked out, and its files would not be those of its commit any more',
    });
}

/** `git var` asks for a whole identity, as commit does (git-var: GIT_AUTHOR_IDENT). */
async function assertIdentity(program: GitProgramOptions): Promise<void> {
  for (const key of ['user.name', 'user.email']) {
    const { stdout } = await runGit(program, ['config', '--get', key]);
    if (stdout.trim() === '') throw failure('GIT_IDENTITY_MISSING', { key, repository: program.folder });
  }
}

/** The parent's tree with the folder in its place; all else of it stays, links and submodules too. */
async function treeWith(
  program: GitProgramOptions,
  parent: ObjectId | null,
  { path, files }: FolderCommit,
  disk: Disk,
): Promise<string> {
  const store = openObjectStore(
    resolve(program.folder, await succeed(program, ['rev-parse', '--git-path', 'objects'])),
    disk,
  );
  const leaves = new Map(
    [...files].map(([name, bytes]) => [name, { id: store.write('blob', bytes), mode: '100644' }]),
  );
  const folder = writeTrees(leaves, (bytes) => store.write('tree', bytes));
  return putInto(program, { store, parent, steps: path.split('/'), id: folder });
}

interface Put {
  readonly store: ObjectStore;
  readonly parent: ObjectId | null;
  readonly steps: readonly string[];
  readonly id: string;
}

async function putInto(program: GitProgramOptions, { parent, steps, id }: Put): Promise<string> {
  let child = id;
  for (let depth = steps.length - 1; depth >= 0; depth -= 1) {
    const above = steps.slice(0, depth).join('/');
    const own = `\t${steps[depth] ?? ''}`;
    const entries = (await listFolder(program, parent, above)).filter((entry) => !entry.endsWith(own));
    const input = [...entries, `040000 tree ${child}${own}`].map((entry) => `${entry}\0`).join('');
    child = await succeed(program, ['mktree', '-z', '--missing'], input);
  }
  return child;
}

/** The entries of a folder as `mktree` wants them; none where it is not there. */
async function listFolder(
  program: GitProgramOptions,
  commit: ObjectId | null,
  folder: string,
): Promise<readonly string[]> {
  if (commit === null) return [];
  const run = await runGit(program, ['ls-tree', '-z', '--full-tree', `${commit}:${folder}`]);
  if (run.code !== 0 && /not a valid object name|does not exist in/i.test(run.stderr)) return [];
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  return run.stdout.split('\0').filter(Boolean);
}

async function succeed(program: GitProgramOptions, args: readonly string[], input?: string): Promise<string> {
  const run = await runGit(program, args, input);
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  return run.stdout.trim();
}
