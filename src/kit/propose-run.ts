import type { Document } from '../document/document.ts';
import { entryPointFor, entryPointsOf, speaksOfPatches } from './legacy/entry-points.ts';

/**
 * The one class method or label in these documents whose number is that of the release, where class, routine or name speak of patches: `P014` of Lab.Patches for LAB-2026.014. Null: there is
 * none, or more than one. Names such as MD5, Test14 or P3 are none, for what is proposed here runs at every site.
 */
export function proposeRun(id: string, documents: readonly Document[]): string | null {
  const entries = documents.flatMap(entryPointsOf).filter(speaksOfPatches);
  return entryPointFor(id, entries)?.call ?? null;
}
