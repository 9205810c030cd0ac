import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';
import { gitEnvironment } from './git-environment.ts';
import type { GitProgramOptions, GitRun } from './git-program.ts';
import { runGit } from './git-program.ts';
import { openObjectReader } from './object-reader.ts';
import { usualPatience } from './patience.ts';

/** What stands in a local source repository at two commits, and the commits that lead from one to the other. */
export interface SourceRange {
  readonly since: ObjectId;
  readonly until: ObjectId;
  /** By path; links and submodules too, as not plain. */
  readonly before: ReadonlyMap<string, SourceFile>;
  readonly after: ReadonlyMap<string, SourceFile>;
  /** Newest first, without merges; at most 1,000. */
  readonly commits: readonly SourceCommit[];
  /** Null where the repository does not hold it. All reads go through one process. */
  readonly read: (id: string) => Promise<Uint8Array | null>;
}

interface SourceFile {
  readonly id: ObjectId;
  readonly size: number;
  readonly plain: boolean;
}

interface SourceCommit {
  readonly id: string;
  readonly subject: string;
  readonly paths: readonly string[];
}

interface RangeWish {
  /** A folder: a working copy's top, or a bare repository. */
  readonly folder: string;
  readonly since: string;
  readonly until: string;
}

const mostCommits = 1000;

/**
 * Opens a range of a local repository; nothing is fetched and nothing of its working copy is read. Failures FILE_UNREADABLE where the folder is no repository,
 * WRONG_ARGUMENT where a ref names no commit of it, GIT_PROGRAM_MISSING.
 */
export async function openSourceRange({ folder, since, until }: RangeWish): Promise<SourceRange> {
  const isRepository = existsSync(join(folder, '.git')) || existsSync(join(folder, 'objects'));
  if (!isRepository || !statSync(folder).isDirectory())
    throw failure('FILE_UNREADABLE', { file: folder, why: 'it is not the top folder of a git repository.' });
  // An address is wanted by all who run git; this one is asked for nothing.
  const remote = { url: 'file:///dev/null', account: null, ca: null };
  const own = { folder, use: 'copy', remote } as const;
  const program: GitProgramOptions = { ...own, patience: usualPatience, caFile: () => null };
  const first = await resolveCommit(program, '--since', since);
  const last = await resolveCommit(program, '--until', until);
  const read = openObjectReader(folder, gitEnvironment(remote, usualPatience, null).variables);
  return {
    ...{ since: first, until: last },
    before: await listTree(program, first),
    after: await listTree(program, last),
    commits: await listCommits(program, `${first}..${last}`),
    read: async (id) => (isObjectId(id) ? ((await read(id))?.bytes ?? null) : null),
  };
}

async function resolveCommit(program: GitProgramOptions, what: string, ref: string): Promise<ObjectId> {
  const run = await runGit(program, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  const id = run.stdout.trim();
  if (run.code === 0 && isObjectId(id)) return id;
  if (run.stderr.trim() !== '') throw unreadable(program, run);
  throw failure('WRONG_ARGUMENT', {
    what,
    word: ref,
    expected: `a commit, tag or branch of ${program.folder}`,
  });
}

async function listTree(
  program: GitProgramOptions,
  commit: ObjectId,
): Promise<ReadonlyMap<string, SourceFile>> {
  const run = await runGit(program, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
  if (run.code !== 0) throw unreadable(program, run);
  const files = new Map<string, SourceFile>();
  for (const line of run.stdout.split('\0')) {
    const [, mode = '', id = '', size = '', path = ''] = /^(\d+) \S+ (\S+) +(\S+)\t([^]*)$/.exec(line) ?? [];
    if (isObjectId(id)) files.set(path, { id, size: Number(size) || 0, plain: mode.startsWith('100') });
  }
  return files;
}

async function listCommits(program: GitProgramOptions, range: string): Promise<readonly SourceCommit[]> {
  const options = [
    '--no-merges',
    `--max-count=${mostCommits}`,
    '--no-renames',
    '--no-show-signature',
    '--no-color',
  ];
  const shape = ['--format=%x1e%h%x1f%s%x1f', '--name-only', '-z'];
  const run = await runGit(program, ['log', ...options, ...shape, range, '--']);
  if (run.code !== 0) throw unreadable(program, run);
  return run.stdout
    .split('\x1e')
    .slice(1)
    .map((piece) => {
      const [id = '', subject = '', paths = ''] = piece.split('\x1f');
      return {
        id,
        subject,
        paths: paths
          .split('\0')
          .map((path) => path.replace(/^\n/, ''))
          .filter(Boolean),
      };
    });
}

function unreadable({ folder }: GitProgramOptions, { stderr }: GitRun) {
  return failure('FILE_UNREADABLE', {
    file: folder,
    why: stderr.trim().split('\n')[0] ?? 'git says no more.',
  });
}
