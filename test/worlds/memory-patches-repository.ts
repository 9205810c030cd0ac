import { createHash } from 'node:crypto';
import type { ObjectId } from '../../src/base/names.ts';
import type { PatchesRepository, RefUpdate, TreeFile } from '../../src/ports/patches-repository.ts';

/** A patches repository in memory: objects by git's own ids, and refs of a remote that others may move too. */
export interface MemoryPatchesRepository extends PatchesRepository {
  /** What somebody else does on the host: commits these files to main, whole tree. */
  commitMain(files: Readonly<Record<string, string | Uint8Array>>): ObjectId;
  /** The remote's refs, for looking and for meddling. */
  readonly remote: Map<string, ObjectId>;
  /** Every push that was tried, in order. */
  readonly pushes: (readonly RefUpdate[])[];
  /** Called before each push is decided: the place for somebody who is faster. */
  beforePush: () => void;
  /** Every file of a ref's commit, as text, by path. */
  filesOf(ref: string): Promise<Record<string, string>>;
}

type Kind = 'blob' | 'tree' | 'commit' | 'tag';

const encoder = new TextEncoder();

export function memoryPatchesRepository(): MemoryPatchesRepository {
  const objects = new Map<ObjectId, { readonly kind: Kind; readonly bytes: Uint8Array }>();
  const trees = new Map<ObjectId, ReadonlyMap<string, TreeFile>>();
  const remote = new Map<string, ObjectId>();
  let seen = new Map<string, ObjectId>();

  const write = (kind: Kind, bytes: Uint8Array): ObjectId => {
    const id = createHash('sha1').update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex') as ObjectId;
    objects.set(id, { kind, bytes });
    return id;
  };
  const read = (id: ObjectId): Uint8Array => {
    const object = objects.get(id);
    if (object === undefined) throw new Error(`There is no object ${id}.`);
    return object.bytes;
  };
  const writeTree = (files: ReadonlyMap<string, TreeFile>): ObjectId => {
    const listing = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
    const id = write('tree', encoder.encode(listing.map(([path, { blob }]) => `${path} ${blob}\n`).join('')));
    trees.set(id, new Map(listing));
    return id;
  };
  const treeOf = (commit: ObjectId): ReadonlyMap<string, TreeFile> => {
    const tree = /^tree ([0-9a-f]{40})$/m.exec(new TextDecoder().decode(read(commit)))?.[1];
    return trees.get(tree as ObjectId) ?? new Map<string, TreeFile>();
  };
  const blobFile = (content: string | Uint8Array): TreeFile => {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    return { blob: write('blob', bytes), executable: false, size: bytes.length };
  };

  const repository: MemoryPatchesRepository = {
    remote,
    pushes: [],
    beforePush: () => undefined,
    commitMain(files) {
      const tree = writeTree(new Map(Object.entries(files).map(([path, text]) => [path, blobFile(text)])));
      const by = 'Mara <mara@example.org> 1790000000 +0000';
      const commit = write(
        'commit',
        encoder.encode(`tree ${tree}\nauthor ${by}\ncommitter ${by}\n\nChange main\n`),
      );
      remote.set('refs/heads/main', commit);
      return commit;
    },
    async filesOf(ref) {
      const commit = remote.get(ref);
      const files = commit === undefined ? new Map<string, TreeFile>() : treeOf(commit);
      const texts = [...files].map(([path, { blob }]) => [path, new TextDecoder().decode(read(blob))]);
      return Promise.resolve(Object.fromEntries(texts) as Record<string, string>);
    },
    refresh() {
      seen = new Map(remote);
      return Promise.resolve();
    },
    readRef: (ref) => Promise.resolve(seen.get(ref) ?? null),
    listTags: () => Promise.resolve(new Map([...seen].filter(([ref]) => ref.startsWith('refs/tags/patch/')))),
    readFiles(commit, folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const inside = [...treeOf(commit)].filter(([path]) => path.startsWith(prefix));
      return Promise.resolve(new Map(inside.map(([path, file]) => [path.slice(prefix.length), file])));
    },
    readBlob: (blob) => Promise.resolve(read(blob)),
    readObject: (object) => Promise.resolve(read(object)),
    writeBlob: (bytes) => Promise.resolve(write('blob', bytes)),
    writeTree: (files) => Promise.resolve(writeTree(files)),
    writeObject: (kind, bytes) => Promise.resolve(write(kind, bytes)),
    push(updates) {
      repository.pushes.push(updates);
      repository.beforePush();
      if (updates.some(({ ref, from }) => (remote.get(ref) ?? null) !== from)) {
        return Promise.resolve('lost-race');
      }
      for (const { ref, to } of updates) remote.set(ref, to);
      return Promise.resolve('pushed');
    },
  };
  return repository;
}
