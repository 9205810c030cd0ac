import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { failure } from '../../../base/failure.ts';
import { isPatchId } from '../../../base/names.ts';
import type { Answer } from '../answer.ts';
import { checkGlobalsMode, kitItems, remarksOn, toldGlobals } from '../kit-items.ts';
import { kitSources } from '../kit-sources.ts';
import { readExports } from '../read-exports.ts';
import type { Shell } from '../shell.ts';
import { patchTemplate } from '../templates.ts';
import { findRepositoryTop } from '../working-copy.ts';
import { newKitFromGit } from './kit-from-git.ts';

export interface NewKitOptions {
  readonly title: string;
  readonly group?: string;
  readonly requires?: readonly string[];
  readonly from?: readonly string[];
  readonly globals?: string;
  /** A source repository: the kit is what changed there. */
  readonly fromGit?: string;
  readonly since?: string;
  readonly until?: string;
}

/**
 * Makes the folder of a new patch, once all of its exports were read without a mistake. Failure FILE_EXISTS, FILE_MISSING, FILE_UNREADABLE,
 * INVALID_FILE or WRONG_ARGUMENT; nothing is written then.
 */
export async function newKit(
  shell: Shell,
  id: string,
  words: readonly string[],
  options: NewKitOptions,
): Promise<Answer> {
  checkArguments(id, options);
  const { fromGit } = options;
  if (fromGit !== undefined && words.length + (options.from?.length ?? 0) === 0)
    return newKitFromGit(shell, id, { ...options, fromGit });
  const odd = Object.entries({ '--from-git': fromGit, '--since': options.since, '--until': options.until });
  for (const [what, word] of odd) {
    if (word === undefined) continue;
    const expected = 'to stand with --from-git, without other files; `patchfleet kit add` takes more';
    throw failure('WRONG_ARGUMENT', { what, word, expected });
  }
  const top = findRepositoryTop(shell.cwd) ?? shell.cwd;
  const folder = join(top, 'patches', options.group ?? '.', id);
  const shown = relative(shell.cwd, folder);
  if (existsSync(folder)) throw failure('FILE_EXISTS', { paths: [shown] });
  const sources = kitSources(shell.cwd, [...words, ...(options.from ?? [])]);
  const kit = kitItems(await readExports(sources), options.globals);
  mkdirSync(join(folder, 'kit'), { recursive: true });
  for (const { absolute, file } of sources) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(absolute, join(folder, file));
  }
  const files = patchTemplate({ ...options, id, kit });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return {
    exit: 0,
    text: [
      `wrote ${shown}`,
      ...kit.map(({ file }) => `  ${file}`),
      ...remarksOn(kit, options.globals),
      `Fill in patch.yaml and notes.md, then run \`patchfleet kit check ${id}\`.`,
    ].join('\n'),
    json: {
      kind: 'kit-made',
      patch: id,
      folder: shown,
      files: [...Object.keys(files), ...kit.map(({ file }) => file)],
      globals: toldGlobals(kit),
    },
  };
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
