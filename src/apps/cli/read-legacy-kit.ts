import type { Digest } from '../../base/digest.ts';
import { digestOfStream } from '../../base/digest.ts';
import { isFailure } from '../../base/failure.ts';
import { oneChunk } from '../../base/one-chunk.ts';
import { digestOfDocument } from '../../document/document.ts';
import { documentKey } from '../../document/document-key.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { readKitFile } from '../../kit/formats/read-kit-file.ts';
import type { ReadKitFile } from '../../kit/legacy/compute-import.ts';
import { decodeLegacyText, decodedAs } from '../../kit/legacy/decode-legacy-text.ts';
import type { EntryPoint } from '../../kit/legacy/entry-points.ts';
import { entryPointsOf } from '../../kit/legacy/entry-points.ts';
import { globalOutputAsZwr } from '../../kit/legacy/global-output-as-zwr.ts';
import { legacyRoleOf } from '../../kit/legacy/legacy-role.ts';
import type { TextFile } from '../../kit/legacy/legacy-notes.ts';
import type { LegacyFolder } from './legacy-folder.ts';

/** All that could be read of an old-style kit, and what could not, with why. */
interface LegacyContents {
  readonly kit: readonly ReadKitFile[];
  /** Bytes of kit files that are not those of the folder, by place in the patch. */
  readonly rewritten: ReadonlyMap<string, Uint8Array>;
  readonly settings: readonly TextFile[];
  readonly notes: readonly TextFile[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

interface Gathering {
  readonly kit: ReadKitFile[];
  readonly rewritten: Map<string, Uint8Array>;
  readonly settings: TextFile[];
  readonly notes: TextFile[];
  readonly seen: Seen;
}

/**
 * Reads each file of the folder once, as what it looks like; `encoding` is that of %GO, which says none. A file that cannot be read as that, and one whose documents stand in another
 * file, is left out.
 */
export async function readLegacyKit(folder: LegacyFolder, encoding: string): Promise<LegacyContents> {
  const gathering: Gathering = { kit: [], rewritten: new Map(), settings: [], notes: [], seen: new Map() };
  const leftOut = [...folder.others];
  // What lies in a folder for old things gives way to what does not.
  const ordered = [...folder.files].sort((a, b) => Number(isOld(a.path)) - Number(isOld(b.path)));
  for (const file of ordered) {
    const why = await take(gathering, folder, { file, encoding }).catch(whyUnreadable);
    if (why !== null) leftOut.push({ path: file.path, why });
  }
  const { kit, rewritten, settings, notes } = gathering;
  return { kit, rewritten, settings, notes, leftOut };
}

async function take(
  into: Gathering,
  { bytes, stream }: LegacyFolder,
  { file, encoding }: { readonly file: LegacyFolder['files'][number]; readonly encoding: string },
): Promise<string | null> {
  const { path } = file;
  const role = legacyRoleOf(file);
  switch (role.kind) {
    case 'left-out':
      return role.why;
    case 'parameters':
      return takeText(into.settings, path, bytes(path));
    case 'notes':
      return takeText(into.notes, path, bytes(path));
    case 'globals': {
      const text = decodedAs(bytes(path), encoding);
      if (text === null) return `it is not in ${encoding}: name another --encoding`;
      const zwr = globalOutputAsZwr(path, text);
      const place = { path, file: role.file, readAs: encoding };
      const why = await takeKitFile(into, place, () => oneChunk(zwr));
      if (why === null) into.rewritten.set(role.file, zwr);
      return why;
    }
    case 'kit':
      return takeKitFile(into, { path, file: role.file, readAs: null }, () => stream(path));
  }
}

function takeText(into: TextFile[], path: string, bytes: Uint8Array): string | null {
  const decoded = decodeLegacyText(bytes);
  if (decoded === null) return 'it holds NUL bytes: it is no text';
  into.push({ path, ...decoded });
  return null;
}

async function takeKitFile(
  { kit, seen }: Gathering,
  { path, file, readAs }: Pick<ReadKitFile, 'path' | 'file' | 'readAs'>,
  read: () => AsyncIterable<Uint8Array>,
): Promise<string | null> {
  const namesake = kit.find((one) => one.file.toLowerCase() === file.toLowerCase());
  if (namesake !== undefined) return `its name differs from that of ${namesake.path} by case only`;
  const found: FoundHere[] = [];
  const entryPoints: EntryPoint[] = [];
  for await (const { document } of readKitFile(file, read())) {
    found.push({ name: document.name, digest: digestOfDocument(document), path });
    entryPoints.push(...entryPointsOf(document));
  }
  if (found.length === 0) return 'there is no document in it';
  const why = whyTwin(found, seen);
  if (why !== null) return why;
  for (const one of found) seen.set(documentKey(one.name), one);
  const { digest } = await digestOfStream(read());
  kit.push({ path, file, sha256: digest, documents: found.map(({ name }) => name), entryPoints, readAs });
  return null;
}

function isOld(path: string): boolean {
  return /(^|[/_.-])(old|bak|backup|previous|before|orig(inal)?|saved?)[/_.-]/i.test(path);
}

interface FoundHere {
  readonly name: DocumentName;
  readonly digest: Digest;
  readonly path: string;
}

type Seen = Map<string, FoundHere>;

function whyTwin(found: readonly FoundHere[], seen: Seen): string | null {
  const twins = found.flatMap((own) => {
    const other = seen.get(documentKey(own.name));
    return other === undefined ? [] : [{ own, other }];
  });
  const differing = twins.find(({ own, other }) => own.digest !== other.digest || own.name !== other.name);
  const [first] = twins;
  if (differing !== undefined)
    return `it holds ${differing.own.name}, which stands otherwise in ${differing.other.path}: choose which of the two is right`;
  if (first === undefined) return null;
  const all = twins.length === found.length ? 'all that it holds' : `${first.own.name}, which it holds,`;
  return `${all} stands in ${first.other.path} too`;
}

/** Null never: what is wrong with one file keeps no other from being read. */
function whyUnreadable(error: unknown): string {
  if (isFailure(error, 'INVALID_FILE')) {
    const [issue] = error.details.issues;
    return issue === undefined ? error.message : `line ${issue.line}: ${issue.message}`;
  }
  if (error instanceof Error && 'syscall' in error) return `it cannot be read: ${error.message}`;
  throw error;
}
