import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../base/failure.ts';
import { plainText } from '../../base/plain-text.ts';
import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';
import { foreignEnvironment } from './git-environment.ts';
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
  readonly submodule: boolean;
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
 * Opens a range of a local repository, whoever made that: nothing is fetched, no program that its configuration names runs, and nothing of its working copy is read. Failures FILE_UNREADABLE where the folder is no repository,
 * PARTIAL_CLONE where it lacks what its host has, WRONG_ARGUMENT where a ref names no commit of it, GIT_PROGRAM_MISSING.
 */
export async function openSourceRange({ folder, since, until }: RangeWish): Promise<SourceRange> {
  const isRepository = existsSync(join(folder, '.git')) || existsSync(join(folder, 'objects'));
  if (!isRepository || !statSync(folder).isDirectory())
    throw failure('FILE_UNREADABLE', { file: folder, why: 'it is not the top folder of a git repository.' });
  // An address is wanted by all who run git; this one is asked for nothing.
  const remote = { url: 'file:///dev/null', account: null, ca: null };
  const own = { folder, use: 'foreign', remote } as const;
  const program: GitProgramOptions = { ...own, patience: usualPatience, caFile: () => null };
  await refusePartialClone(program);
  const first = await resolveCommit(program, '--since', since);
  const last = await resolveCommit(program, '--until', until);
  const read = openObjectReader(folder, foreignEnvironment(usualPatience).variables);
  return {
    ...{ since: first, until: last },
    before: await listTree(program, first),
    after: await listTree(program, last),
    commits: await listCommits(program, `${first}..${last}`),
    read: async (id) => (isObjectId(id) ? ((await read(id))?.bytes ?? null) : null),
  };
}

/** Of what is missing in a partial clone nobody could tell what it is, and git of old fetches it unasked, by programs that the configuration names. */
async function refusePartialClone(program: GitProgramOptions): Promise<void> {
  const keys = String.raw`^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$`;
  const { code, stdout, stderr } = await runGit(program, ['config', '--null', '--get-regexp', keys]);
  if (code > 1) throw unreadable(program, { code, stdout, stderr });
  const [setting] = stdout.split('\0').filter((pair) => pair !== '' && !/\n(false|no|off|0)$/i.test(pair));
  if (setting === undefined) return;
  throw failure('PARTIAL_CLONE', {
    folder: program.folder,
    setting: plainText(setting.replace('\n', ' = '), 200),
  });
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
    if (isObjectId(id))
      files.set(path, {
        id,
        size: Number(size) || 0,
        plain: mode.startsWith('100'),
        submodule: mode === '160000',
      });
  }
  return files;
}

async function listCommits(program: GitProgramOptions, range: string): Promise<readonly SourceCommit[]> {
  const options = [
    '--no-merges',
    `--max-count=${mostCommits}`,
    '--no-renames',
    '--no-show-signature',
    '--no-ext-diff',
    '--no-textconv',
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
