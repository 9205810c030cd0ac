import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isFailure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import type { Issue } from '../../base/issue.ts';
import { readKitFile } from '../../kit/formats/read-kit-file.ts';
import type { KitSourceFile } from '../cli/kit-sources.ts';
import { kitSources } from '../cli/kit-sources.ts';
import { openChangeTimes } from './change-times.ts';
import type { DocumentSource, FoundSource, SourceDocument, SourceListing } from './document-source.ts';
import { keyOf } from './document-source.ts';

/** One export file as it was when it was read. */
interface ReadFile {
  readonly stamp: string;
  readonly documents: readonly SourceDocument[];
  readonly issues: readonly Issue[];
}

/** Documents of export files and of folders of them, read anew when a file was written anew. Failures of kitSources. */
export function openExportSource(cwd: string, words: readonly string[], zone: string): DocumentSource {
  const known = new Map<string, ReadFile>();
  kitSources(cwd, words);
  return {
    title: words.join(', '),
    list: async () => {
      const read: ReadFile[] = [];
      for (const file of kitSources(cwd, words).files) {
        const stamp = stampOf(file.absolute);
        const kept = known.get(file.absolute);
        const fresh = kept?.stamp === stamp ? kept : await readFile(file, stamp, zone);
        known.set(file.absolute, fresh);
        read.push(fresh);
      }
      return listingOf(read);
    },
    whole: (picked, listed) =>
      kitSources(cwd, words).files.flatMap(({ from, absolute, file }) => {
        const all = listed.filter((one) => one.from === from);
        const isWhole = all.length > 0 && all.every(({ key }) => picked.some((one) => one.key === key));
        return isWhole ? [{ from, absolute, place: file.replace(/^kit\//, '') }] : [];
      }),
    read: (document) => readOne(kitSources(cwd, words).files, document),
  };
}

function listingOf(read: readonly ReadFile[]): SourceListing {
  const documents = read.flatMap((one) => one.documents);
  return {
    documents: documents.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    issues: read.flatMap(({ issues }) => issues),
  };
}

function stampOf(path: string): string {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

async function readFile(source: KitSourceFile, stamp: string, zone: string): Promise<ReadFile> {
  const { from, absolute, file } = source;
  const documents: SourceDocument[] = [];
  try {
    const timeOf = await readTimes(absolute, zone);
    for await (const { document, format } of readKitFile(file, bytesOf(absolute))) {
      const { name } = document;
      const changedAt = timeOf(name, format);
      documents.push({ key: keyOf(name, from), name, from, changedAt });
    }
    return { stamp, documents, issues: [] };
  } catch (error) {
    if (!isFailure(error, 'INVALID_FILE')) throw error;
    return { stamp, documents: [], issues: error.details.issues.map((issue) => ({ ...issue, file: from })) };
  }
}

/** Files that hold one document were written when that was changed; exports were written when somebody exported. */
const oneDocument = ['udl-class', 'udl-routine', 'm-routine', 'plain'];

async function readTimes(
  path: string,
  zone: string,
): Promise<(name: string, format: string) => Instant | null> {
  const { take, times } = openChangeTimes(zone);
  if (/\.xml$/i.test(path)) {
    for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) take(line);
  }
  const written = Math.trunc(statSync(path).mtimeMs);
  return (name, format) => (oneDocument.includes(format) ? written : (times.get(name) ?? null));
}

async function readOne(
  files: readonly KitSourceFile[],
  { name, from }: SourceDocument,
): Promise<FoundSource | null> {
  const source = files.find((file) => file.from === from);
  if (source === undefined) return null;
  for await (const { document, madeBy } of readKitFile(source.file, bytesOf(source.absolute)))
    if (document.name === name) return { document, madeBy: madeBy ?? null };
  return null;
}

function bytesOf(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path) as AsyncIterable<Uint8Array>;
}
