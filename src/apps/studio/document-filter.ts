import type { Instant } from '../../base/instant.ts';
import type { DocumentKind } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import { instantOfLocal } from '../../policy/zoned-time.ts';
import type { SourceDocument } from './document-source.ts';

/** Which documents somebody wants to see; it stands in the page's address. */
export interface DocumentFilter {
  /** Part of a name in any case, or with `*` the whole of it; empty: any. */
  readonly text: string;
  /** A package with those inside of it; empty: any. */
  readonly folder: string;
  readonly kind: DocumentKind | '';
  /** A date `2026-11-30`: changed on that day or later; empty: any time. */
  readonly since: string;
  readonly picked: boolean;
  readonly sort: 'name' | 'changed';
  /** How many documents were passed over. */
  readonly from: number;
}

/** The kinds in the words of the page. */
export const kindTitles: Readonly<Record<DocumentKind, string>> = {
  class: 'class',
  routine: 'routine',
  include: 'include',
  file: 'page or file',
  global: 'global',
  project: 'project',
  other: 'other',
};

/** Reads the filter of an address; what is not offered counts as any. */
export function readDocumentFilter(query: (name: string) => string | undefined): DocumentFilter {
  const [kind = '', since = '', from = ''] = [query('kind'), query('since'), query('from')];
  return {
    text: (query('q') ?? '').trim().slice(0, 200),
    folder: (query('in') ?? '').slice(0, 200),
    kind: Object.hasOwn(kindTitles, kind) ? (kind as DocumentKind) : '',
    since: /^\d{4}-\d{2}-\d{2}$/.test(since) ? since : '',
    picked: query('picked') === 'yes',
    sort: query('sort') === 'changed' ? 'changed' : 'name',
    from: /^\d{1,7}$/.test(from) ? Number(from) : 0,
  };
}

/** The query of an address that asks for this; empty: for all. */
export function queryOf(filter: DocumentFilter): string {
  const { text, folder, kind, since, picked, sort, from } = filter;
  const query = new URLSearchParams({
    ...(text === '' ? {} : { q: text }),
    ...(folder === '' ? {} : { in: folder }),
    ...(kind === '' ? {} : { kind }),
    ...(since === '' ? {} : { since }),
    ...(picked ? { picked: 'yes' } : {}),
    ...(sort === 'name' ? {} : { sort }),
    ...(from === 0 ? {} : { from: String(from) }),
  }).toString();
  return query === '' ? '' : `?${query}`;
}

interface FilterGround {
  readonly picks: ReadonlySet<string>;
  /** Zone of the day in `since`. */
  readonly zone: string;
}

/** The documents that were asked for, in the order that was asked for; those of which nobody knows when they were changed come last. */
export function filterDocuments(
  documents: readonly SourceDocument[],
  filter: DocumentFilter,
  { picks, zone }: FilterGround,
): readonly SourceDocument[] {
  const matches = matcherOf(filter.text);
  const since = filter.since === '' ? null : instantOfLocal(`${filter.since}T00:00`, zone);
  const found = documents.filter(
    ({ key, name, changedAt }) =>
      matches(name) &&
      (filter.kind === '' || kindOf(name) === filter.kind) &&
      (filter.folder === '' || isInside(name, filter.folder)) &&
      (since === null || (changedAt !== null && changedAt >= since)) &&
      (!filter.picked || picks.has(key)),
  );
  return filter.sort === 'name' ? found : found.toSorted((a, b) => timeOf(b) - timeOf(a));
}

/** Every package, and for pages every folder, that holds documents, sorted; also those that hold only others. */
export function foldersOf(documents: readonly SourceDocument[]): readonly string[] {
  const found = new Set<string>();
  for (const { name } of documents) {
    for (let folder = folderOf(name); folder !== '' && !found.has(folder); folder = above(folder))
      found.add(folder);
  }
  return [...found].sort();
}

function timeOf({ changedAt }: SourceDocument): Instant {
  return changedAt ?? Number.NEGATIVE_INFINITY;
}

function matcherOf(text: string): (name: string) => boolean {
  const wanted = text.toLowerCase();
  if (!wanted.includes('*')) return (name) => name.toLowerCase().includes(wanted);
  const parts = wanted.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}/-]/g, '\\$&'));
  const form = new RegExp(`^${parts.join('[^]*?')}$`);
  return (name) => form.test(name.toLowerCase());
}

function isInside(name: SourceDocument['name'], folder: string): boolean {
  return name.startsWith(folder.startsWith('/') ? `${folder}/` : `${folder}.`) && folderOf(name) !== '';
}

/** The package of a class, the folder of a page; empty: it has none. */
function folderOf(name: SourceDocument['name']): string {
  const kind = kindOf(name);
  if (kind === 'file') return name.slice(0, name.lastIndexOf('/'));
  return kind === 'class' ? above(name.slice(0, -'.cls'.length)) : '';
}

function above(folder: string): string {
  const mark = folder.startsWith('/') ? '/' : '.';
  return folder.slice(0, Math.max(0, folder.lastIndexOf(mark)));
}
