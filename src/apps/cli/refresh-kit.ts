import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../../base/digest.ts';
import { digestOf } from '../../base/digest.ts';
import { addToYamlList, setInYaml } from '../../base/edit-yaml.ts';
import { isFailure } from '../../base/failure.ts';
import { issuesAsText } from '../../base/issue.ts';
import type { PatchId } from '../../base/names.ts';
import { readKitFile } from '../../kit/formats/read-kit-file.ts';
import { parseKitFiles } from '../../kit/parse-manifest.ts';
import type { ReleaseFile } from '../../kit/release-record.ts';
import { isDesktopFile } from './desktop-file.ts';
import type { NewKitItem } from './kit-items.ts';
import { kitItems } from './kit-items.ts';
import { readExports } from './read-exports.ts';
import { kitEntry } from './templates.ts';
import { openPatchFolder } from './working-copy.ts';

interface RefreshedKit {
  readonly id: PatchId;
  /** Files that patch.yaml names and that are there. */
  readonly files: readonly { readonly file: string; readonly sha256: Digest; readonly changed: boolean }[];
  /** Files that it did not name yet. */
  readonly added: readonly NewKitItem[];
  /** Files that it names and that are not there. */
  readonly gone: readonly string[];
  /** Files that were left as patch.yaml has them, because they cannot be read; each is told in one line. */
  readonly broken: readonly string[];
  /** Files of a desktop, which are not named. */
  readonly skipped: readonly string[];
}

/**
 * Makes the manifest name the kit folder as it is: the digest of each file, and each file that is not named yet. Nothing is written where nothing changes. A file that is no export is
 * Failure INVALID_FILE where it is new; with `leaveBroken` it is left out, and so is one that changed.
 */
export async function refreshKit(
  cwd: string,
  word: string,
  { leaveBroken }: { readonly leaveBroken: boolean },
): Promise<RefreshedKit> {
  const { absolute, path, files: all } = openPatchFolder(cwd, word);
  const manifestPath = join(absolute, 'patch.yaml');
  const before = readFileSync(manifestPath, 'utf8');
  const { id, kit } = parseKitFiles(`${path}/patch.yaml`, before);
  const named = new Map(kit.map(({ file, sha256 }) => [file, sha256]));
  const inKit = all.filter((file) => file.path.startsWith('kit/') || named.has(file.path));
  const skipped = inKit.filter((file) => !named.has(file.path) && isDesktopFile(file.path));
  const there = inKit.filter((file) => !skipped.includes(file));
  const digests = new Map(
    there.map((file) => [file.path, digestOf(readFileSync(join(absolute, file.path)))]),
  );
  const touched = there.filter((file) => named.get(file.path) !== digests.get(file.path));
  const complaints = leaveBroken ? await complaintsAbout(touched) : new Map<string, string>();
  const good = touched.filter((file) => !complaints.has(file.path)).map((file) => file.path);
  const added = await itemsOf(good.filter((file) => !named.has(file)));
  const refreshed = good.reduce((text, file) => {
    const index = kit.findIndex((one) => one.file === file);
    return index < 0 ? text : setInYaml(text, ['kit', index, 'sha256'], digests.get(file) ?? '');
  }, before);
  const after = added.reduce((text, item) => addToYamlList(text, 'kit', kitEntry(item)), refreshed);
  if (after !== before) writeFileSync(manifestPath, after);
  return {
    ...{ id, added, broken: [...complaints.values()], skipped: skipped.map((file) => file.path) },
    gone: kit.map(({ file }) => file).filter((file) => !digests.has(file)),
    files: kit.flatMap(({ file }) => {
      const sha256 = digests.get(file);
      return sha256 === undefined ? [] : [{ file, sha256, changed: good.includes(file) }];
    }),
  };

  async function itemsOf(files: readonly string[]): Promise<readonly NewKitItem[]> {
    if (files.length === 0) return [];
    const sources = files.map((file) => ({ from: `${path}/${file}`, absolute: join(absolute, file), file }));
    const inside = there.filter((file) => named.has(file.path) && !complaints.has(file.path));
    return kitItems(await readExports(sources, inside), undefined);
  }
}

/** The first mistake of each file that has one, by its path. */
async function complaintsAbout(files: readonly ReleaseFile[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const file of files) {
    try {
      let count = 0;
      for await (const one of readKitFile(file.path, file.read())) count += one.line > 0 ? 1 : 0;
      if (count === 0) found.set(file.path, `${file.path}: there is no document in it`);
    } catch (error) {
      if (!isFailure(error, 'INVALID_FILE')) throw error;
      found.set(file.path, issuesAsText(error.details.issues.slice(0, 1)));
    }
  }
  return found;
}
