import type { ObjectId } from '../../base/names.ts';
import { isObjectId, isSiteName } from '../../base/names.ts';
import type { ArchivedTip, StatusArchive } from '../../ports/status-archive.ts';
import type { Disk } from '../files/disk.ts';
import { prepareBareRepository } from './bare-repository.ts';
import { openCertificates } from './certificates.ts';
import { parseCommit } from './commit-object.ts';
import { complaintOf } from './git-complaint.ts';
import { gitEnvironment } from './git-environment.ts';
import { runGit } from './git-program.ts';
import type { GitRemote } from './git-remote.ts';
import { protocolOf } from './git-remote.ts';
import { openObjectReader } from './object-reader.ts';
import type { ReadObject } from './object-reader.ts';
import { usualPatience, withPatience } from './patience.ts';
import type { Patience } from './patience.ts';
import type { TreeEntry } from './tree-object.ts';
import { parseTree } from './tree-object.ts';

interface StatusArchiveOptions {
  /** Folder of a bare repository; made where it is missing. */
  readonly folder: string;
  readonly remote: GitRemote;
  readonly disk: Disk;
  readonly patience?: Partial<Patience>;
  /** Below what the remote has the branches: `refs/heads/` (usual), or where a clone keeps those of its own remote. */
  readonly branchesBelow?: string;
}

const kept = 'refs/patchfleet/';
const branches = ['status', 'status-recovered'];

const ofSite = /^refs\/patchfleet\/(?:status|status-recovered)\/([^/]+)$/;

/** All status branches of a host through the git program: one fetch at depth 1, one listing, one `git cat-file --batch`. Failures of git as in `Transport`. */
export function openStatusArchive(options: StatusArchiveOptions): StatusArchive {
  const { folder, remote, disk, branchesBelow = 'refs/heads/' } = options;
  protocolOf(remote, ['https', 'http', 'ssh', 'file']);
  const patience = { ...usualPatience, ...options.patience };
  prepareBareRepository(folder, disk, 'main');
  const caFile = openCertificates({ remote, disk, folder });
  const program = { folder, use: 'copy', remote, patience, caFile } as const;
  const run = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runGit(program, args);
    // A fetch with --depth ends in 1 without a word where the host has no such branch.
    const isEmpty = code === 1 && stderr.trim() === '';
    if (code !== 0 && !isEmpty) throw await complaintOf(program, stderr);
    return stdout;
  };
  const refs = branches.map((name) => `+${branchesBelow}${name}/*:${kept}${name}/*`);
  const fetch = ['fetch', '--depth', '1', '--no-tags', '--prune', '--no-auto-maintenance', '--progress'];
  return {
    readAll: async () => {
      await withPatience(patience, () => run([...fetch, '--no-write-fetch-head', remote.url, ...refs]));
      const listed = await run(['for-each-ref', '--format=%(objectname) %(refname)', kept]);
      const read = openObjectReader(folder, gitEnvironment(remote, patience, caFile()).variables);
      const tips = await Promise.all(listed.split('\n').map((line) => readTip(read, line)));
      return tips.filter((tip) => tip !== null);
    },
  };
}

/** Null: it is no branch of a site, or not all of it is there. */
async function readTip(read: ReadObject, line: string): Promise<ArchivedTip | null> {
  const [commit = '', ref = ''] = line.split(' ');
  const [, site = ''] = ofSite.exec(ref) ?? [];
  if (!isObjectId(commit) || !isSiteName(site)) return null;
  const object = await read(commit);
  const header = object?.kind === 'commit' ? parseCommit(object.bytes) : null;
  if (object === null || header === null) return null;
  const entries = await readTree(read, header.tree);
  const status = entries.find(({ name }) => name === 'status.json');
  const file = status === undefined ? null : await read(status.id);
  if (file?.kind !== 'blob') return null;
  const attempts = await readAttempts(read, entries);
  return { site, commit, commitObject: object.bytes, statusFile: file.bytes, attempts };
}

async function readAttempts(
  read: ReadObject,
  entries: readonly TreeEntry[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = entries.find(({ name }) => name === 'attempts');
  const files = folder === undefined ? [] : await readTree(read, folder.id);
  const contents = await Promise.all(files.map(({ id }) => read(id)));
  return new Map(
    files.flatMap(({ name }, index) => {
      const content = contents[index];
      return content?.kind === 'blob' ? [[`attempts/${name}`, content.bytes]] : [];
    }),
  );
}

async function readTree(read: ReadObject, id: ObjectId): Promise<readonly TreeEntry[]> {
  const object = await read(id);
  return object?.kind === 'tree' ? (parseTree(object.bytes) ?? []) : [];
}
