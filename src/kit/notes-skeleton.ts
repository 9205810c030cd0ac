import { plainText } from '../base/plain-text.ts';

/** What release notes begin with, before a person wrote them. */
interface NotesDraft {
  readonly title: string;
  readonly sections: readonly NotesSection[];
}

interface NotesSection {
  readonly heading: string;
  readonly documents: readonly { readonly name: string; readonly remarks: readonly string[] }[];
}

export type NotesFormat = 'md' | 'html';

/** Stands where a person has to write; notes in which it still stands are none. */
export const notesPlaceholder = 'What changes, for whom, and what to look at afterwards.';

/** A skeleton of release notes that lists documents. Sections without documents are left out. */
export function notesSkeleton({ title, sections }: NotesDraft, format: NotesFormat): string {
  const full = sections.filter(({ documents }) => documents.length > 0);
  return format === 'md' ? asMarkdown(title, full) : asHtml(title, full);
}

function asMarkdown(title: string, sections: readonly NotesSection[]): string {
  const parts = sections.flatMap(({ heading, documents }) => [
    ...['', `## ${heading}`, ''],
    ...documents.flatMap(({ name, remarks }) => [
      `- ${inMarkdown(name)}`,
      ...remarks.map((remark) => `  - ${inMarkdown(remark)}`),
    ]),
  ]);
  return [`# ${inMarkdown(title)}`, '', notesPlaceholder, ...parts, ''].join('\n');
}

/** Names and subjects of commits are anybody's: as Markdown they would be links, pictures and HTML. */
function inMarkdown(text: string): string {
  return plainText(text, 200).replace(/[\\`*_{}[\]<>#|!&~]/g, (character) =>
    character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`,
  );
}

function asHtml(title: string, sections: readonly NotesSection[]): string {
  const parts = sections.flatMap(({ heading, documents }) => [
    `<h2>${inHtml(heading)}</h2>`,
    '<ul>',
    ...documents.map(({ name, remarks }) => `<li>${inHtml(name)}${listOf(remarks)}</li>`),
    '</ul>',
  ]);
  return [
    ...['<!DOCTYPE html>', '<html>', '<head>', '<meta charset="utf-8">', `<title>${inHtml(title)}</title>`],
    ...['</head>', '<body>', `<h1>${inHtml(title)}</h1>`, `<p>${notesPlaceholder}</p>`],
    ...parts,
    ...['</body>', '</html>', ''],
  ].join('\n');
}

function listOf(remarks: readonly string[]): string {
  const items = remarks.map((remark) => `<li>${inHtml(remark)}</li>`);
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
}

function inHtml(text: string): string {
  return plainText(text, 200).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
