import { closeSync, existsSync, openSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure, isFailure } from '../../base/failure.ts';
import { isObjectId } from '../../base/names.ts';
import type { ObjectId } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import { BrokenPack, OversizedObject } from './broken-pack.ts';
import { openCertificates } from './certificates.ts';
import { complaintOf } from './git-complaint.ts';
import { runGit } from './git-program.ts';
import type { GitProgramOptions, GitRun } from './git-program.ts';
import { protocolOf, shownRemote } from './git-remote.ts';
import { listRefs } from './list-refs.ts';
import { withPatience } from './patience.ts';
import { unpack } from './unpack.ts';
import type { BranchPush, Transport, TransportOptions } from './transport.ts';

/** Through the git program: every protocol, ssh's keys and git's credential helpers included. */
export function openSystemTransport(options: TransportOptions): Transport {
  const { remote, patience, disk, folder, use } = options;
  protocolOf(remote, ['https', 'http', 'ssh', 'file']);
  const program: GitProgramOptions = { folder, use, remote, patience, caFile: openCertificates(options) };
  const patiently = <T>(act: () => Promise<T>): Promise<T> =>
    withPatience(patience, () => {
      // Nothing here builds on the history that earlier fetches cut off, and git would tell the host of every such cut.
      disk.remove(join(folder, 'shallow'));
      return pastDeadLock(disk, act);
    });
  const readBranches = (refs: readonly string[]): Promise<ReadonlyMap<string, ObjectId>> =>
    withPatience(patience, () => listRefs(program, refs));
  return {
    readBranches,
    fetchRefs: (refs) =>
      patiently(async () => {
        const found = await fetchRefs(program, refs);
        await unpackAll(options);
        return found;
      }),
    fetchObjects: (objects, depth) =>
      patiently(async () => {
        if (objects.length === 0) return;
        await succeeded(program, await fetch(program, objects, depth));
        await unpackAll(options);
      }),
    push: (wanted) => withPatience(patience, () => pushBranch(program, wanted)),
  };
}

/** Git locks for a whole fetch, and one takes no longer than minutes: only a lock that a killed git left is as old as this. Milliseconds. */
const deadAfter = 60 * 60 * 1_000;

/** Acts; where a lock is in the way that nobody holds any more, removes it and acts once more. */
async function pastDeadLock<T>(disk: Disk, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isFailure(error, 'GIT_LOCKED')) throw error;
    const { lock } = error.details;
    const madeAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - madeAt < deadAfter) throw error;
    disk.remove(lock);
    return act();
  }
}

/**
 * Git checks what it fetches only where it keeps the pack; we keep single objects, each of which can be checked and replaced. A pack
 * that a crash left damaged is dropped: what is missing then is fetched anew. So is one with
 * an object that is too large, and that is Failure GIT_ANSWER_INVALID.
 */
async function unpackAll({ folder, store, disk, remote }: TransportOptions): Promise<void> {
  let oversized: OversizedObject | null = null;
  const packs = join(folder, 'objects', 'pack');
  for (const name of existsSync(packs) ? readdirSync(packs) : []) {
    if (!name.endsWith('.pack')) continue;
    const file = openSync(join(packs, name), 'r');
    try {
      await unpack(file, store);
    } catch (error) {
      if (!(error instanceof BrokenPack)) throw error;
      if (error instanceof OversizedObject) oversized = error;
    } finally {
      closeSync(file);
    }
  }
  disk.removeFolder(packs);
  if (oversized !== null)
    throw failure('GIT_ANSWER_INVALID', { remote: shownRemote(remote), why: oversized.message }, oversized);
}

/** By name in one request; only where one of them is not there, all are listed once to find out which are. */
async function fetchRefs(
  program: GitProgramOptions,
  refs: readonly string[],
): Promise<ReadonlyMap<string, ObjectId>> {
  if (refs.length === 0) return new Map();
  const first = await fetch(program, refs, 1);
  if (first.code === 0) return readFetchHead(program);
  if (!first.stderr.includes("couldn't find remote ref")) throw await complaintOf(program, first.stderr);
  const there = [...(await listRefs(program, refs)).keys()];
  if (there.length === 0) return new Map();
  await succeeded(program, await fetch(program, there, 1));
  return readFetchHead(program);
}

function fetch(program: GitProgramOptions, wants: readonly string[], depth: number): Promise<GitRun> {
  const options = [
    '--no-tags',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
    '--progress',
    `--depth=${depth}`,
  ];
  return runGit(program, ['fetch', ...options, '--stdin', program.remote.url], `${wants.join('\n')}\n`);
}

/** What the last fetch brought: `<id>\t[not-for-merge]\t<kind> '<name>' of <url>`. */
function readFetchHead({ folder }: GitProgramOptions): ReadonlyMap<string, ObjectId> {
  const found = new Map<string, ObjectId>();
  for (const line of readFileSync(join(folder, 'FETCH_HEAD'), 'utf8').split('\n')) {
    const [, id = '', kind = '', name = ''] =
      /^([0-9a-f]{40})\t[^\t]*\t(tag|branch) '([^']+)'/.exec(line) ?? [];
    if (isObjectId(id)) found.set(`${kind === 'tag' ? 'refs/tags/' : 'refs/heads/'}${name}`, id);
  }
  return found;
}

async function pushBranch(
  program: GitProgramOptions,
  { commit, ref }: BranchPush,
): Promise<'pushed' | 'rejected'> {
  const { remote } = program;
  const run = await runGit(program, [
    'push',
    '--porcelain',
    '--progress',
    '--no-verify',
    remote.url,
    `${commit}:${ref}`,
  ]);
  if (run.code === 0) return 'pushed';
  const verdict = /^!\t[^\t]*\t(.*)$/m.exec(run.stdout)?.[1] ?? '';
  if (/^\[rejected\]/.test(verdict)) return 'rejected';
  if (/^\[remote rejected\]/.test(verdict) && !/cannot lock|failed to update/.test(verdict))
    throw failure('GIT_PUSH_REFUSED', { remote: shownRemote(remote), ref, why: verdict });
  throw await complaintOf(program, verdict === '' ? run.stderr : `error: ${verdict}`);
}

async function succeeded(program: GitProgramOptions, run: GitRun): Promise<void> {
  if (run.code !== 0) throw await complaintOf(program, run.stderr);
}
