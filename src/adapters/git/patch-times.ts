import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isFailure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import type { GitProgramOptions } from './git-program.ts';
import { runGit } from './git-program.ts';
import { usualPatience } from './patience.ts';

/**
 * When each patch of a working copy was released, by the tags that it has; else when its patch.yaml first came into what is checked out. Nothing is fetched. Empty where it is no top of
 * a git repository, or has no commit, or there is no git.
 */
export async function readPatchTimes(folder: string): Promise<ReadonlyMap<string, Instant>> {
  if (!existsSync(join(folder, '.git'))) return new Map();
  const remote = { url: 'file:///dev/null', account: null, ca: null };
  const own = { folder, use: 'copy', remote } as const;
  const program: GitProgramOptions = { ...own, patience: usualPatience, caFile: () => null };
  try {
    return new Map([...(await mergeTimes(program)), ...(await tagTimes(program))]);
  } catch (error) {
    if (isFailure(error, 'GIT_PROGRAM_MISSING')) return new Map();
    throw error;
  }
}

async function mergeTimes(program: GitProgramOptions): Promise<Map<string, Instant>> {
  const shape = [
    '--diff-filter=A',
    '--no-renames',
    '--format=%x1e%ct',
    '--name-only',
    '-z',
    '-m',
    '--first-parent',
  ];
  const { code, stdout } = await runGit(program, ['log', ...shape, 'HEAD', '--', 'patches']);
  const times = new Map<string, Instant>();
  if (code !== 0) return times;
  for (const commit of stdout.split('\x1e').slice(1)) {
    const [head = '', ...paths] = commit.split('\0');
    for (const path of paths) {
      const [, id] = /^\n?patches\/(?:[^/]+\/)?([^/]+)\/patch\.yaml$/.exec(path) ?? [];
      if (id !== undefined) times.set(id, Number(head.trim()) * 1000); // Newest first: the first time stays.
    }
  }
  return times;
}

async function tagTimes(program: GitProgramOptions): Promise<Map<string, Instant>> {
  const { stdout } = await runGit(program, [
    'for-each-ref',
    '--format=%(refname:lstrip=3) %(creatordate:unix)',
    'refs/tags/patch',
  ]);
  return new Map(
    stdout.split('\n').flatMap((line) => {
      const [, id = '', seconds = ''] = /^(\S+) (\d+)$/.exec(line) ?? [];
      return id === '' ? [] : [[id, Number(seconds) * 1000] as const];
    }),
  );
}
