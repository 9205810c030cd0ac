import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../base/instant.ts';
import type { ObjectId } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import { parseCommit, parseTag } from './commit-object.ts';
import type { ObjectStore } from './object-store.ts';
import { isFolder, parseTree } from './tree-object.ts';

interface Mirror {
  readonly folder: string;
  readonly disk: Disk;
  readonly store: ObjectStore;
}

const hour = 60 * 60 * 1_000;
const day = 24 * hour;

/**
 * Removes the objects that none of these tags and commits leads to, once a day at most; what came within the last hour stays. Histories are
 * not followed: a site fetches none.
 */
export function forgetAllBut(mirror: Mirror, roots: readonly ObjectId[], now: Instant): Promise<void> {
  return new Promise((resolve) => {
    if (Math.abs(now - lastTime(mirror)) >= day) {
      mirror.store.keepOnly(reachable(mirror.store, roots), now - hour);
      mirror.disk.replace(join(mirror.folder, marker), Buffer.from(`${now}\n`));
    }
    resolve();
  });
}

/** Says when it was done last, in milliseconds since 1970. */
const marker = 'tidied';

function lastTime({ folder }: Mirror): Instant {
  const path = join(folder, marker);
  const time = existsSync(path) ? Number(readFileSync(path, 'utf8')) : Number.NaN;
  return Number.isFinite(time) ? time : Number.NEGATIVE_INFINITY;
}

function reachable(store: ObjectStore, roots: readonly ObjectId[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open: ObjectId[] = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...ledTo(store, id, found));
  }
  return found;
}

/** What a tag, a commit or a tree names and has to be looked into; files are only noted in `found`. */
function ledTo(store: ObjectStore, id: ObjectId, found: Set<string>): readonly ObjectId[] {
  const object = store.read(id);
  switch (object?.kind) {
    case 'tag':
      return [parseTag(object.bytes)?.commit].filter((commit) => commit !== undefined);
    case 'commit':
      return [parseCommit(object.bytes)?.tree].filter((tree) => tree !== undefined);
    case 'tree': {
      const entries = parseTree(object.bytes) ?? [];
      for (const entry of entries) if (!isFolder(entry)) found.add(entry.id);
      return entries.filter(isFolder).map((entry) => entry.id);
    }
    case 'blob':
    case undefined:
      return [];
  }
}
