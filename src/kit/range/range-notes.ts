import type { NotesFormat } from '../notes-skeleton.ts';
import { notesSkeleton } from '../notes-skeleton.ts';
import type { RangeChange } from './compare-sources.ts';
import type { RangeKit } from './compute-range-kit.ts';

interface RangeNotes {
  readonly title: string;
  readonly commits: readonly Commit[];
  readonly format: NotesFormat;
}

interface Commit {
  readonly id: string;
  readonly subject: string;
  readonly paths: readonly string[];
}

/** So many subjects stand beside a document; the rest is counted. */
const mostSubjects = 10;

/** A skeleton of release notes: each document that changes, with the subjects of the commits that touched its file. */
export function rangeNotes({ changes }: RangeKit, { title, commits, format }: RangeNotes): string {
  const subjects = new Map<string, string[]>();
  for (const { id, subject, paths } of commits)
    for (const path of paths) subjects.set(path, [...(subjects.get(path) ?? []), `${subject} (${id})`]);
  const sections = (['added', 'changed', 'removed'] as const).map((effect) => ({
    heading: headings[effect],
    documents: changes
      .filter((change) => change.effect === effect)
      .map((change) => ({ name: change.name, remarks: remarksOf(change, subjects) })),
  }));
  return notesSkeleton({ title, sections }, format);
}

const headings = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

function remarksOf(
  { path }: RangeChange,
  subjects: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const own = subjects.get(path) ?? [];
  const more = own.length - mostSubjects;
  return [...own.slice(0, mostSubjects), ...(more > 0 ? [`and ${more} more`] : [])];
}
