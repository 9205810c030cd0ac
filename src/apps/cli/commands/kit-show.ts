import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOfDocument } from '../../../document/document.ts';
import { kindOf } from '../../../document/document-name.ts';
import { formatTitles } from '../../../kit/formats/kit-format.ts';
import { parseManifest } from '../../../kit/parse-manifest.ts';
import { readKit } from '../../../kit/read-kit.ts';
import { tableAsText } from '../../../report/table-as-text.ts';
import type { Answer } from '../answer.ts';
import type { Shell } from '../shell.ts';
import { openPatchFolder } from '../working-copy.ts';

/** Lists what a kit carries, whether its digests are written yet or not. */
export async function showKit(shell: Shell, word: string): Promise<Answer> {
  const folder = openPatchFolder(shell.cwd, word);
  const manifest = parseManifest(
    `${folder.path}/patch.yaml`,
    readFileSync(join(folder.absolute, 'patch.yaml'), 'utf8'),
  );
  const carried = (await readKit(manifest, folder.files)).map(
    ({ document, file, line, globals, format }) => ({
      name: document.name,
      kind: kindOf(document.name),
      digest: digestOfDocument(document),
      place: `${file}:${line}`,
      format: format === undefined ? '' : formatTitles[format],
      globals,
    }),
  );
  const removed = manifest.remove.map((name) => ({ name, kind: kindOf(name) }));
  const rows = [
    ...carried.map(({ name, kind, digest, place, globals, format }) => [
      kind,
      name,
      digest.slice(0, 12),
      globals ?? '',
      place,
      format,
    ]),
    ...removed.map(({ name, kind }) => [kind, name, 'removed', '', 'patch.yaml', '']),
  ];
  return {
    exit: 0,
    text: [
      `${manifest.id}  ${manifest.title}`,
      '',
      tableAsText(['KIND', 'DOCUMENT', 'DIGEST', 'GLOBALS', 'PLACE', 'FORMAT'], rows),
    ].join('\n'),
    json: { kind: 'kit', patch: manifest.id, title: manifest.title, documents: carried, remove: removed },
  };
}
