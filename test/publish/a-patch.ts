import { digestOf } from '../../src/base/digest.ts';

export interface PatchWish {
  readonly title?: string;
  readonly requires?: readonly string[];
  readonly supersedes?: readonly string[];
  /** Lines at the end of patch.yaml. */
  readonly more?: readonly string[];
  /** Folder below `patches/`. */
  readonly group?: string;
  /** Last line of the kit's routine. */
  readonly code?: string;
}

/** The files of a patch that is right, by path from the top of the repository. */
export function aPatch(id: string, wish: PatchWish = {}): Record<string, string> {
  const { title = `Patch ${id}`, requires = [], supersedes = [], more = [], group, code = 'QUIT' } = wish;
  const folder = group === undefined ? `patches/${id}` : `patches/${group}/${id}`;
  const kit = aRoutine(routineOf(id), code);
  const manifest = [
    `id: ${id}`,
    `title: ${title}`,
    `requires: [${requires.join(', ')}]`,
    `supersedes: [${supersedes.join(', ')}]`,
    'kit:',
    '  - file: kit/Code.xml # the routine',
    `    sha256: "${digestOf(kit)}"`,
    'notes: notes.md',
    'policy: { default: automatic }',
    ...more,
  ];
  return {
    [`${folder}/patch.yaml`]: `${manifest.join('\n')}\n`,
    [`${folder}/notes.md`]: `# ${title}\n`,
    [`${folder}/kit/Code.xml`]: kit,
  };
}

/** The routine that the patch carries. */
export function routineOf(id: string): string {
  return id.replace(/[^A-Z0-9]/g, '');
}

/** An export of one routine. */
export function aRoutine(name: string, code: string): string {
  const text = `${name} ; of a patch\n ${code}\n`;
  const routine = `<Routine name="${name}" type="MAC" languagemode="0" timestamp="67827,37301.5"><![CDATA[\n${text}]]></Routine>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26" zv="x" ts="2026-09-14 10:21:07">\n${routine}\n</Export>\n`;
}

/** A fleet of two sites in two rings. */
export const aFleet = `rings:
  - { name: uat, title: Acceptance }
  - { name: prod, title: Production }
sites:
  - { name: uat-1, title: One, ring: uat, timezone: Europe/Madrid }
  - { name: prod-1, title: Two, ring: prod, timezone: Europe/Madrid }
`;
