import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { failure, isFailure } from '../../../base/failure.ts';
import { plainText } from '../../../base/plain-text.ts';
import { isPatchId } from '../../../base/names.ts';
import { parseFleet } from '../../../desired/parse-fleet.ts';
import type { ImportedPatch } from '../../../kit/legacy/compute-import.ts';
import { computeImport } from '../../../kit/legacy/compute-import.ts';
import type { KnownPlaces } from '../../../kit/legacy/legacy-parameters.ts';
import { parseManifest } from '../../../kit/parse-manifest.ts';
import type { Answer } from '../answer.ts';
import { openLegacyFolder } from '../legacy-folder.ts';
import { readLegacyKit } from '../read-legacy-kit.ts';
import type { Shell } from '../shell.ts';
import { findRepositoryTop } from '../working-copy.ts';

export interface ImportOptions {
  readonly id?: string;
  readonly title?: string;
  readonly group?: string;
  /** `none`: nothing is called, whatever the folder says. */
  readonly run?: string;
  readonly dryRun?: boolean;
}

/**
 * Turns the folder of an old-style kit into that of a patch, and says each guess and each file that was not used. Failures WRONG_ARGUMENT, FILE_EXISTS, FILE_MISSING, FILE_UNREADABLE, INVALID_FILE
 * where what was said on the command line is none; nothing is written then.
 */
export async function importKit(shell: Shell, word: string, options: ImportOptions): Promise<Answer> {
  checkWords(options);
  const absolute = resolve(shell.cwd, word);
  const source = openLegacyFolder(absolute, word);
  const found = await readLegacyKit(source);
  const top = findRepositoryTop(shell.cwd) ?? shell.cwd;
  const patch = computeImport(
    { ...found, folder: basename(absolute), places: placesOf(top) },
    { id: options.id, title: options.title, run: options.run },
  );
  if (patch.id === null)
    throw failure('ARGUMENT_MISSING', { what: `id for the kit in ${word}`, where: '--id LAB-2026.014' });
  const folder = join(top, 'patches', options.group ?? '.', patch.id);
  const shown = relative(shell.cwd, folder);
  parseManifest(`${shown}/patch.yaml`, patch.files['patch.yaml'] ?? '');
  if (existsSync(folder)) throw failure('FILE_EXISTS', { paths: [shown] });
  const leftOut = [...found.leftOut, ...patch.leftOut].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (options.dryRun !== true) await write();
  return {
    exit: leftOut.length + patch.unused.length === 0 ? 0 : 1,
    text: importAsText(patch, {
      shown,
      leftOut,
      rewritten: [...found.rewritten.keys()],
      dry: options.dryRun === true,
    }),
    json: {
      ...{
        kind: 'kit-imported',
        patch: patch.id,
        title: patch.title,
        folder: shown,
        written: options.dryRun !== true,
      },
      ...{ run: patch.run, requires: patch.requires, parameters: patch.types },
      files: [...Object.keys(patch.files), ...patch.kit.map(({ file }) => file)],
      kit: found.kit.map(({ path, file, documents }) => ({ from: path, file, documents })),
      globals: patch.kit.flatMap(({ file, globals, names }) =>
        names.map((name) => ({ name, file, mode: globals })),
      ),
      ...{ guesses: patch.guesses, unused: patch.unused, leftOut },
    },
  };

  async function write(): Promise<void> {
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(folder); // Not recursive: whoever made it meanwhile keeps what is there.
    for (const { path, file } of found.kit) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      const anew = found.rewritten.get(file);
      if (anew !== undefined) writeFileSync(join(folder, file), anew, { flag: 'wx' });
      else
        await pipeline(
          createReadStream(join(absolute, path)),
          createWriteStream(join(folder, file), { flags: 'wx' }),
        );
    }
    for (const [path, text] of Object.entries(patch.files))
      writeFileSync(join(folder, path), text, { flag: 'wx' });
  }
}

function checkWords({ id, group }: ImportOptions): void {
  if (id !== undefined && !isPatchId(id))
    throw failure('WRONG_ARGUMENT', { what: '--id', word: id, expected: 'an id such as LAB-2026.014' });
  if (group !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(group))
    throw failure('WRONG_ARGUMENT', { what: '--group', word: group, expected: 'one folder name' });
}

/** Sites and rings by which sections of an ini file are told; none where there is no fleet.yaml, or a wrong one. */
function placesOf(top: string): KnownPlaces {
  const file = join(top, 'fleet.yaml');
  try {
    const { sites, rings } = parseFleet(file, existsSync(file) ? readFileSync(file, 'utf8') : '');
    return { sites: sites.map(({ name }) => name), rings: rings.map(({ name }) => name) };
  } catch (error) {
    if (isFailure(error, 'INVALID_FILE') || isFailure(error, 'NEWER_FORMAT')) return { sites: [], rings: [] };
    throw error;
  }
}

interface Told {
  readonly shown: string;
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  readonly rewritten: readonly string[];
  readonly dry: boolean;
}

function importAsText(patch: ImportedPatch, { shown, leftOut, rewritten, dry }: Told): string {
  const { id, title, kit, types, guesses, unused, files } = patch;
  const lines = [
    `${dry ? 'would write' : 'wrote'} ${shown}: ${title}`,
    ...[...Object.keys(files), ...kit.map(({ file }) => file)].map((file) => `  ${file}`),
    ...headed('Guessed, to be looked at:', [
      ...guesses,
      ...types.map(({ name, type }) => `the parameter ${name} is ${type}; the code reads a text`),
      ...rewritten.map((file) => `${file} was %GO, and is written anew as ZWR`),
    ]),
    ...headed('Said by the old kit, and not used:', unused),
    ...headed(
      'Files that were not used:',
      leftOut.map(({ path, why }) => `${path}: ${why}`),
    ),
    ...(dry
      ? ['', 'Nothing was written.']
      : ['', `Go over patch.yaml, then run \`patchfleet kit check ${id ?? ''}\`.`]),
  ];
  return lines
    .map((line) =>
      line.replace(/^( *)(.*)$/s, (_, indent: string, rest: string) => indent + plainText(rest, 1000)),
    )
    .join('\n');
}

function headed(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}
