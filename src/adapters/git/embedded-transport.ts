import { closeSync, mkdirSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { lstat, readFile, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { HttpClient, PromiseFsClient } from 'isomorphic-git';
import { Failure, failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import { redact } from '../../base/redact.ts';
import { privateFolderMode } from '../files/private-folder.ts';
import { BrokenPack, OversizedObject } from './broken-pack.ts';
import { protocolOf, secretsOf, shownRemote } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
import { openHttpClient } from './http-client.ts';
import { withPatience } from './patience.ts';
import { openProtocolV2 } from './protocol-v2.ts';
import type { ProtocolV2 } from './protocol-v2.ts';
import type { BranchPush, Transport, TransportOptions } from './transport.ts';
import { unpack } from './unpack.ts';

/** Without a git program: http and https only. */
export function openEmbeddedTransport(options: TransportOptions): Transport {
  const { remote, patience } = options;
  protocolOf(remote, ['https', 'http']);
  const http = openHttpClient(remote, patience);
  const protocol = openProtocolV2(remote, http);
  const readRefs = (refs: readonly string[]): Promise<ReadonlyMap<string, ObjectId>> =>
    refs.length === 0 ? Promise.resolve(new Map()) : withPatience(patience, () => exactRefs(protocol, refs));
  const fetchObjects = async (objects: readonly ObjectId[], depth: number): Promise<void> => {
    if (objects.length === 0) return;
    await withPatience(patience, () => fetchInto(options, protocol, objects, depth));
  };
  return {
    readBranches: readRefs,
    fetchRefs: async (refs) => {
      const found = await readRefs(refs);
      await fetchObjects([...new Set(found.values())], 1);
      return found;
    },
    fetchObjects,
    push: (wanted) => withPatience(patience, () => pushBranch(options, http, wanted)),
  };
}

async function exactRefs(
  protocol: ProtocolV2,
  refs: readonly string[],
): Promise<ReadonlyMap<string, ObjectId>> {
  const found = await protocol.listRefs(refs);
  return new Map([...found].filter(([ref]) => refs.includes(ref)));
}

/** The pack goes through a scratch file without a name, which is gone with this process however it ends. */
async function fetchInto(
  { folder, store, remote }: TransportOptions,
  protocol: ProtocolV2,
  objects: readonly ObjectId[],
  depth: number,
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  const path = join(folder, `incoming-${process.pid}-${threadId}.pack`);
  const file = openSync(path, 'w+');
  try {
    unlinkSync(path);
    for await (const piece of protocol.fetchPack(objects, depth)) writeWhole(file, piece, path);
    await unpack(file, store);
  } catch (error) {
    if (!(error instanceof BrokenPack)) throw error;
    const code = error instanceof OversizedObject ? 'GIT_ANSWER_INVALID' : 'GIT_UNREACHABLE';
    throw failure(code, { remote: shownRemote(remote), why: error.message }, error);
  } finally {
    closeSync(file);
  }
}

function writeWhole(file: number, bytes: Uint8Array, path: string): void {
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  } catch (error) {
    throw failure('DISK_FULL', { path }, error);
  }
}

const nothing = (): Promise<void> => Promise.resolve();

/** A push reads. That isomorphic-git wants to note the remote's branch afterwards is of no use here. */
const readingFs: PromiseFsClient = {
  promises: {
    readFile,
    readdir,
    readlink,
    stat,
    lstat,
    writeFile: nothing,
    unlink: nothing,
    mkdir: nothing,
    rmdir: nothing,
    symlink: nothing,
  },
};

async function pushBranch(
  { folder, remote }: TransportOptions,
  http: HttpClient,
  { localRef, ref }: BranchPush,
): Promise<'pushed' | 'rejected'> {
  // Loaded when there is something to push: most passes have nothing, and it takes a fifth of a second.
  const { Errors, push } = await import('isomorphic-git');
  try {
    await push({
      fs: readingFs,
      http,
      gitdir: folder,
      url: remote.url,
      ref: localRef,
      remoteRef: ref,
      force: false,
    });
    return 'pushed';
  } catch (error) {
    if (error instanceof Errors.PushRejectedError) return 'rejected';
    if (error instanceof Failure) throw error;
    throw pushFailure({ remote, ref }, error, error instanceof Errors.GitPushError);
  }
}

/** `refused`: the host has answered, and did not want it. */
function pushFailure(
  { remote, ref }: { readonly remote: GitRemote; readonly ref: string },
  error: unknown,
  refused: boolean,
): Error {
  const why = redact(error instanceof Error ? error.message : String(error), secretsOf(remote));
  if (refused) {
    const details = { remote: shownRemote(remote), ref, why };
    return /failed to update ref|cannot lock|reference already exists/.test(why)
      ? failure('GIT_UNREACHABLE', { remote: details.remote, why }, error)
      : failure('GIT_PUSH_REFUSED', details, error);
  }
  return failure('GIT_ANSWER_INVALID', { remote: shownRemote(remote), why }, error);
}
