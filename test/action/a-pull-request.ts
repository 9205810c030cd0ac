import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from '../cli/a-host.ts';
import type { Run } from './run-action.ts';

type Files = Readonly<Record<string, string | null>>;

/** What somebody proposes, as the runner meets it. */
interface PullRequest {
  /** Fork: the head lies in another repository, and the checkout knows only what the host merged on trial. */
  readonly from?: 'branch' | 'fork';
  readonly title?: string;
}

/** Pushes a proposal with these files (null: gone) to the host; returns the run for it, in a fresh checkout of the host's trial merge. */
export function proposed(
  host: Host,
  files: Files,
  { from = 'branch', title = 'Routing' }: PullRequest = {},
): Run {
  const target = git(host.work, 'rev-parse', 'main');
  git(host.work, 'checkout', '--quiet', '-B', 'proposal', 'main');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(host.work, path)), { recursive: true });
    if (text === null) git(host.work, 'rm', '--quiet', path);
    else writeFileSync(join(host.work, path), text);
  }
  git(host.work, 'add', '--all');
  git(host.work, 'commit', '--quiet', '--allow-empty', '--message', title);
  const head = git(host.work, 'rev-parse', 'HEAD');
  git(host.work, 'checkout', '--quiet', '-B', 'trial', 'main');
  git(host.work, 'merge', '--quiet', '--no-ff', '--no-edit', 'proposal');
  const branches = from === 'branch' ? ['proposal:refs/heads/proposal'] : [];
  git(host.work, 'push', '--quiet', '--force', 'origin', 'trial:refs/pull/1/merge', ...branches);
  git(host.work, 'checkout', '--quiet', 'main');
  return {
    event: 'pull_request',
    workspace: checkedOut(host, 'refs/pull/1/merge'),
    payload: {
      ...{ action: 'synchronize', number: 1 },
      pull_request: {
        ...{ number: 1, title, body: '::set-output name=released::x', draft: false },
        base: { ref: 'main', sha: target, repo: { full_name: 'lab/patches', fork: false } },
        head: {
          ref: 'proposal',
          sha: head,
          repo: { full_name: from === 'fork' ? 'rui/patches' : 'lab/patches', fork: from === 'fork' },
        },
      },
      repository: { full_name: 'lab/patches', default_branch: 'main' },
    },
  };
}

/** As actions/checkout leaves it with `fetch-depth: 0`. */
export function checkedOut(host: Host, ref: string, ...options: readonly string[]): string {
  const folder = join(host.top, 'checkout');
  execFileSync('rm', ['-rf', folder]);
  mkdirSync(folder);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'remote', 'add', 'origin', `file://${host.repository}`);
  const refs = [
    '+refs/heads/*:refs/remotes/origin/*',
    '+refs/tags/*:refs/tags/*',
    `+${ref}:refs/remotes/pull`,
  ];
  git(folder, 'fetch', '--quiet', ...options, 'origin', ...refs);
  git(folder, 'checkout', '--quiet', '--detach', 'refs/remotes/pull');
  return folder;
}

export function git(folder: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=Mara', '-c', 'user.email=mara@example.org'];
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}
