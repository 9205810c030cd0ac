import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';
import { complaintOf } from './git-complaint.ts';
import type { GitProgramOptions } from './git-program.ts';
import { runGit } from './git-program.ts';
import { usualPatience } from './patience.ts';

/** What a commit in a working copy is made on top of: `origin/main`, `main`, or HEAD; null: there is no commit yet. */
interface CommitBase {
  readonly base: string;
  readonly commit: ObjectId | null;
}

/** The first that is there of main as the host last had it, the local main, and HEAD. */
export async function findBase(program: GitProgramOptions): Promise<CommitBase> {
  const places = [
    ['origin/main', 'refs/remotes/origin/main'],
    ['main', 'refs/heads/main'],
    ['HEAD', 'HEAD'],
  ] as const;
  for (const [base, ref] of places) {
    const commit = await findCommit(program, ref);
    if (commit !== null) return { base, commit };
  }
  return { base: 'HEAD', commit: null };
}

/** Null: there is no such ref. */
export async function findCommit(program: GitProgramOptions, ref: string): Promise<ObjectId | null> {
  const run = await runGit(program, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  const id = run.stdout.trim();
  if (run.code === 0 && isObjectId(id)) return id;
  if (run.stderr.trim() !== '') throw await complaintOf(program, run.stderr);
  return null;
}

/** Every file below a folder on what a commit would be made on top of, by path from the top. Failure GIT_PROGRAM_MISSING, and git's complaints. */
export async function pathsOnBase(
  repository: string,
  folder: string,
): Promise<{ readonly base: string; readonly paths: readonly string[] }> {
  const program = workingCopyProgram(repository);
  const { base, commit } = await findBase(program);
  return { base, paths: commit === null ? [] : await pathsOf(program, commit, folder) };
}

/** Every file of a commit below a path, or at it. */
export async function pathsOf(
  program: GitProgramOptions,
  commit: ObjectId,
  path: string,
): Promise<readonly string[]> {
  const run = await runGit(program, [
    'ls-tree',
    '-r',
    '-z',
    '--name-only',
    '--full-tree',
    commit,
    '--',
    path,
  ]);
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  return run.stdout.split('\0').filter(Boolean);
}

/** Git in somebody's working copy, without a remote. */
export function workingCopyProgram(repository: string): GitProgramOptions {
  const remote = { url: 'file:///dev/null', account: null, ca: null };
  return { folder: repository, use: 'copy', remote, patience: usualPatience, caFile: () => null };
}
