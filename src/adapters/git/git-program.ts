import { mkdirSync } from 'node:fs';
import { failure } from '../../base/failure.ts';
import { redact } from '../../base/redact.ts';
import { privateFolderMode } from '../files/private-folder.ts';
import { foreignEnvironment, gitEnvironment } from './git-environment.ts';
import { secretsOf, shownRemote } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
import type { Patience } from './patience.ts';

/**
 * mirror: holds only what the host has too; outbox: statuses wait in it; copy: somebody's working copy, or a folder for one command; foreign: a repository that is only read and
 * whose own configuration nobody vouches for: no remote of it is reached and no program of it runs.
 */
export type RepositoryUse = 'mirror' | 'outbox' | 'copy' | 'foreign';

export interface GitProgramOptions {
  /** A repository, or a folder that is about to become one. */
  readonly folder: string;
  /** What the folder is to us, which decides what is said and done where it is damaged. */
  readonly use: RepositoryUse;
  readonly remote: GitRemote;
  readonly patience: Pick<Patience, 'stall' | 'limit'>;
  /** File with all certificates that are trusted, which is there; null: the machine's. */
  readonly caFile: () => string | null;
}

export interface GitRun {
  readonly code: number;
  readonly stdout: string;
  /** In English, without secrets. */
  readonly stderr: string;
}

/**
 * Runs the git program once, through simple-git, whatever it answers; `input` goes to its standard input. Failure
 * GIT_PROGRAM_MISSING where there is none, GIT_UNREACHABLE where it is silent or busy for too long.
 */
export async function runGit(
  options: GitProgramOptions,
  args: readonly string[],
  input?: string,
): Promise<GitRun> {
  const { folder, use, remote, patience, caFile } = options;
  const { variables, names } =
    use === 'foreign' ? foreignEnvironment(patience) : gitEnvironment(remote, patience, caFile());
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  const { GitPluginError, simpleGit } = await import('simple-git');
  let ended = { code: 0, stdout: '', stderr: '' };
  const git = simpleGit({
    baseDir: folder,
    abort: AbortSignal.timeout(patience.limit),
    timeout: { block: patience.stall + graceful },
    allowEnvironment: names,
    completion: { onClose: true, onExit: graceful },
    unsafe,
    input: () => input,
    errors: (error, { exitCode, stdOut, stdErr }) => {
      ended = { code: exitCode, stdout: textOf(stdOut), stderr: redact(textOf(stdErr), secretsOf(remote)) };
      return error instanceof GitPluginError || wasNotStarted(error) ? error : undefined;
    },
  }).env(variables);
  try {
    await git.raw([...args]);
    return ended;
  } catch (error) {
    throw brokenRun(options, error);
  }
}

/** Git itself gives up on a silent http connection first; what it leaves behind (ssh) gets so long to end. Milliseconds. */
const graceful = 3_000;

/** True where the program could not be started; false for git's own complaints. */
function wasNotStarted(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** All of these settings are our own, in git-environment.ts; nothing that came from outside gets there. */
const unsafe = {
  allowUnsafeHooksPath: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeSshCommand: true,
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeFsMonitor: true,
  allowUnsafePager: true,
  allowUnsafeGitProxy: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeGpgProgram: true,
};

function brokenRun({ remote, patience }: GitProgramOptions, error: unknown): Error {
  const why = redact(error instanceof Error ? error.message : String(error), secretsOf(remote));
  if (/ENOENT|EACCES/.test(why)) return failure('GIT_PROGRAM_MISSING', { why }, error);
  const patient = {
    remote: shownRemote(remote),
    why: `git was silent for ${patience.stall} ms and was stopped`,
  };
  if (why.includes('timeout')) return failure('GIT_UNREACHABLE', patient, error);
  if (why.includes('Abort'))
    return failure(
      'GIT_UNREACHABLE',
      { ...patient, why: `git was not done after ${patience.limit} ms` },
      error,
    );
  return failure('GIT_UNREACHABLE', { remote: shownRemote(remote), why }, error);
}

function textOf(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString('utf8');
}
