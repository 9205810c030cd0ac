import type { ObjectId } from '../../base/names.ts';
import type { Place } from './pack-folder.ts';

/** A pack that is to be replaced, and what of it has to stay. */
interface PackToReplace {
  readonly name: string;
  readonly live: readonly ObjectId[];
}

interface PackUse {
  readonly name: string;
  readonly live: ObjectId[];
  liveBytes: number;
  size: number;
}

/** So many packs below `smallPack` bytes are put together. */
const manySmallPacks = 32;
const smallPack = 1024 * 1024;

/** The packs of which a quarter or more is not needed, and small ones where there are many. */
export function choosePacks(
  places: ReadonlyMap<ObjectId, readonly Place[]>,
  reachable: ReadonlySet<ObjectId>,
): readonly PackToReplace[] {
  const packs = usesOf(places, reachable);
  const small = packs.filter(({ size }) => size < smallPack);
  const joined = new Set(small.length > manySmallPacks ? small : []);
  return packs.filter((pack) => joined.has(pack) || (pack.size - pack.liveBytes) * 4 >= pack.size);
}

function usesOf(
  places: ReadonlyMap<ObjectId, readonly Place[]>,
  reachable: ReadonlySet<ObjectId>,
): PackUse[] {
  const packs = new Map<string, PackUse>();
  for (const [id, copies] of places)
    for (const { pack: name, start, end } of copies) {
      const pack = packs.get(name) ?? { name, live: [], liveBytes: 0, size: 0 };
      packs.set(name, pack);
      pack.size += end - start;
      if (!reachable.has(id)) continue;
      pack.live.push(id);
      pack.liveBytes += end - start;
    }
  return [...packs.values()];
}
