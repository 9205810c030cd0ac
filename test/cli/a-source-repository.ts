import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newFolder } from './run-patchfleet.ts';

/** Content by path; null: deleted; `-> x`: a link to x. */
export type SourceChange = Readonly<Record<string, string | null>>;

/** A source repository with a commit for each change, tagged v0, v1 and so on. */
export function aSourceRepository(
  ...changes: readonly (SourceChange & { readonly subject?: never })[]
): string {
  const top = newFolder();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=M', '-c', 'user.email=m@example.org', ...args], { cwd: top });
  git('init', '--quiet', '--initial-branch=main');
  for (const [index, change] of changes.entries()) {
    for (const [path, text] of Object.entries(change)) {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      if (text === null) rmSync(join(top, path));
      else if (text.startsWith('-> ')) symlinkSync(text.slice(3), join(top, path));
      else writeFileSync(join(top, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', `Step ${index} <img src=x> [of](http://x)`);
    git('tag', `v${index}`);
  }
  return top;
}
