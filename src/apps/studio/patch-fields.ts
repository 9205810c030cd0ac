import { isPatchId } from '../../base/names.ts';
import { printablePattern } from '../../base/field-schemas.ts';
import { runField } from '../../kit/manifest-schema.ts';
import type { FormFields } from '../page/form-fields.ts';

/** What somebody has to mend, at the field that it is about; `documents` and `general` are no fields. */
export interface FieldIssue {
  readonly field: string;
  readonly message: string;
}

/** The patch as it was typed, where all of it can be written. */
export interface PatchWish {
  readonly id: string;
  readonly title: string;
  readonly group: string | null;
  readonly requires: readonly string[];
  readonly run: string | null;
  readonly notes: { readonly file: 'notes.md' | 'notes.html'; readonly text: string };
  readonly parameters: string;
  /** Kit file → how its globals go in, where somebody said. */
  readonly globals: ReadonlyMap<string, 'merge' | 'replace'>;
  readonly approvals: number;
}

const plainFields = ['id', 'title', 'group', 'requires', 'run', 'format', 'notes', 'parameters', 'approvals'];
const globalsField = 'globals ';

/** Whether the form of a patch has this field. */
export function isPatchField(name: string): boolean {
  return plainFields.includes(name) || name.startsWith(globalsField);
}

/** Name of the field that says how the globals of a kit file go in. */
export function globalsFieldOf(file: string): string {
  return `${globalsField}${file}`;
}

/** The file of the notes, by the format that was chosen. */
export function notesFileOf({ format }: FormFields): 'notes.md' | 'notes.html' {
  return format === 'html' ? 'notes.html' : 'notes.md';
}

/** Reads the form; all issues at once. */
export function readPatchFields(
  fields: FormFields,
): { readonly wish: PatchWish } | { readonly issues: readonly FieldIssue[] } {
  const text = (name: string): string => (fields[name] ?? '').trim();
  const requires = text('requires')
    .split(/[\s,]+/)
    .filter(Boolean);
  const wish: PatchWish = {
    ...{ id: text('id'), title: text('title'), requires },
    group: text('group') === '' ? null : text('group'),
    run: text('run') === '' ? null : text('run'),
    notes: { file: notesFileOf(fields), text: ended(fields['notes'] ?? '') },
    parameters: ended(fields['parameters'] ?? ''),
    globals: globalsOf(fields),
    approvals: Number(text('approvals') === '' ? '0' : text('approvals')),
  };
  const issues = issuesOf(wish);
  return issues.length === 0 ? { wish } : { issues };
}

function issuesOf({ id, title, group, requires, run, approvals }: PatchWish): readonly FieldIssue[] {
  const strangers = requires.filter((word) => !isPatchId(word));
  const call = runField.safeParse(run ?? '^A');
  const found: readonly (readonly [boolean, string, string])[] = [
    [
      !isPatchId(id),
      'id',
      `${saidOf(id)}, expected an id such as LAB-2026.014: capitals, digits, "-" and "."`,
    ],
    [title === '', 'title', 'is missing, expected what the patch is for, in one line'],
    [
      title.length > 200 || !(title === '' || printablePattern.test(title)),
      'title',
      'is no line of at most 200 characters',
    ],
    [group !== null && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(group), 'group', 'is no name of one folder'],
    [
      strangers.length > 0,
      'requires',
      `names ${strangers.join(', ').slice(0, 200)}, expected ids of patches`,
    ],
    [!call.success, 'run', call.error?.issues[0]?.message ?? ''],
    [
      !Number.isInteger(approvals) || approvals < 0 || approvals > 20,
      'approvals',
      'expected a number from 0 to 20',
    ],
  ];
  return found.flatMap(([wrong, field, message]) => (wrong ? [{ field, message }] : []));
}

function saidOf(id: string): string {
  return id === '' ? 'is missing' : `is ${id.slice(0, 80)}`;
}

function globalsOf(fields: FormFields): ReadonlyMap<string, 'merge' | 'replace'> {
  return new Map(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith(globalsField) && (value === 'merge' || value === 'replace')
        ? [[name.slice(globalsField.length), value] as const]
        : [],
    ),
  );
}

/** A text file ends with a newline; nothing at all stays nothing. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
