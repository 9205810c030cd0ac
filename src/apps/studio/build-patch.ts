import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceInYaml, setInYaml } from '../../base/edit-yaml.ts';
import type { Issue } from '../../base/issue.ts';
import { parseKitFiles } from '../../kit/parse-manifest.ts';
import { writeKitFile } from '../../kit/export/write-kit-file.ts';
import type { PatchFolder } from '../../publish/patch-folder.ts';
import { newKit } from '../cli/commands/kit-new.ts';
import type { Shell } from '../cli/shell.ts';
import { openPatchFolder } from '../cli/working-copy.ts';
import type { Draft } from './draft.ts';
import type { DocumentSource, SourceDocument } from './document-source.ts';
import type { PatchWish } from './patch-fields.ts';
import type { ReadRule } from './policy-fields.ts';
import { policyLines } from './policy-fields.ts';

/** A patch as it would be committed, in a folder of ours. */
export interface BuiltPatch {
  readonly folder: PatchFolder & { readonly absolute: string };
  /** Kit files that carry globals, with how they go in. */
  readonly globals: readonly {
    readonly file: string;
    readonly mode: string;
    readonly names: readonly string[];
  }[];
  /** Documents that were picked and cannot be put into a kit. */
  readonly leftOut: readonly Issue[];
}

interface BuildGround {
  readonly source: DocumentSource;
  /** Cleared first. */
  readonly scratch: string;
  readonly shell: Shell;
}

/**
 * Writes the patch of a draft as `patchfleet kit new` does, from the files that were picked whole and from files of the picked documents of others, then what
 * was typed into patch.yaml, notes and parameters. Failures of newKit and of the source.
 */
export async function buildPatch(
  draft: Draft,
  wish: PatchWish,
  rules: readonly ReadRule[],
  { source, scratch, shell }: BuildGround,
): Promise<BuiltPatch> {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(join(scratch, 'patches'), { recursive: true, mode: 0o700 });
  const { count, leftOut } = await writeExports(draft, source, join(scratch, 'exports'));
  const { id, title, group, requires, run, notes } = wish;
  const options = {
    ...{ title, requires: requires.length === 0 ? false : requires, run: run ?? 'none' },
    ...(group === null ? {} : { group }),
    notes: notes.file === 'notes.md' ? 'md' : 'html',
  };
  await newKit({ ...shell, cwd: scratch }, { id, files: count === 0 ? [] : ['exports'] }, options);
  const { absolute } = openPatchFolder(scratch, id);
  const globals = writeWishes(absolute, wish, rules);
  return { folder: openPatchFolder(scratch, id), globals, leftOut };
}

/** Puts the picked documents into files; those of an export that was picked whole stay in it, byte for byte. */
async function writeExports(
  { picks }: Draft,
  source: DocumentSource,
  folder: string,
): Promise<{ readonly count: number; readonly leftOut: readonly Issue[] }> {
  const picked = new Set(picks);
  const { documents } = await source.list();
  const leftOut: Issue[] = picks
    .filter((key) => !documents.some((one) => one.key === key))
    .map((key) =>
      issueOf(
        key.replace(/\t.*$/s, ''),
        'is not there any more: take it out of the patch, or export it again',
      ),
    );
  const whole = source.whole(
    documents.filter(({ key }) => picked.has(key)),
    documents,
  );
  for (const { absolute, place } of whole)
    put(folder, place, (path) => {
      copyFileSync(absolute, path);
    });
  const inWhole = new Set(whole.map(({ from }) => from));
  const single = documents.filter(({ key, from }) => picked.has(key) && !inWhole.has(from));
  let count = whole.length;
  for (const document of single) {
    const why = await writeDocument(document, source, folder);
    if (why === null) count += 1;
    else leftOut.push(issueOf(document.name, why));
  }
  return { count, leftOut };
}

async function writeDocument(
  document: SourceDocument,
  source: DocumentSource,
  folder: string,
): Promise<string | null> {
  const found = await source.read(document);
  if (found === null) return 'is gone from its source';
  const written = await writeKitFile(found.document, found.madeBy);
  if ('why' in written) return `cannot be taken alone: ${written.why}`;
  put(folder, written.file.replace(/^kit\//, ''), (path) => {
    writeFileSync(path, written.bytes);
  });
  return null;
}

function put(folder: string, place: string, write: (path: string) => void): void {
  const path = join(folder, place);
  mkdirSync(dirname(path), { recursive: true });
  write(path);
}

function issueOf(name: string, message: string): Issue {
  return { file: name, line: 0, column: 0, path: '', message };
}

/** Returns the kit files that carry globals. */
function writeWishes(absolute: string, wish: PatchWish, rules: readonly ReadRule[]): BuiltPatch['globals'] {
  const path = join(absolute, 'patch.yaml');
  const made = readFileSync(path, 'utf8');
  const { kit } = parseKitFiles('patch.yaml', made);
  const carriers = kit.flatMap(({ file, globals }, index) =>
    globals === null ? [] : [{ file, globals, index }],
  );
  const withModes = carriers.reduce((text, { file, globals, index }) => {
    const mode = wish.globals.get(file) ?? globals;
    return mode === globals ? text : withMode(text, index, mode);
  }, made);
  writeFileSync(path, replaceInYaml(withModes, 'policy', policyLines(rules, wish.approvals)));
  writeFileSync(join(absolute, wish.notes.file), wish.notes.text);
  if (wish.parameters !== '') writeFileSync(join(absolute, 'patch.ini'), wish.parameters);
  const names = new Map(
    [...made.matchAll(/^ {2}- file: (.*)\n(?: {4}.*\n)*? {4}globals: .* it carries (.*)$/gm)].map(
      ([, file = '', carried = '']) => [file.replace(/^"|"$/g, ''), carried.split(', ')],
    ),
  );
  return carriers.map(({ file, globals }) => ({
    ...{ file, mode: wish.globals.get(file) ?? globals },
    names: names.get(file) ?? [],
  }));
}

/** The remark beside it names the other one. */
function withMode(text: string, index: number, mode: string): string {
  const set = setInYaml(text, ['kit', index, 'globals'], mode);
  return set.replace(
    `globals: ${mode} # or ${mode};`,
    `globals: ${mode} # or ${mode === 'merge' ? 'replace' : 'merge'};`,
  );
}
