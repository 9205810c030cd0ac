import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import { isPatchId } from '../../../base/names.ts';
import type { Answer } from '../answer.ts';
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

/** Makes the folder of a new patch. Failure FILE_EXISTS, FILE_MISSING or WRONG_ARGUMENT. */
export function newKit(shell: Shell, id: string, options: NewKitOptions): Promise<Answer> {
  checkArguments(shell, id, options);
  const top = findRepositoryTop(shell.cwd) ?? shell.cwd;
  const folder = join(top, 'patches', options.group ?? '.', id);
  const shown = relative(shell.cwd, folder);
  if (existsSync(folder)) throw failure('FILE_EXISTS', { paths: [shown] });
  mkdirSync(join(folder, 'kit'), { recursive: true });
  const kit = (options.from ?? []).map((from) => copyExport(resolve(shell.cwd, from), folder));
  const files = patchTemplate({ ...options, id, kit });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return Promise.resolve({
    exit: 0,
    text: `wrote ${shown}\nFill in patch.yaml and notes.md, then run \`patchfleet kit check ${id}\`.`,
    json: {
      kind: 'kit-made',
      patch: id,
      folder: shown,
      files: [...Object.keys(files), ...kit.map(({ file }) => file)],
    },
  });
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
}

function copyExport(from: string, folder: string): { file: string; sha256: string } {
  const file = `kit/${basename(from)}`;
  if (existsSync(join(folder, file))) throw failure('FILE_EXISTS', { paths: [file] });
  copyFileSync(from, join(folder, file));
  return { file, sha256: digestOf(readFileSync(from)) };
}
