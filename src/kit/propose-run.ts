import type { Document } from '../document/document.ts';
import type { EntryPoint } from './legacy/entry-points.ts';
import { entryPointFor, entryPointsOf } from './legacy/entry-points.ts';

/**
 * The one class method or label in these documents whose number is that of the release, where class, routine or name speak of patches: `P014` of Lab.Patches for LAB-2026.014. Null: there is
 * none, or more than one. Names such as MD5 or Test14 are none, for what is proposed here runs at every site.
 */
export function proposeRun(id: string, documents: readonly Document[]): string | null {
  const entries = documents.flatMap(entryPointsOf).filter(isOfPatches);
  return entryPointFor(id, entries)?.call ?? null;
}

function isOfPatches({ owner, stem }: EntryPoint): boolean {
  return (
    /(patch|install|release|upgrade|hotfix)/i.test(owner) ||
    /^%?(p|patch|rel|release|install|upd|update|upgrade|hotfix|run)_?$/i.test(stem)
  );
}
