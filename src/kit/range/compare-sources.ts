import type { Digest } from '../../base/digest.ts';
import type { DocumentName } from '../../document/document-name.ts';
import type { ReadSource, Source } from './source-file.ts';

/** The files that differ between two commits, each as far as it could be read at either. Of two with one document the first counts. */
interface Sides {
  readonly before: readonly Source[];
  readonly after: readonly Source[];
  /** Which files the kit is made of. */
  readonly within: (path: string) => boolean;
}

interface Comparison {
  /** Those whose documents changed. */
  readonly files: readonly ReadSource[];
  readonly changes: readonly RangeChange[];
  /** Documents that no file of the later side holds, as far as these can be read. */
  readonly gone: readonly HeldDocument[];
  readonly leftOut: readonly LeftOutSource[];
}

export interface RangeChange {
  readonly name: DocumentName;
  readonly effect: 'added' | 'changed' | 'removed';
  /** The source file that holds it, or held it. */
  readonly path: string;
}

export interface LeftOutSource {
  readonly path: string;
  readonly why: string;
  /** True where documents may be missing in the kit for it. */
  readonly wanted: boolean;
}

export interface HeldDocument {
  readonly key: string;
  readonly name: DocumentName;
  readonly digest: Digest;
  readonly path: string;
}

/** Compares documents, not files. What a file holds that is left out for another's sake is not gone. */
export function compareSources({ before, after, within }: Sides): Comparison {
  const old = byKey(before.filter(isRead));
  const present = byKey(after.filter(isRead));
  const { chosen, twins } = chooseSources(after.filter(isRead));
  const isChanged = ({ key, digest }: HeldDocument): boolean => old.get(key)?.digest !== digest;
  const own = chosen.filter(({ path }) => within(path));
  const files = own.filter((source) => heldIn(source).some(isChanged));
  const same = own.filter((source) => !files.includes(source));
  const leftOut = [
    ...leftOutOf(before, after),
    ...twins,
    ...same.map(({ path }) => ({ path, why: 'its documents did not change', wanted: false })),
  ];
  return {
    files,
    changes: files
      .flatMap(heldIn)
      .filter(isChanged)
      .map(({ key, name, path }) => ({ name, path, effect: old.has(key) ? 'changed' : 'added' })),
    gone: [...old.values()].filter(({ key, path }) => within(path) && !present.has(key)),
    leftOut: leftOut.filter(({ path }) => within(path)).sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

export function isRead(source: Source): source is ReadSource {
  return source.kind === 'read';
}

function heldIn({ path, documents }: ReadSource): readonly HeldDocument[] {
  return [...documents].map(([key, held]) => ({ ...held, key, path }));
}

/** Of two with one key the first. */
function byKey(sources: readonly ReadSource[]): ReadonlyMap<string, HeldDocument> {
  const documents = new Map<string, HeldDocument>();
  for (const held of sources.flatMap(heldIn)) if (!documents.has(held.key)) documents.set(held.key, held);
  return documents;
}

/** A kit has each document once, and no two places that differ by case only. */
function chooseSources(sources: readonly ReadSource[]): {
  readonly chosen: readonly ReadSource[];
  readonly twins: readonly LeftOutSource[];
} {
  const chosen: ReadSource[] = [];
  const twins: LeftOutSource[] = [];
  const documents = new Map<string, HeldDocument>();
  const places = new Map<string, string>();
  for (const source of sources) {
    const { path, file } = source;
    const twin = heldIn(source)
      .map(({ key }) => documents.get(key))
      .find(Boolean);
    const namesake = places.get(file.toLowerCase());
    if (twin !== undefined) {
      twins.push({ path, why: `it holds ${twin.name}, which stands in ${twin.path} too`, wanted: true });
    } else if (namesake !== undefined) {
      twins.push({ path, why: `its place is that of ${namesake}`, wanted: true });
    } else {
      chosen.push(source);
      places.set(file.toLowerCase(), path);
      for (const held of heldIn(source)) documents.set(held.key, held);
    }
  }
  return { chosen, twins };
}

function leftOutOf(before: readonly Source[], after: readonly Source[]): readonly LeftOutSource[] {
  const there = new Set(after.map(({ path }) => path));
  const lost = before.flatMap((source) => (isRead(source) || there.has(source.path) ? [] : [source]));
  return [
    ...after.flatMap((source) => (isRead(source) ? [] : [source])),
    ...lost.map(({ path, why, wanted }) => ({
      ...{ path, wanted },
      why: wanted ? `deleted, and what it held cannot be told: ${why}` : 'deleted; no known kind of source',
    })),
  ].map(({ path, why, wanted }) => ({ path, why, wanted }));
}
