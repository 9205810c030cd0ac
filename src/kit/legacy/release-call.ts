import type { ReleaseCall } from './call-of.ts';
import { callOf } from './call-of.ts';
import type { EntryPoint } from './entry-points.ts';
import { isDocumented, isOfPatches, isWordForPatches } from './entry-points.ts';

/**
 * The code of a release in an old-style kit, which then runs at every site: its number is that of the release as callOf has it; and it stands in a series of such names in a class or routine of
 * patches (`isNamed`: a person named that class) or as P16 and P17, or is called as is documented, `P014`.
 */
export function releaseCall(id: string, entries: readonly EntryPoint[], isNamed: boolean): ReleaseCall {
  return callOf(
    id,
    entries,
    (entry) => isDocumented(entry) || (isOfReleases(entry) && isInSeries(entry, entries)),
  );

  function isOfReleases({ owner, stem, digits }: EntryPoint): boolean {
    return isNamed || isOfPatches(owner) || isWordForPatches(stem) || (stem === 'P' && digits.length === 2);
  }
}

function isInSeries({ owner, stem, digits }: EntryPoint, entries: readonly EntryPoint[]): boolean {
  return entries.some((one) => one.owner === owner && one.stem === stem && one.digits !== digits);
}
