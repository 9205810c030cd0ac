import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { nodeDisk } from '../../adapters/files/node-disk.ts';
import type { GitRemote } from '../../adapters/git/git-remote.ts';
import { openPatchesRepository } from '../../adapters/git/patches-repository.ts';
import { failure } from '../../base/failure.ts';
import type { PatchesRepository } from '../../ports/patches-repository.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import type { Shell } from './shell.ts';
import { findRepositoryTop } from './working-copy.ts';

export interface RepositoryOptions {
  readonly repository?: string;
}

/** Gives a command the option that names the patches repository on its host. */
export function withRepository(command: Command): Command {
  return command
    .option(
      '--repository <url>',
      'the patches repository on its host (or PATCHFLEET_REPOSITORY; default: the remote origin of this working copy)',
    )
    .addHelpText(
      'after',
      "\nAn account for https is taken from PATCHFLEET_GIT_USERNAME and PATCHFLEET_GIT_PASSWORD, or from git's credential helpers.\n",
    );
}

/** Works on the patches repository of the host, in a local copy that is gone afterwards. Failure ARGUMENT_MISSING where none is named. */
export async function openPatches<Result>(
  shell: Shell,
  options: RepositoryOptions,
  work: (repository: PatchesRepository) => Promise<Result>,
): Promise<Result> {
  const remote = readRemote(shell, options);
  return withScratchFolder((folder) => {
    shell.terminal.progress(`Asking ${remote.url} …`);
    return work(openPatchesRepository({ folder, remote, disk: nodeDisk() }));
  });
}

/** The patches repository on its host. Failure ARGUMENT_MISSING where none is named. */
export function readRemote(shell: Shell, options: RepositoryOptions): GitRemote {
  const url = options.repository ?? shell.env['PATCHFLEET_REPOSITORY'] ?? originOf(shell.cwd);
  if (url !== null) return { url, account: readAccount(shell), ca: null };
  const where =
    '--repository URL or PATCHFLEET_REPOSITORY, or run this in a working copy that has a remote origin';
  throw failure('ARGUMENT_MISSING', { what: 'patches repository', where });
}

/** The account for https that the environment names; null: none. */
export function readAccount({
  env,
  keepSecret,
}: Shell): { readonly name: string; readonly password: string } | null {
  const password = env['PATCHFLEET_GIT_PASSWORD'] ?? '';
  if (password === '') return null;
  keepSecret(password);
  return { name: env['PATCHFLEET_GIT_USERNAME'] ?? 'patchfleet', password };
}

/** The address of the remote `origin` in the configuration of the working copy around a folder; null: none. */
function originOf(cwd: string): string | null {
  const top = findRepositoryTop(cwd);
  const path = top === null ? '' : join(top, '.git', 'config');
  if (!existsSync(path)) return null;
  const section =
    /^\[remote "origin"\]$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
  return /^\s*url\s*=\s*(\S+)\s*$/m.exec(section)?.[1] ?? null;
}
