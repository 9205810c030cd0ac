import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { failure } from '../../../base/failure.ts';
import { isPatchId } from '../../../base/names.ts';
import type { Answer } from '../answer.ts';
import { checkGlobalsMode, kitItems, leftOutAsText, remarksOn, toldGlobals } from '../kit-items.ts';
import { checkSubtrees, withKitMaterial } from '../kit-material.ts';
import type { KitSourceFile } from '../kit-sources.ts';
import { readExports } from '../read-exports.ts';
import type { Shell } from '../shell.ts';
import { patchTemplate } from '../templates.ts';
import { findRepositoryTop } from '../working-copy.ts';
import { newKitFromGit } from './kit-from-git.ts';

export interface NewKitOptions {
  readonly title: string;
  readonly group?: string;
  readonly requires?: readonly string[];
  /** More files; or, where documents are named, one site.yaml. */
  readonly from?: readonly string[];
  /** Patterns for documents of a live target. */
  readonly documents?: readonly string[];
  readonly globals?: string;
  /** A source repository: the kit is what changed there. */
  readonly fromGit?: string;
  readonly since?: string;
  readonly until?: string;
  readonly path?: readonly string[];
}

/**
 * Makes the folder of a new patch, once all of its exports were read without a mistake. Failure FILE_EXISTS, FILE_MISSING, FILE_UNREADABLE,
 * INVALID_FILE or WRONG_ARGUMENT; nothing is written then.
 */
export async function newKit(
  shell: Shell,
  { id, files }: { readonly id: string; readonly files: readonly string[] },
  options: NewKitOptions,
): Promise<Answer> {
  checkArguments(id, options);
  const { fromGit, from = [], documents } = options;
  if (fromGit !== undefined && files.length + from.length === 0 && documents === undefined)
    return newKitFromGit(shell, id, { ...options, fromGit });
  const odd = Object.entries({
    '--from-git': fromGit,
    '--since': options.since,
    '--until': options.until,
    '--path': options.path?.join(' '),
  });
  for (const [what, word] of odd) {
    if (word === undefined) continue;
    const expected = 'to stand with --from-git, without other files; `patchfleet kit add` takes more';
    throw failure('WRONG_ARGUMENT', { what, word, expected });
  }
  const folder = join(findRepositoryTop(shell.cwd) ?? shell.cwd, 'patches', options.group ?? '.', id);
  const shown = relative(shell.cwd, folder);
  if (existsSync(folder)) throw failure('FILE_EXISTS', { paths: [shown] });
  return withKitMaterial(shell, { files, from, documents }, async (material) => {
    const { sources, leftOut, remarks } = material;
    const kit = kitItems(await readExports(sources), options.globals);
    checkSubtrees(material, kit);
    const made = patchTemplate({ ...options, id, kit });
    write(folder, sources, made);
    return {
      exit: leftOut.length === 0 ? 0 : 1,
      text: [
        `wrote ${shown}`,
        ...kit.map(({ file }) => `  ${file}`),
        ...remarksOn(kit, options.globals),
        ...leftOutAsText(leftOut),
        ...remarks,
        `Fill in patch.yaml and notes.md, then run \`patchfleet kit check ${id}\`.`,
      ].join('\n'),
      json: {
        kind: 'kit-made',
        patch: id,
        folder: shown,
        files: [...Object.keys(made), ...kit.map(({ file }) => file)],
        globals: toldGlobals(kit),
        leftOut,
      },
    };
  });
}

function write(
  folder: string,
  sources: readonly KitSourceFile[],
  made: Readonly<Record<string, string>>,
): void {
  mkdirSync(join(folder, 'kit'), { recursive: true });
  for (const { absolute, file } of sources) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(absolute, join(folder, file));
  }
  for (const [path, text] of Object.entries(made)) writeFileSync(join(folder, path), text);
}

function checkArguments(id: string, { group, requires = [], globals }: NewKitOptions): void {
  for (const word of [id, ...requires]) {
    if (!isPatchId(word))
      throw failure('WRONG_ARGUMENT', { what: 'patch id', word, expected: 'an id such as LAB-2026.014' });
  }
  if (group !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(group)) {
    throw failure('WRONG_ARGUMENT', { what: '--group', word: group, expected: 'one folder name' });
  }
  checkGlobalsMode(globals);
}
