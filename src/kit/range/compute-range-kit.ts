import type { Digest } from '../../base/digest.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import type { LeftOutSource, RangeChange } from './compare-sources.ts';
import { compareSources } from './compare-sources.ts';
import type { DoubtfulDocument } from './judge-gone.ts';
import { judgeGone } from './judge-gone.ts';
import type { ReadBlob, Source, SourceEntry } from './source-file.ts';
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
  /** With one of them this is no kit: nobody can tell whether it is to be removed. */
  readonly doubtful: readonly DoubtfulDocument[];
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
  const isTouched = (path: string): boolean => before.get(path)?.id !== after.get(path)?.id;
  const differing = [...new Set([...before.keys(), ...after.keys()])].sort().filter(isTouched);
  // Of two files with one document that of the kit counts.
  const touched = [...differing.filter(within), ...differing.filter((path) => !within(path))];
  const side = {
    before: await readSources(before, touched, read),
    after: await readSources(after, touched, read),
  };
  const { files, changes, gone: missing, leftOut } = compareSources({ ...side, within });
  // Only where something seems to be gone are all other sources read, each once.
  const others =
    missing.length === 0
      ? []
      : [...after.keys()].filter((path) => !isTouched(path) && sourcePlace(path) !== null);
  const isNews = ({ path }: Source): boolean =>
    after.get(path)?.submodule !== true || before.get(path)?.submodule !== true;
  const sources = [...side.after.filter(isNews), ...(await readSources(after, others, read))];
  const { gone, doubtful } = judgeGone(missing, sources);
  const removed = gone.filter(({ name }) => kindOf(name) !== 'global');
  return {
    files: files.map(({ path, file, id, sha256, documents }) => ({
      ...{ path, file, id, sha256 },
      documents: [...documents.values()].map(({ name }) => name),
    })),
    changes: [...changes, ...removed.map(({ name, path }) => ({ name, path, effect: 'removed' as const }))],
    keptGlobals: gone.map(({ name }) => name).filter((name) => kindOf(name) === 'global'),
    ...{ doubtful, leftOut },
  };
}

async function readSources(tree: Tree, paths: readonly string[], read: ReadBlob): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const path of paths) {
    const entry = tree.get(path);
    if (entry !== undefined) sources.push(await readSource(path, entry, read));
  }
  return sources;
}
