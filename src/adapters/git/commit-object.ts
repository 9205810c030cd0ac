import { isObjectId } from '../../base/names.ts';
import type { ObjectId } from '../../base/names.ts';

/** What the header of a commit object says of its place in history; null where it is none. */
export function parseCommit(bytes: Uint8Array): { tree: ObjectId; parents: readonly ObjectId[] } | null {
  const header = headerOf(bytes);
  const tree = /^tree ([0-9a-f]{40})$/.exec(header[0] ?? '')?.[1] ?? '';
  if (!isObjectId(tree)) return null;
  const parents: ObjectId[] = [];
  for (const line of header.slice(1)) {
    const parent = /^parent ([0-9a-f]{40})$/.exec(line)?.[1] ?? '';
    if (!isObjectId(parent)) break;
    parents.push(parent);
  }
  return { tree, parents };
}

/** The commit that a tag object names; null where it names none. */
export function parseTag(bytes: Uint8Array): { commit: ObjectId } | null {
  const [object = '', type = ''] = headerOf(bytes);
  const commit = /^object ([0-9a-f]{40})$/.exec(object)?.[1] ?? '';
  return isObjectId(commit) && type === 'type commit' ? { commit } : null;
}

/** The text after a commit's header. */
export function messageOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const end = text.indexOf('\n\n');
  return end < 0 ? '' : text.slice(end + 2);
}

function headerOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return (text.split('\n\n', 1)[0] ?? '').split('\n');
}
