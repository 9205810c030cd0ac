import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import { isPatchId } from '../../../base/names.ts';
import type { Answer } from '../answer.ts';
import { readExports } from '../read-exports.ts';
import type { Shell } from '../shell.ts';
import { patchTemplate } from '../templates.ts';
import { findRepositoryTop } from '../working-copy.ts';

export interface NewKitOptions {
  readonly title: string;
  readonly group?: string;
  readonly requires?: readonly string[];
  readonly from?: readonly string[];
  readonly globals?: string;
}

/**
 * Makes the folder of a new patch, once all of its exports were read without a mistake. Failure FILE_EXISTS, FILE_MISSING, FILE_UNREADABLE,
 * INVALID_FILE or WRONG_ARGUMENT; nothing is written then.
 */
export async function newKit(shell: Shell, id: string, options: NewKitOptions): Promise<Answer> {
  checkArguments(shell, id, options);
  const top = findRepositoryTop(shell.cwd) ?? shell.cwd;
  const folder = join(top, 'patches', options.group ?? '.', id);
  const shown = relative(shell.cwd, folder);
  if (existsSync(folder)) throw failure('FILE_EXISTS', { paths: [shown] });
  const exports = await readExports(shell.cwd, options.from ?? []);
  const mode = options.globals ?? 'merge';
  mkdirSync(join(folder, 'kit'), { recursive: true });
  const kit = exports.map(({ from, file, globals, page }) => {
    copyFileSync(resolve(shell.cwd, from), join(folder, file));
    const sha256 = digestOf(readFileSync(join(folder, file)));
    return { file, sha256, globals: globals.length === 0 ? null : mode, names: globals, page };
  });
  const files = patchTemplate({ ...options, id, kit });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  const chosen = options.globals === undefined ? kit.filter(({ globals }) => globals !== null) : [];
  return {
    exit: 0,
    text: [
      `wrote ${shown}`,
      ...chosen.map(({ file, names }) => mergeAsText(file, names)),
      ...kit.flatMap(({ file, page }) => (page === null ? [] : [pageAsText(file, page)])),
      `Fill in patch.yaml and notes.md, then run \`patchfleet kit check ${id}\`.`,
    ].join('\n'),
    json: {
      kind: 'kit-made',
      patch: id,
      folder: shown,
      files: [...Object.keys(files), ...kit.map(({ file }) => file)],
      globals: kit.flatMap(({ file, globals, names }) =>
        names.map((name) => ({ name, file, mode: globals })),
      ),
    },
  };
}

/** Any file of a web page's kind can be one, also one that was named by mistake. */
function pageAsText(file: string, page: string): string {
  return `${file} is no export: it goes in as it is, as the web file ${page}. Its folder below kit/ is its folder on the server; take it and its lines in patch.yaml away if it is none.`;
}

/** Nobody said how: the way that takes nothing away was written. */
function mergeAsText(file: string, names: readonly string[]): string {
  return `${file} carries ${names.join(', ')}: wrote \`globals: merge\` beside it, so that nodes of the site which the kit does not hold stay. Say \`globals: replace\` there if the kit is all that is to be left.`;
}

function checkArguments(
  shell: Shell,
  id: string,
  { group, requires = [], from = [], globals }: NewKitOptions,
): void {
  for (const word of [id, ...requires]) {
    if (!isPatchId(word))
      throw failure('WRONG_ARGUMENT', { what: 'patch id', word, expected: 'an id such as LAB-2026.014' });
  }
  if (group !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(group)) {
    throw failure('WRONG_ARGUMENT', { what: '--group', word: group, expected: 'one folder name' });
  }
  if (globals !== undefined && !['merge', 'replace'].includes(globals)) {
    throw failure('WRONG_ARGUMENT', { what: '--globals', word: globals, expected: 'merge or replace' });
  }
  const missing = from.find((path) => !existsSync(resolve(shell.cwd, path)));
  if (missing !== undefined) throw failure('FILE_MISSING', { path: missing });
  const folder = from.find((path) => !statSync(resolve(shell.cwd, path)).isFile());
  if (folder !== undefined) throw failure('FILE_UNREADABLE', { file: folder, why: 'it is not a file.' });
  const empty = from.find((path) => statSync(resolve(shell.cwd, path)).size === 0);
  if (empty !== undefined) throw failure('FILE_UNREADABLE', { file: empty, why: 'it is empty.' });
}
