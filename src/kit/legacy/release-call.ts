import type { EntryPoint } from './entry-points.ts';
import { speaksOfPatches } from './entry-points.ts';

interface ReleaseCall {
  /** Null: nothing is called, for nothing is sure. */
  readonly call: EntryPoint | null;
  /** What has a number like that of the release; a person may mean one of them. */
  readonly candidates: readonly EntryPoint[];
}

/**
 * The code of a release in an old-style kit, which then runs at every site: its digits are a whole part of the id, zeros included (`014` of LAB-2026.014), or all of its parts that are digits; and
 * it stands in a series of such names in a class or routine of patches (`isNamed`: a person named that class) or as P16 and P17, or is called as is documented, `P014`.
 */
export function releaseCall(id: string, entries: readonly EntryPoint[], isNamed: boolean): ReleaseCall {
  const parts = id.split(/[.-]/).filter((part) => /^\d+$/.test(part));
  const own = id.split(/[.-]/).at(-1) === parts.at(-1) ? [parts.at(-1), parts.join('')] : [];
  const sure = entries
    .filter(({ digits }) => own.includes(digits))
    .filter((entry) => isDocumented(entry) || (isOfReleases(entry) && isInSeries(entry, entries)));
  const [only] = sure;
  if (only !== undefined && sure.length === 1) return { call: only, candidates: [] };
  const numbers = (id.match(/\d+/g) ?? []).slice(-1).map(Number);
  const near = entries.filter(
    (entry) => own.includes(entry.digits) || numbers.includes(Number(entry.digits)),
  );
  return { call: null, candidates: near };

  function isOfReleases(entry: EntryPoint): boolean {
    return isNamed || speaksOfPatches(entry) || (entry.stem === 'P' && entry.digits.length === 2);
  }
}

function isDocumented({ stem, digits }: EntryPoint): boolean {
  return stem === 'P' && digits.length >= 3;
}

function isInSeries({ owner, stem, digits }: EntryPoint, entries: readonly EntryPoint[]): boolean {
  return entries.some((one) => one.owner === owner && one.stem === stem && one.digits !== digits);
}
