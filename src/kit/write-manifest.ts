import type { Digest } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { GlobalsMode } from './manifest.ts';

/** A manifest that a program proposes, to be gone over by a person. */
export interface ManifestDraft {
  readonly id: string;
  readonly title: string;
  readonly requires: readonly string[];
  readonly kit: readonly KitFileDraft[];
  readonly remove: readonly DocumentName[];
  readonly run: string | null;
  readonly parameters: string | null;
  readonly notes: string;
}

interface KitFileDraft {
  readonly file: string;
  readonly sha256: Digest;
  /** Null: it carries no globals. */
  readonly globals: GlobalsMode | null;
  /** The globals that it carries. */
  readonly names: readonly DocumentName[];
}

/** `patch.yaml` for these values: an operator decides at each site, until a person writes otherwise. */
export function writeManifest(draft: ManifestDraft): string {
  const { id, title, requires, kit, remove, run, parameters, notes } = draft;
  const lines = [
    `id: ${id}`,
    `title: ${JSON.stringify(title)}`,
    `requires: [${requires.join(', ')}]`,
    ...(kit.length === 0 ? ['kit: []'] : ['kit:', ...kit.flatMap(kitLines)]),
    ...(remove.length === 0
      ? ['remove: [] # documents that the patch deletes: Lab.OldRouter.cls']
      : ['remove:', ...remove.map((name) => `  - ${JSON.stringify(name)}`)]),
    ...(run === null ? [] : ['install:', `  run: ${JSON.stringify(run)}`]),
    ...(parameters === null ? [] : [`parameters: ${parameters}`]),
    `notes: ${notes}`,
    'policy:',
    '  default: operator # automatic, operator, or { at: "2026-11-30T02:00" }',
    '  approvals: 0',
  ];
  return `${lines.join('\n')}\n`;
}

function kitLines({ file, sha256, globals, names }: KitFileDraft): readonly string[] {
  const lines = [`  - file: ${JSON.stringify(file)}`, `    sha256: ${JSON.stringify(sha256)}`];
  if (globals === null) return lines;
  const other = globals === 'merge' ? 'replace' : 'merge';
  return [...lines, `    globals: ${globals} # or ${other}; it carries ${names.join(', ')}`];
}
