import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { failure } from '../../base/failure.ts';
import type { PatchId } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';
import type { ReleaseFile } from '../../kit/release-record.ts';
import type { PatchFolder } from '../../publish/patch-folder.ts';

/**
 * The folder of a patch in a working copy, from what a person typed: a folder, or the id of a patch below `patches/` of
 * the repository around `cwd`. Paths in messages are as seen from `cwd`. Failure PATCH_NOT_FOUND.
 */
export function openPatchFolder(cwd: string, word: string): PatchFolder & { readonly absolute: string } {
  const absolute = existsSync(resolve(cwd, word, 'patch.yaml'))
    ? resolve(cwd, word)
    : (findById(cwd, word) ?? notFound(word));
  return { absolute, path: pathFrom(cwd, absolute), files: filesBelow(absolute) };
}

/** The top of the patches repository around a folder: the nearest one above that holds `patches/` or `fleet.yaml`; null: none. */
export function findRepositoryTop(folder: string): string | null {
  if (existsSync(join(folder, 'patches')) || existsSync(join(folder, 'fleet.yaml'))) return folder;
  const above = dirname(folder);
  return above === folder ? null : findRepositoryTop(above);
}

/** The patches of the repository around a folder. */
export function patchesAround(cwd: string): ReadonlySet<PatchId> {
  const top = findRepositoryTop(cwd);
  const patches = top === null ? '' : join(top, 'patches');
  if (!existsSync(patches)) return new Set();
  const found = foldersIn(patches).flatMap((name) => [
    ...(existsSync(join(patches, name, 'patch.yaml')) ? [name] : []),
    ...foldersIn(join(patches, name)).filter((id) => existsSync(join(patches, name, id, 'patch.yaml'))),
  ]);
  return new Set(found.filter(isPatchId));
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function findById(cwd: string, id: string): string | null {
  const top = findRepositoryTop(cwd);
  if (top === null || !isPatchId(id)) return null;
  const patches = join(top, 'patches');
  const groups = existsSync(patches) ? ['.', ...readdirSync(patches)] : [];
  const found = groups
    .map((group) => join(patches, group, id))
    .find((at) => existsSync(join(at, 'patch.yaml')));
  return found ?? null;
}

function notFound(word: string): never {
  throw failure('PATCH_NOT_FOUND', { word });
}

function pathFrom(cwd: string, absolute: string): string {
  const path = relative(cwd, absolute).split(sep).join('/');
  return path === '' ? `../${basename(absolute)}` : path;
}

/** Every file below a folder. Failure PATCH_HOLDS_LINK. */
export function filesBelow(top: string, folder = ''): readonly ReleaseFile[] {
  return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry): readonly ReleaseFile[] => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(top, path);
    if (!entry.isFile()) throw failure('PATCH_HOLDS_LINK', { path: join(top, path) });
    const absolute = join(top, path);
    return [
      {
        path,
        size: statSync(absolute).size,
        read: () => createReadStream(absolute) as AsyncIterable<Uint8Array>,
      },
    ];
  });
}
