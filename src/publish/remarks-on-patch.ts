import type { Issue } from '../base/issue.ts';
import type { PatchId } from '../base/names.ts';
import { notesPlaceholder } from '../kit/notes-skeleton.ts';
import type { CheckedPatch } from './check-patch.ts';
import { documentRemarks } from './document-remarks.ts';
import type { EarlierPatch } from './earlier/earlier-patches.ts';
import { staleRemarks } from './earlier/stale-remarks.ts';
import { storageRemarks } from './earlier/storage-remarks.ts';
import { replaceRemarks } from './replace-remarks.ts';
import { runRemarks } from './run-remarks.ts';
import { secretRemarks } from './secret-remarks.ts';

/** Larger files are warned of by git hosts (GitHub Docs, "About large files on GitHub": 50 MiB). */
const largeFile = 50 * 1024 * 1024;

/**
 * What a person should look at in a patch that can be released as it is. `known`: the patches that lie beside it; what is released and was taken away from there is not
 * known here. `earlier`: those of them that come before it and touch the same documents.
 */
export function remarksOnPatch(
  patch: CheckedPatch,
  known: ReadonlySet<PatchId>,
  earlier: readonly EarlierPatch[] = [],
): readonly Issue[] {
  return [
    ...strangers(patch, known),
    ...notesRemarks(patch),
    ...largeFiles(patch),
    ...staleRemarks(patch, earlier),
    ...storageRemarks(patch, earlier),
    ...documentRemarks(patch),
    ...replaceRemarks(patch),
    ...runRemarks(patch),
    ...secretRemarks(patch),
  ];
}

function strangers({ manifest, path }: CheckedPatch, known: ReadonlySet<PatchId>): readonly Issue[] {
  return (['requires', 'supersedes'] as const).flatMap((key) =>
    manifest[key].flatMap((id, index) => {
      if (known.has(id)) return [];
      const message = `names ${id}, which is not below patches/ here; \`release\` refuses it unless it is released already`;
      return [{ file: `${path}/patch.yaml`, line: 0, column: 0, path: `${key}[${index}]`, message }];
    }),
  );
}

function notesRemarks({ manifest, notes, path }: CheckedPatch): readonly Issue[] {
  const why = whyNoNotes(manifest.notes, notes ?? '');
  return why === null
    ? []
    : [{ file: `${path}/patch.yaml`, line: 0, column: 0, path: 'notes', message: why }];
}

function whyNoNotes(name: string | null, text: string): string | null {
  const wanted = 'operators read the notes before they let a patch in';
  if (name === null) return `names no notes; ${wanted}`;
  if (text.trim() === '') return `names ${name}, which is empty; ${wanted}`;
  return text.includes(notesPlaceholder)
    ? `names ${name}, where "${notesPlaceholder}" still stands in the place of what a person has to write; ${wanted}`
    : null;
}

function largeFiles({ files, path }: CheckedPatch): readonly Issue[] {
  return files
    .filter(({ size }) => size > largeFile)
    .map(({ path: file, size }) => ({
      ...{ file: `${path}/${file}`, line: 0, column: 0, path: '' },
      message: `has ${Math.ceil(size / 1024 / 1024)} MiB; git hosts warn of files over 50 MiB and refuse those over 100 MiB`,
    }));
}
