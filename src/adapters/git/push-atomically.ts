import { failure } from '../../base/failure.ts';
import { isObjectId } from '../../base/names.ts';
import type { RefUpdate } from '../../ports/patches-repository.ts';
import { complaintOf } from './git-complaint.ts';
import { runGit } from './git-program.ts';
import type { GitProgramOptions } from './git-program.ts';
import { shownRemote } from './git-remote.ts';

const lost =
  /stale info|fetch first|non-fast-forward|already exists|failed to update ref|cannot lock|incorrect old value/;

/**
 * Moves all of the refs or none, each only from where `from` says it is. A push whose answer got lost and which is tried
 * again finds its own work done: that counts as pushed.
 */
export async function pushAtomically(
  program: GitProgramOptions,
  updates: readonly RefUpdate[],
): Promise<'pushed' | 'lost-race'> {
  if (updates.length === 0) return 'pushed';
  const leases = updates.map(({ ref, from }) => `--force-with-lease=${ref}:${from ?? ''}`);
  const moves = updates.map(({ ref, to }) => `${to}:${ref}`);
  const options = ['--porcelain', '--progress', '--no-verify', '--atomic', ...leases];
  const run = await runGit(program, ['push', ...options, program.remote.url, ...moves]);
  if (run.code === 0) return 'pushed';
  const verdicts = [...run.stdout.matchAll(/^!\t[^\t:]*:([^\t]*)\t(.*)$/gm)];
  if (verdicts.length === 0) throw await complaintOf(program, run.stderr);
  const refusal = verdicts.find(([, , why = '']) => !lost.test(why) && !/atomic/.test(why));
  if (refusal !== undefined)
    throw failure('GIT_PUSH_REFUSED', {
      remote: shownRemote(program.remote),
      ref: refusal[1] ?? '',
      why: refusal[2] ?? '',
    });
  return (await areThere(program, updates)) ? 'pushed' : 'lost-race';
}

async function areThere(program: GitProgramOptions, updates: readonly RefUpdate[]): Promise<boolean> {
  const refs = updates.map(({ ref }) => ref);
  const run = await runGit(program, ['ls-remote', '--refs', program.remote.url, ...refs]);
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
  const there = new Map(
    run.stdout.split('\n').map((line) => {
      const [id = '', ref = ''] = line.split('\t');
      return [ref, isObjectId(id) ? id : null];
    }),
  );
  return updates.every(({ ref, to }) => there.get(ref) === to);
}
