import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectId } from '../../base/names.ts';
import type { ObjectId } from '../../base/names.ts';
import { failure } from '../../base/failure.ts';
import type { SnapshotLabel } from '../../ports/vault.ts';
import type { Disk } from '../files/disk.ts';
import { gitFs } from '../files/git-disk.ts';

/** A snapshot that is kept. */
interface KeptSnapshot {
  readonly snapshot: ObjectId;
  readonly label: SnapshotLabel;
}

const prefix = 'refs/snapshots';
const kinds: readonly SnapshotLabel['kind'][] = ['backup', 'intended', 'undeclared', 'written', 'after'];

/** Makes what is missing of an empty repository; nothing where it is whole. */
export function prepareRepository(gitdir: string, disk: Disk): void {
  disk.makeFolder(join(gitdir, 'objects', 'pack'));
  disk.makeFolder(join(gitdir, prefix));
  if (!existsSync(join(gitdir, 'config'))) disk.replace(join(gitdir, 'config'), Buffer.from(configFile));
  if (!existsSync(join(gitdir, 'HEAD')))
    disk.replace(join(gitdir, 'HEAD'), Buffer.from('ref: refs/heads/none\n'));
}

const configFile = '[core]\n\trepositoryformatversion = 0\n\tbare = true\n[gc]\n\tauto = 0\n';

/** Every snapshot that a ref names, oldest attempt first. Failure SNAPSHOT_DAMAGED for a ref that cannot be read. */
export async function listSnapshots(gitdir: string, disk: Disk): Promise<readonly KeptSnapshot[]> {
  if (!existsSync(gitdir)) return [];
  // Loaded only here and below: most passes touch no snapshot, and loading takes a fifth of a second.
  const { listRefs } = await import('isomorphic-git');
  const refs = await listRefs({ fs: gitFs(disk), gitdir, filepath: prefix });
  const found: KeptSnapshot[] = [];
  for (const ref of refs) {
    const label = labelOf(ref);
    if (label !== null) found.push({ label, snapshot: await resolve(gitdir, disk, `${prefix}/${ref}`) });
  }
  return found.sort((a, b) => a.label.attempt - b.label.attempt || order(a) - order(b));
}

/** The labels of all snapshots, in no order: one look into a folder, and into the file in which git keeps refs that somebody packed. */
export function listLabels(gitdir: string): readonly SnapshotLabel[] {
  const [folder, packed] = [join(gitdir, prefix), join(gitdir, 'packed-refs')];
  const loose = existsSync(folder) ? readdirSync(folder) : [];
  const lines = existsSync(packed) ? readFileSync(packed, 'utf8').split('\n') : [];
  const others = lines.flatMap((line) => /^[0-9a-f]{40} refs\/snapshots\/(.+)$/.exec(line)?.[1] ?? []);
  return [...new Set([...loose, ...others])].flatMap((name) => labelOf(name) ?? []);
}

export async function keepSnapshot(
  gitdir: string,
  disk: Disk,
  { label, snapshot }: KeptSnapshot,
): Promise<void> {
  const { writeRef } = await import('isomorphic-git');
  await writeRef({ fs: gitFs(disk), gitdir, ref: refOf(label), value: snapshot, force: true });
}

export async function dropSnapshot(gitdir: string, disk: Disk, label: SnapshotLabel): Promise<void> {
  const { deleteRef } = await import('isomorphic-git');
  await deleteRef({ fs: gitFs(disk), gitdir, ref: refOf(label) });
}

function refOf({ attempt, kind }: SnapshotLabel): string {
  return `${prefix}/${attempt}-${kind}`;
}

function labelOf(ref: string): SnapshotLabel | null {
  const [, attempt, word] = /^(\d+)-([a-z]+)$/.exec(ref) ?? [];
  const kind = kinds.find((known) => known === word);
  return attempt === undefined || kind === undefined ? null : { attempt: Number(attempt), kind };
}

function order({ label }: KeptSnapshot): number {
  return kinds.indexOf(label.kind);
}

async function resolve(gitdir: string, disk: Disk, ref: string): Promise<ObjectId> {
  const { resolveRef } = await import('isomorphic-git');
  const id = await resolveRef({ fs: gitFs(disk), gitdir, ref }).catch((cause: unknown) => {
    throw failure('SNAPSHOT_DAMAGED', { snapshot: ref, why: 'its ref cannot be read.' }, cause);
  });
  if (isObjectId(id)) return id;
  throw failure('SNAPSHOT_DAMAGED', { snapshot: ref, why: 'its ref does not name a commit.' });
}
