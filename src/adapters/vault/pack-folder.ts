import { closeSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectId } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import type { GitObject } from './pack-file.ts';
import { readIndex, readPackEntry, trailerSize } from './pack-file.ts';

/** Where one copy of an object lies. */
export interface Place {
  readonly pack: string;
  readonly start: number;
  readonly end: number;
}

/** Every object of the folder's packs, with all its copies. */
export function findObjects(folder: string): Map<ObjectId, Place[]> {
  const places = new Map<ObjectId, Place[]>();
  for (const name of packNames(folder))
    for (const { id, ...place } of objectsOfPack(folder, name)) {
      const copies = places.get(id);
      if (copies === undefined) places.set(id, [place]);
      else copies.push(place);
    }
  return places;
}

/** What lies in one place; null: the pack is gone, or this is damaged or a delta. */
export function readPlace(folder: string, { pack, start, end }: Place): GitObject | null {
  return nullIfLost(() => {
    const file = openSync(join(folder, `${pack}.pack`), 'r');
    try {
      const bytes = Buffer.alloc(Math.max(end - start, 0));
      return readSync(file, bytes, 0, bytes.length, start) === bytes.length ? readPackEntry(bytes) : null;
    } finally {
      closeSync(file);
    }
  });
}

/** The index goes first: a pack without an index is nothing, an index without its pack would be a lie. */
export function removePack(folder: string, disk: Disk, name: string): void {
  disk.remove(join(folder, `${name}.idx`));
  disk.remove(join(folder, `${name}.pack`));
}

/** Removes what a killed process left: packs without index, indexes without pack, half-written files. */
export function removeLeftovers(folder: string, disk: Disk): void {
  const whole = new Set(packNames(folder));
  for (const file of filesOf(folder))
    if (!whole.has(file.replace(/\.[a-z]+$/, ''))) disk.remove(join(folder, file));
}

/** Packs that are there with their index. */
function packNames(folder: string): string[] {
  const files = new Set(filesOf(folder));
  return [...files]
    .filter((file) => file.endsWith('.idx') && files.has(`${file.slice(0, -4)}.pack`))
    .map((file) => file.slice(0, -4));
}

function filesOf(folder: string): string[] {
  return nullIfLost(() => readdirSync(folder)) ?? [];
}

function objectsOfPack(folder: string, name: string): (Place & { readonly id: ObjectId })[] {
  const read = nullIfLost(() => ({
    objects: readIndex(readFileSync(join(folder, `${name}.idx`))) ?? [],
    size: statSync(join(folder, `${name}.pack`)).size,
  }));
  if (read === null) return [];
  const objects = [...read.objects].sort((a, b) => a.offset - b.offset);
  return objects.map(({ id, offset }, index) => ({
    id,
    pack: name,
    start: offset,
    end: objects[index + 1]?.offset ?? read.size - trailerSize,
  }));
}

/** Missing, or on a broken place of the disk. */
function nullIfLost<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EIO'))
      return null;
    throw error;
  }
}
