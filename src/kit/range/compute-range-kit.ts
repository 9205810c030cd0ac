import type { Digest } from '../../base/digest.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import type { ReadBlob, SourceEntry } from './source-file.ts';
import { readSource, sourcePlace } from './source-file.ts';

type Tree = ReadonlyMap<string, SourceEntry>;

/** A source repository at two commits. */
interface Range {
  readonly before: Tree;
  readonly after: Tree;
  readonly read: ReadBlob;
  /** Which files the kit is made of; documents are compared with all others. Left out: all. */
  readonly within?: (path: string) => boolean;
}

/** What changed between two commits, as the kit of a patch. */
export interface RangeKit {
  readonly files: readonly RangeFile[];
  readonly changes: readonly RangeChange[];
  /** Globals that the range deletes: their nodes are a site's data, which a person has to judge. */
  readonly keptGlobals: readonly DocumentName[];
  readonly leftOut: readonly LeftOutSource[];
}

export interface RangeFile {
  /** In the repository. */
  readonly path: string;
  /** In the patch. */
  readonly file: string;
  readonly id: string;
  readonly sha256: Digest;
  readonly documents: readonly DocumentName[];
}

export interface RangeChange {
  readonly name: DocumentName;
  readonly effect: 'added' | 'changed' | 'removed';
  /** The source file that holds it, or held it. */
  readonly path: string;
}

interface LeftOutSource {
  readonly path: string;
  readonly why: string;
  /** True where documents may be missing in the kit for it. */
  readonly wanted: boolean;
}

interface Held {
  readonly name: DocumentName;
  readonly digest: Digest;
  readonly path: string;
}

/**
 * Compares documents, not files: a file that only moved, or in which only time stamps differ, is no change, and a document that another file holds afterwards
 * is not removed. Where the kit is made of some files only, what moved in from elsewhere is no change either. Files whose documents did not change are left out, and so is all that is no known kind of source.
 */
export async function computeRangeKit({
  before,
  after,
  read,
  within = () => true,
}: Range): Promise<RangeKit> {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differing = paths.filter((path) => before.get(path)?.id !== after.get(path)?.id);
  // Of two files with one document that of the kit counts.
  const touched = [...differing.filter(within), ...differing.filter((path) => !within(path))];
  const leftOut: LeftOutSource[] = [];
  const old = new Map<string, Held>();
  const present = new Map<string, Held>();
  const found: (RangeFile & { readonly keys: readonly string[] })[] = [];
  for (const path of touched) await readBefore(path);
  for (const path of touched) await readAfter(path);

  const own = found.filter(({ path }) => within(path));
  const files = own.filter(({ path, keys }) => {
    const isChanged = keys.some((key) => old.get(key)?.digest !== present.get(key)?.digest);
    if (!isChanged) leftOut.push({ path, why: 'its documents did not change', wanted: false });
    return isChanged;
  });
  const gone = await withoutHeldElsewhere(
    [...old].filter(([key, { path }]) => within(path) && !present.has(key)),
  );
  const written = files.flatMap(({ keys }) => keys).flatMap((key) => changeOf(key));
  const removed = gone.filter(({ name }) => kindOf(name) !== 'global');
  return {
    files: files.map(({ path, file, id, sha256, documents }) => ({ path, file, id, sha256, documents })),
    changes: [...written, ...removed.map(({ name, path }) => ({ name, path, effect: 'removed' as const }))],
    keptGlobals: gone.map(({ name }) => name).filter((name) => kindOf(name) === 'global'),
    leftOut: leftOut.filter(({ path }) => within(path)).sort((a, b) => (a.path < b.path ? -1 : 1)),
  };

  async function readBefore(path: string): Promise<void> {
    const entry = before.get(path);
    if (entry === undefined || sourcePlace(path) === null) return;
    const contents = await readSource(path, entry, read);
    if ('documents' in contents)
      for (const [key, held] of contents.documents) old.set(key, { ...held, path });
    else if (!after.has(path))
      leftOut.push({ path, why: `deleted, and what it held cannot be told: ${contents.why}`, wanted: true });
  }

  async function readAfter(path: string): Promise<void> {
    const entry = after.get(path);
    if (entry === undefined) {
      if (sourcePlace(path) === null)
        leftOut.push({ path, why: 'deleted; no known kind of source', wanted: false });
      return;
    }
    const contents = await readSource(path, entry, read);
    if ('why' in contents) {
      leftOut.push({ path, why: contents.why, wanted: sourcePlace(path) !== null });
      return;
    }
    const twin = [...contents.documents.keys()].map((key) => present.get(key)).find(Boolean);
    const namesake = found.find(({ file }) => file.toLowerCase() === contents.file.toLowerCase());
    if (twin !== undefined || namesake !== undefined) {
      const why =
        twin === undefined
          ? `its place is that of ${namesake?.path ?? ''}`
          : `it holds ${twin.name}, which stands in ${twin.path} too`;
      leftOut.push({ path, why, wanted: true });
      return;
    }
    for (const [key, held] of contents.documents) present.set(key, { ...held, path });
    const documents = [...contents.documents.values()].map(({ name }) => name);
    found.push({
      path,
      file: contents.file,
      id: entry.id,
      sha256: contents.sha256,
      documents,
      keys: [...contents.documents.keys()],
    });
  }

  /** Only where something seems to be gone are all other sources read, each once. */
  async function withoutHeldElsewhere(
    candidates: readonly [key: string, held: Held][],
  ): Promise<readonly Held[]> {
    const left = new Map(candidates);
    for (const [path, entry] of after) {
      if (left.size === 0) break;
      if (before.get(path)?.id !== entry.id || sourcePlace(path) === null) continue;
      const contents = await readSource(path, entry, read);
      if ('documents' in contents) for (const key of contents.documents.keys()) left.delete(key);
    }
    return [...left.values()];
  }

  function changeOf(key: string): readonly RangeChange[] {
    const [was, is] = [old.get(key), present.get(key)];
    if (is === undefined || was?.digest === is.digest) return [];
    return [{ name: is.name, path: is.path, effect: was === undefined ? 'added' : 'changed' }];
  }
}
