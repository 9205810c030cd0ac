import type { EntryPoint } from './entry-points.ts';
import { takesBack } from './entry-points.ts';

export interface ReleaseCall {
  /** Null: nothing is called, for nothing is sure. */
  readonly call: EntryPoint | null;
  /** What has a number like that of the release; a person may mean one of them. */
  readonly candidates: readonly EntryPoint[];
}

/**
 * The one sure entry point whose digits are a whole part of the id, zeros included (`014` of LAB-2026.014), or all of its parts that are digits. What is called like an undoing or a look is never
 * sure.
 */
export function callOf(
  id: string,
  entries: readonly EntryPoint[],
  isSure: (entry: EntryPoint) => boolean,
): ReleaseCall {
  const parts = id.split(/[.-]/).filter((part) => /^\d+$/.test(part));
  const own = id.split(/[.-]/).at(-1) === parts.at(-1) ? [parts.at(-1), parts.join('')] : [];
  const sure = entries.filter((entry) => own.includes(entry.digits) && !takesBack(entry) && isSure(entry));
  const [only] = sure;
  if (only !== undefined && sure.length === 1) return { call: only, candidates: [] };
  const numbers = (id.match(/\d+/g) ?? []).slice(-1).map(Number);
  const near = entries.filter(
    (entry) => own.includes(entry.digits) || numbers.includes(Number(entry.digits)),
  );
  return { call: null, candidates: near };
}
