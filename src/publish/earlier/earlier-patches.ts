import { Failure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import type { PatchId } from '../../base/names.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { overlaps } from '../../document/overlap.ts';
import type { KitDocument } from '../../kit/kit-document.ts';
import type { Manifest } from '../../kit/manifest.ts';
import { parseManifest } from '../../kit/parse-manifest.ts';
import { readKit } from '../../kit/read-kit.ts';
import { readText } from '../../kit/read-text.ts';
import { touchedName } from '../../kit/touched-name.ts';
import type { PatchFolder } from '../patch-folder.ts';
import { idOfFolder } from '../patch-folder.ts';
import { orderPatches } from './order-patches.ts';

/** A patch before another one, as far as both touch the same documents. */
export interface EarlierPatch {
  readonly id: PatchId;
  readonly manifest: Manifest;
  readonly documents: readonly KitDocument[];
  /** Documents that it removes. */
  readonly removed: readonly DocumentName[];
}

interface EarlierWish {
  readonly id: PatchId;
  readonly requires: readonly PatchId[];
  readonly supersedes: readonly PatchId[];
  /** What it touches. */
  readonly touched: readonly DocumentName[];
  /** When patches were released, or came to main; those that are missing count only where it requires them. Empty: nobody knows, and all count. */
  readonly times: ReadonlyMap<string, Instant>;
  /** Taken back. */
  readonly recalled: ReadonlySet<string>;
}

/** The patches that lie beside one and come before it, in their order. A patch that cannot be read is none. */
export async function readEarlierPatches(
  folders: readonly PatchFolder[],
  { id, requires, supersedes, touched, times, recalled }: EarlierWish,
): Promise<readonly EarlierPatch[]> {
  const others: { readonly manifest: Manifest; readonly folder: PatchFolder }[] = [];
  for (const folder of folders) {
    if (idOfFolder(folder.path) === id || recalled.has(idOfFolder(folder.path))) continue;
    const manifest = await orNull(() => manifestOf(folder));
    if (manifest !== null) others.push({ manifest, folder });
  }
  const counting = others.filter(
    ({ manifest }) => times.size === 0 || times.has(manifest.id) || requires.includes(manifest.id),
  );
  const dated = counting.map(({ manifest, folder }) => ({
    ...{ id: manifest.id, requires: manifest.requires, supersedes: manifest.supersedes },
    ...{ at: times.get(manifest.id) ?? null, manifest, folder },
  }));
  const own = { id, requires, supersedes, at: times.get(id) ?? null, manifest: null, folder: null };
  const ordered = orderPatches([...dated, own]);
  const earlier: EarlierPatch[] = [];
  for (const { manifest, folder } of ordered.slice(0, ordered.indexOf(own))) {
    if (manifest === null) continue;
    const kit = await orNull(() => readKit(manifest, folder.files));
    if (kit === null) continue;
    const isTouched = (name: DocumentName): boolean => touched.some((one) => overlaps(one, name));
    earlier.push({
      ...{ id: manifest.id, manifest },
      documents: kit.filter((document) => isTouched(touchedName(document))),
      removed: manifest.remove.filter(isTouched),
    });
  }
  return earlier;
}

async function manifestOf({ path, files }: PatchFolder): Promise<Manifest> {
  const file = files.find((one) => one.path === 'patch.yaml');
  return parseManifest(`${path}/patch.yaml`, file === undefined ? '' : await readText(file.read()));
}

async function orNull<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
