import type { Issue } from '../../base/issue.ts';
import { digestOfDocument } from '../../document/document.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import { readGlobal } from '../../document/global.ts';
import type { KitDocument } from '../../kit/kit-document.ts';
import type { CheckedPatch } from '../check-patch.ts';
import type { EarlierPatch } from './earlier-patches.ts';
import { lacksWhatCame } from './lacks-what-came.ts';

/**
 * Documents that were exported from a server which lacks what an earlier patch brought, so that this patch would undo it. Certain where the document is what it was before that patch; likely
 * where it holds nothing of what that patch changed in it, or was changed before that one was. What this patch supersedes it may undo.
 */
export function staleRemarks(patch: CheckedPatch, earlier: readonly EarlierPatch[]): readonly Issue[] {
  const counting = earlier.filter(({ id }) => !patch.manifest.supersedes.includes(id));
  return patch.documents.flatMap((own) => {
    const why =
      kindOf(own.document.name) === 'global' ? whyStaleGlobal(own, counting) : whyStale(own, counting);
    if (why === null) return [];
    const { file, line, document } = own;
    return [{ file: `${patch.path}/${file}`, line, column: 1, path: '', message: `${document.name} ${why}` }];
  });
}

/** What a patch made of a document; null: it removed it. */
interface Version {
  readonly patch: string;
  readonly held: KitDocument | null;
}

function whyStale(own: KitDocument, earlier: readonly EarlierPatch[]): string | null {
  const { document } = own;
  const versions = earlier.flatMap((patch) => versionIn(patch, document.name));
  const last = versions.at(-1);
  const digest = digestOfDocument(document);
  if (last === undefined || digestIn(last) === digest) return null;
  const same = versions.findLast((version) => digestIn(version) === digest);
  if (same !== undefined) {
    const did = last.held === null ? 'removed' : 'changed';
    return `is what ${same.patch} brought; ${last.patch} ${did} it since, and this patch would undo that: export it anew from a server that has ${last.patch}`;
  }
  if (last.held === null) return null;
  const before = versions.at(-2)?.held ?? null;
  if (before !== null && lacksWhatCame(before.document.bytes, last.held.document.bytes, document.bytes))
    return `holds nothing of what ${last.patch} changed in it, which this patch would undo; was it exported from a server that has ${last.patch}?`;
  return whyOlder(own, last.patch, last.held);
}

function whyOlder({ changed }: KitDocument, patch: string, { changed: then }: KitDocument): string | null {
  if (changed === undefined || then === undefined || secondsOf(changed) >= secondsOf(then)) return null;
  return `was last changed on ${dayOf(changed)}, before the one that ${patch} brought (${dayOf(then)}); was it exported from a server that has ${patch}?`;
}

function versionIn({ id, documents, removed }: EarlierPatch, name: DocumentName): readonly Version[] {
  if (removed.includes(name)) return [{ patch: id, held: null }];
  const held = documents.find((one) => one.document.name === name);
  return held === undefined ? [] : [{ patch: id, held }];
}

function digestIn({ held }: Version): string | null {
  return held === null ? null : digestOfDocument(held.document);
}

/** Node by node: two patches may merge other nodes into one global. */
function whyStaleGlobal({ document }: KitDocument, earlier: readonly EarlierPatch[]): string | null {
  const own = readGlobal(document.bytes);
  const values = new Map(own.map(({ reference }) => [reference, [] as { patch: string; value: string }[]]));
  for (const { id, documents } of earlier)
    for (const { document: other } of documents.filter((one) => one.document.name === document.name))
      for (const { reference, value } of readGlobal(other.bytes))
        values.get(reference)?.push({ patch: id, value });
  const stale = own.flatMap(({ reference, value }) => {
    const history = values.get(reference) ?? [];
    const last = history.at(-1);
    return last !== undefined && last.value !== value && history.some((one) => one.value === value)
      ? [last.patch]
      : [];
  });
  const [first] = stale;
  if (first === undefined) return null;
  const nodes = stale.length === 1 ? 'one node' : `${stale.length} nodes`;
  return `holds ${nodes} with the value of before ${first}, which this patch would undo`;
}

/** $HOROLOG: days since 1840-12-31, and seconds. */
function secondsOf(horolog: string): number {
  const [days = '', seconds = ''] = horolog.split(',');
  return Number(days) * 86_400 + Number(seconds);
}

function dayOf(horolog: string): string {
  const text = new Date((secondsOf(horolog) - 47_117 * 86_400) * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}
