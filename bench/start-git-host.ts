import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compiled, quietGit } from './run-program.ts';

/** A git server in a process of its own, so that it takes no time from whom it serves. */
export interface GitHost {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the bare repositories below a folder on loopback. */
export async function startGitHost(root: string): Promise<GitHost> {
  const program = join(compiled, 'bench', 'git-host.program.js');
  const child = spawn(process.execPath, [program, root], {
    env: quietGit,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
