import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { failure, isFailure } from '../../../base/failure.ts';
import { oneChunk } from '../../../base/one-chunk.ts';
import { plainText } from '../../../base/plain-text.ts';
import { isPatchId } from '../../../base/names.ts';
import { parseFleet } from '../../../desired/parse-fleet.ts';
import { encodingOf, strictDecoder } from '../../../kit/formats/strict-decoder.ts';
import type { ImportedPatch } from '../../../kit/legacy/compute-import.ts';
import { computeImport } from '../../../kit/legacy/compute-import.ts';
import { bytesAsCharacters } from '../../../kit/legacy/decode-legacy-text.ts';
import type { KnownPlaces } from '../../../kit/legacy/legacy-parameters.ts';
import { parseManifest } from '../../../kit/parse-manifest.ts';
import type { Answer } from '../answer.ts';
import type { LegacyFolder } from '../legacy-folder.ts';
import { openLegacyFolder } from '../legacy-folder.ts';
import { readLegacyKit } from '../read-legacy-kit.ts';
import type { Shell } from '../shell.ts';
import { findRepositoryTop } from '../working-copy.ts';
import { textFile, writePatchFolder } from '../write-patch-folder.ts';

export interface ImportOptions {
  readonly id?: string;
  readonly title?: string;
  readonly group?: string;
  /** `none`: nothing is called, whatever the folder says. */
  readonly run?: string;
  /** Of %GO, which says none. */
  readonly encoding?: string;
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
  const found = await readLegacyKit(source, encodingOf(options.encoding ?? bytesAsCharacters));
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
  const dry = options.dryRun === true;
  if (!dry) await writePatchFolder(folder, shown, filesOf(patch, found, source));
  const { guesses, unused, runByNumber } = patch;
  return {
    exit: leftOut.length + unused.length === 0 && !runByNumber ? 0 : 1,
    text: importAsText(patch, { shown, leftOut, dry }),
    json: {
      ...{ kind: 'kit-imported', patch: patch.id, title: patch.title, folder: shown, written: !dry },
      ...{ run: patch.run, requires: patch.requires, parameters: patch.types },
      files: [...Object.keys(patch.files), ...patch.kit.map(({ file }) => file)],
      kit: found.kit.map(({ path, file, documents }) => ({ from: path, file, documents })),
      globals: patch.kit.flatMap(({ file, globals, names }) =>
        names.map((name) => ({ name, file, mode: globals })),
      ),
      ...{ guesses, unused, leftOut },
    },
  };
}

function filesOf(
  patch: ImportedPatch,
  { kit, rewritten }: Awaited<ReturnType<typeof readLegacyKit>>,
  { stream }: LegacyFolder,
): Parameters<typeof writePatchFolder>[2] {
  return [
    ...kit.map(({ path, file }) => {
      const anew = rewritten.get(file);
      return { path: file, read: () => (anew === undefined ? stream(path) : oneChunk(anew)) };
    }),
    ...Object.entries(patch.files).map(([path, text]) => textFile(path, text)),
  ];
}

function checkWords({ id, group, encoding }: ImportOptions): void {
  if (encoding !== undefined && strictDecoder(encoding) === null)
    throw failure('WRONG_ARGUMENT', {
      ...{ what: '--encoding', word: encoding },
      expected: 'an encoding such as utf-8, iso-8859-1 or windows-1252',
    });
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
  readonly dry: boolean;
}

function importAsText(patch: ImportedPatch, { shown, leftOut, dry }: Told): string {
  const { id, title, kit, types, guesses, unused, files } = patch;
  const lines = [
    `${dry ? 'would write' : 'wrote'} ${shown}: ${title}`,
    ...[...Object.keys(files), ...kit.map(({ file }) => file)].map((file) => `  ${file}`),
    ...headed('Guessed, to be looked at:', [
      ...guesses,
      ...types.map(({ name, type }) => `the parameter ${name} is ${type}; the code reads a text`),
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
