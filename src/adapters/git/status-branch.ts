import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Instant } from '../../base/instant.ts';
import { isObjectId } from '../../base/names.ts';
import type { ObjectId } from '../../base/names.ts';
import { signedCommit } from '../../base/signed-object.ts';
import type { Signer } from '../../base/signer.ts';
import type { Disk } from '../files/disk.ts';
import { messageOf, parseCommit } from './commit-object.ts';
import type { ObjectStore } from './object-store.ts';
import { isFolder, parseTree, writeTrees } from './tree-object.ts';
import type { TreeLeaf } from './tree-object.ts';

/** The local repository in which a site's status commits are made. */
export interface StatusRepository {
  readonly folder: string;
  readonly disk: Disk;
  readonly store: ObjectStore;
  readonly site: string;
  readonly signer: Signer | null;
}

/** A commit of the branch, and what makes it one. */
export interface ToldCommit {
  readonly id: ObjectId;
  readonly tree: ObjectId;
  readonly message: string;
  readonly at: Instant;
}

/** What a local ref names; null: there is none. */
export function readLocalRef({ folder }: StatusRepository, ref: string): ObjectId | null {
  const path = join(folder, ref);
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return isObjectId(text) ? text : null;
}

/** Durable when it returns. */
export function writeLocalRef({ folder, disk }: StatusRepository, ref: string, id: ObjectId): void {
  const path = join(folder, ref);
  if (!existsSync(dirname(path))) disk.makeFolder(dirname(path));
  disk.replace(path, Buffer.from(`${id}\n`));
}

/** Commits from a tip backwards, newest first, up to and without `until`; `whole` tells whether that, or the first commit, was reached. */
export function walkBack(
  { store }: StatusRepository,
  tip: ObjectId | null,
  until: ObjectId | null,
  limit = Number.POSITIVE_INFINITY,
): { readonly commits: readonly ToldCommit[]; readonly whole: boolean; readonly found: boolean } {
  const commits: ToldCommit[] = [];
  let next = tip;
  while (next !== null && next !== until && commits.length < limit) {
    const object = store.read(next);
    const header = object?.kind === 'commit' ? parseCommit(object.bytes) : null;
    if (object === null || header === null) return { commits, whole: false, found: false };
    const at = Number(
      /^author .* (\d+) [+-]\d{4}$/m.exec(Buffer.from(object.bytes).toString('latin1'))?.[1] ?? 0,
    );
    commits.push({ id: next, tree: header.tree, message: messageOf(object.bytes), at: at * 1_000 });
    next = header.parents[0] ?? null;
  }
  return { commits, whole: next === until || next === null, found: next !== null && next === until };
}

/** The transition that a commit tells, by its trailer; null: none. */
export function transitionOf({ message }: Pick<ToldCommit, 'message'>): string | null {
  return [...message.matchAll(/^Transition: (.+)$/gm)].at(-1)?.[1] ?? null;
}

/** The message with the trailer that names the transition. */
export function withTransition(message: string, transition: string): string {
  if (transitionOf({ message }) === transition) return message;
  const text = message.trimEnd();
  const endsInTrailers = /\n\n(?:[A-Za-z-]+: .*(?:\n|$))+$/.test(text);
  return `${text}${endsInTrailers ? '\n' : '\n\n'}Transition: ${transition}\n`;
}

interface NewCommit {
  readonly parent: ObjectId | null;
  readonly tree: ObjectId;
  readonly message: string;
  readonly at: Instant;
}

/** Writes a commit, signed; no ref is moved. */
export function writeCommit(
  { store, site, signer }: StatusRepository,
  { parent, tree, message, at }: NewCommit,
): ObjectId {
  const author = { name: site, email: `${site}@sites.patchfleet`, at };
  return store.write(
    'commit',
    signedCommit({ tree, parents: parent === null ? [] : [parent], author, message }, signer),
  );
}

/** Every file of a tree by path (null: the empty one); not `whole` where a tree is missing or damaged, and with it what it held. */
export function readLeaves(
  { store }: StatusRepository,
  tree: ObjectId | null,
): { readonly leaves: Map<string, TreeLeaf>; readonly whole: boolean } {
  const leaves = new Map<string, TreeLeaf>();
  let whole = true;
  const walk = (id: ObjectId, folder: string): void => {
    const object = store.read(id);
    const entries = object?.kind === 'tree' ? parseTree(object.bytes) : null;
    if (entries === null) whole = false;
    for (const entry of entries ?? []) {
      if (isFolder(entry)) walk(entry.id, `${folder}${entry.name}/`);
      else leaves.set(folder + entry.name, { id: entry.id, mode: entry.mode });
    }
  };
  if (tree !== null) walk(tree, '');
  return { leaves, whole };
}

/** The tree that holds these files. */
export function writeLeaves({ store }: StatusRepository, leaves: ReadonlyMap<string, TreeLeaf>): ObjectId {
  return writeTrees(leaves, (bytes) => store.write('tree', bytes));
}
