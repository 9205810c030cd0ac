import { spawnSync } from 'node:child_process';

/** What the git program on PATH says of itself; null: there is none. */
export function findGitProgram(): string | null {
  const { status, stdout } = spawnSync('git', ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? stdout.trim() : null;
}
