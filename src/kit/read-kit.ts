import { failure } from '../base/failure.ts';
import type { Issue } from '../base/issue.ts';
import { kindOf } from '../document/document-name.ts';
import { readKitFile } from './formats/read-kit-file.ts';
import type { KitDocument } from './kit-document.ts';
import type { KitFile, Manifest } from './manifest.ts';
import type { ReleaseFile } from './release-record.ts';

/**
 * Reads every document of a kit, in the order of the manifest. Failure INVALID_FILE with every issue: a file that is missing, a document
 * in two files, names that differ by case only, a global where the manifest does not say merge or replace.
 */
export async function readKit(
  manifest: Pick<Manifest, 'kit'>,
  files: readonly ReleaseFile[],
): Promise<readonly KitDocument[]> {
  const documents: KitDocument[] = [];
  const issues: Issue[] = [];
  for (const entry of manifest.kit) {
    const file = files.find(({ path }) => path === entry.file);
    if (file === undefined)
      issues.push(issueAt(entry.file, 0, 'the kit names this file, and it is not there'));
    else documents.push(...(await readFile(entry, file)));
  }
  issues.push(...twins(documents), ...globalsWithoutMode(documents));
  if (issues.length > 0) throw failure('INVALID_FILE', { issues });
  return documents;
}

async function readFile({ file, globals }: KitFile, release: ReleaseFile): Promise<KitDocument[]> {
  const documents: KitDocument[] = [];
  for await (const { document, line } of readKitFile(file, release.read())) {
    documents.push({ document, file, line, globals: kindOf(document.name) === 'global' ? globals : null });
  }
  return documents;
}

/** Names are compared without case: targets and file systems differ in what they tell apart. */
function twins(documents: readonly KitDocument[]): Issue[] {
  const seen = new Map<string, KitDocument>();
  return documents.flatMap((own) => {
    const key = own.document.name.toLowerCase();
    const other = seen.get(key);
    seen.set(key, other ?? own);
    if (other === undefined) return [];
    const how = other.document.name === own.document.name ? 'stands' : `stands as ${other.document.name}`;
    return [
      issueAt(own.file, own.line, `${own.document.name} ${how} already at ${other.file}:${other.line}`),
    ];
  });
}

function globalsWithoutMode(documents: readonly KitDocument[]): Issue[] {
  return documents
    .filter(({ document, globals }) => kindOf(document.name) === 'global' && globals === null)
    .map(({ document, file, line }) =>
      issueAt(
        file,
        line,
        `${document.name} is a global: patch.yaml has to say globals: merge or replace for this file`,
      ),
    );
}

function issueAt(file: string, line: number, message: string): Issue {
  return { file, line, column: line > 0 ? 1 : 0, path: '', message };
}
