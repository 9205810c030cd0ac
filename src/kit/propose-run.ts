import type { Document } from '../document/document.ts';
import { callOf } from './legacy/call-of.ts';
import type { EntryPoint } from './legacy/entry-points.ts';
import { entryPointsOf, isDocumented, isOfPatches, isWordForPatches } from './legacy/entry-points.ts';

interface ProposedRun {
  /** For `install.run`; null: nothing is proposed, for nothing is sure. */
  readonly run: string | null;
  /** What has a number like that of the release; a person may mean one of them. */
  readonly candidates: readonly string[];
}

/**
 * The one class method or label in these documents that is called as the code of this release is: `P014` for LAB-2026.014, with its zeros, or a word for patches before them in a class or routine of
 * patches: `Install014` of Lab.Patches. Names such as Undo014, Device14 or EXIT14 are none, for what is proposed here runs at every site.
 */
export function proposeRun(id: string, documents: readonly Document[]): ProposedRun {
  const { call, candidates } = callOf(id, documents.flatMap(entryPointsOf), isSure);
  return { run: call?.call ?? null, candidates: candidates.map((one) => one.call) };
}

function isSure(entry: EntryPoint): boolean {
  const { owner, stem } = entry;
  return isDocumented(entry) || (isOfPatches(owner) && (stem === 'P' || isWordForPatches(stem)));
}
