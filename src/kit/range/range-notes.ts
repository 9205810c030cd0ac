import { plainText } from '../../base/plain-text.ts';
import type { RangeChange, RangeKit } from './compute-range-kit.ts';

interface Commit {
  readonly id: string;
  readonly subject: string;
  readonly paths: readonly string[];
}

/** So many subjects stand beside a document; the rest is counted. */
const mostSubjects = 10;

/** A skeleton of release notes in Markdown: each document that changes, with the subjects of the commits that touched its file. */
export function rangeNotes(title: string, { changes }: RangeKit, commits: readonly Commit[]): string {
  const subjects = new Map<string, string[]>();
  for (const { id, subject, paths } of commits)
    for (const path of paths)
      subjects.set(path, [...(subjects.get(path) ?? []), `${escaped(subject)} (${id})`]);
  const parts = (['added', 'changed', 'removed'] as const).flatMap((effect) => {
    const own = changes.filter((change) => change.effect === effect);
    return own.length === 0
      ? []
      : ['', `## ${headings[effect]}`, '', ...own.flatMap((one) => lines(one, subjects))];
  });
  return [
    `# ${escaped(title)}`,
    '',
    'What changes, for whom, and what to look at afterwards.',
    ...parts,
    '',
  ].join('\n');
}

const headings = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

function lines(
  { name, path }: RangeChange,
  subjects: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const own = subjects.get(path) ?? [];
  const more = own.length - mostSubjects;
  return [
    `- ${escaped(name)}`,
    ...own.slice(0, mostSubjects).map((subject) => `  - ${subject}`),
    ...(more > 0 ? [`  - and ${more} more`] : []),
  ];
}

/** Subjects are anybody's: as Markdown they would be links, pictures and HTML. */
function escaped(text: string): string {
  return plainText(text, 200).replace(/[\\`*_{}[\]<>#|!&~]/g, (character) =>
    character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`,
  );
}
