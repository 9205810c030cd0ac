import type { HeldDocument } from './compare-sources.ts';
import { isRead } from './compare-sources.ts';
import type { Source, UnreadSource } from './source-file.ts';
import { plainLetters } from './source-file.ts';

/** A document of which nobody can tell whether it is gone: it may stand in a source that cannot be read. */
export interface DoubtfulDocument {
  readonly name: string;
  /** Where it stood. */
  readonly path: string;
  /** Where it may stand, and why that cannot be told. */
  readonly source: string;
  readonly why: string;
}

interface Judgement {
  readonly gone: readonly HeldDocument[];
  readonly doubtful: readonly DoubtfulDocument[];
}

/** Tells which of these documents no source of the later commit can hold; `sources` are all of them that are not as they were, and all others that can hold documents. */
export function judgeGone(missing: readonly HeldDocument[], sources: readonly Source[]): Judgement {
  const held = new Set(sources.filter(isRead).flatMap(({ documents }) => [...documents.keys()]));
  const unread = sources.flatMap((source) => (isRead(source) ? [] : [{ source, text: textOf(source) }]));
  const gone: HeldDocument[] = [];
  const doubtful: DoubtfulDocument[] = [];
  for (const document of missing.filter(({ key }) => !held.has(key))) {
    const { name, path } = document;
    const place = unread.find((one) => mayHold(one, document))?.source;
    if (place === undefined) gone.push(document);
    else doubtful.push({ name, path, source: place.path, why: place.why });
  }
  return { gone, doubtful };
}

function textOf({ path, bytes }: UnreadSource): string | null {
  return bytes === null ? null : `${path.toLowerCase()}\n${plainLetters(bytes)}`;
}

/** What took the place of the file or of a folder above it may be the same in another dress; elsewhere a document stands nowhere without its name. */
function mayHold(
  { source, text }: { readonly source: UnreadSource; readonly text: string | null },
  { name, path }: HeldDocument,
): boolean {
  if (path === source.path || path.startsWith(`${source.path}/`)) return true;
  const word = name
    .replace(/\(.*$/s, '')
    .replace(/^.*\/|^\^/s, '')
    .replace(/\.[^.]*$/, '')
    .toLowerCase();
  return text === null || !/^[ -~]+$/.test(word) || (source.bytes?.length !== 0 && text.includes(word));
}
