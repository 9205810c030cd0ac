import { readFileSync } from 'node:fs';
import { digestOf } from '../../base/digest.ts';
import { failure } from '../../base/failure.ts';
import { plainText } from '../../base/plain-text.ts';
import type { DocumentName } from '../../document/document-name.ts';
import type { KitDocument } from '../../kit/kit-document.ts';
import type { ReadExport } from './read-exports.ts';
import type { KitItem } from './templates.ts';

/** A kit file as patch.yaml is to name it, and the web file that it is; null: it is an export. */
export interface NewKitItem extends KitItem {
  readonly page: DocumentName | null;
  readonly documents: readonly KitDocument[];
}

/**
 * How these files are named in patch.yaml. Where nobody said how globals go in it is merge, which takes nothing away. `subtrees`: files that hold a part of a global only.
 */
export function kitItems(
  exports: readonly ReadExport[],
  mode: string | undefined,
  subtrees: ReadonlySet<string> = new Set(),
): readonly NewKitItem[] {
  return exports.map(({ absolute, file, globals, page, documents }) => ({
    file,
    sha256: digestOf(readFileSync(absolute)),
    globals: globals.length === 0 ? null : (mode ?? 'merge'),
    names: globals,
    isPart: subtrees.has(file),
    page,
    documents: documents.map((one) => ({
      ...one,
      globals: one.globals === null || mode !== 'replace' ? one.globals : mode,
    })),
  }));
}

/** What a person has to know of what was written without being asked. */
export function remarksOn(items: readonly NewKitItem[], mode: string | undefined): readonly string[] {
  const merged = mode === undefined ? items.filter(({ globals }) => globals !== null) : [];
  return [
    ...merged.map(mergeAsText),
    ...items.flatMap(({ file, page }) => (page === null ? [] : [pageAsText(file, page)])),
  ];
}

/** What was asked for and is not in the kit. */
export function leftOutAsText(
  leftOut: readonly { readonly name: string; readonly why: string }[],
): readonly string[] {
  return leftOut.map(({ name, why }) => `${plainText(name, 500)} is not in the kit: ${plainText(why, 500)}.`);
}

/** The globals of these items, for programs. */
export function toldGlobals(items: readonly NewKitItem[]) {
  return items.flatMap(({ file, globals, names }) => names.map((name) => ({ name, file, mode: globals })));
}

/** Failure WRONG_ARGUMENT. */
export function checkGlobalsMode(mode: string | undefined): void {
  if (mode === undefined || mode === 'merge' || mode === 'replace') return;
  throw failure('WRONG_ARGUMENT', { what: '--globals', word: mode, expected: 'merge or replace' });
}

/** Any file of a web page's kind can be one, also one that was named by mistake. */
function pageAsText(file: string, page: string): string {
  return `${file} is no export: it goes in as it is, as the web file ${page}. Its folder below kit/ is its folder on the server; take it and its lines in patch.yaml away if it is none.`;
}

/** Nobody said how: the way that takes nothing away was written. */
function mergeAsText({ file, names, isPart }: NewKitItem): string {
  const carried = `${file} carries ${isPart ? 'a part of ' : ''}${names.join(', ')}`;
  const wrote =
    'wrote `globals: merge` beside it, so that nodes of the site which the kit does not hold stay.';
  const other = 'Say `globals: replace` there if the kit is all that is to be left.';
  return `${carried}: ${wrote}${isPart ? '' : ` ${other}`}`;
}
