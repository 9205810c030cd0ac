import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { failure } from '../../base/failure.ts';
import { isDesktopFile } from './desktop-file.ts';

/** A file that goes into a kit. */
export interface KitSourceFile {
  /** As the person named it, or below the folder that the person named. */
  readonly from: string;
  readonly absolute: string;
  /** `kit/…` in the patch's folder. */
  readonly file: string;
}

interface KitSources {
  readonly files: readonly KitSourceFile[];
  /** What desktops leave in folders, which is no kit file. */
  readonly skipped: readonly string[];
}

/**
 * The files that a person named, and those below the folders that a person named, each once. A file of a folder keeps its place below that folder; of files that
 * were named, those of one name keep their place below the folder that holds them all. Files that begin with a dot are left out of folders. Failures
 * FILE_MISSING, FILE_UNREADABLE, WRONG_ARGUMENT where two have one place even so.
 */
export function kitSources(cwd: string, words: readonly string[]): KitSources {
  const missing = words.filter((word) => !existsSync(resolve(cwd, word)));
  if (missing.length > 0) throw failure('FILE_MISSING', { path: missing.join(', ') });
  const found = words.flatMap((word) => placed(cwd, word));
  const skipped = found.filter(({ from, place }) => !words.includes(from) && isDesktopFile(place));
  const taken = found.filter((one) => !skipped.includes(one));
  const once = [...new Map(taken.map((one) => [one.absolute, one])).values()];
  const apart = once.map((one) => {
    const twins = once.filter(({ place }) => sameName(place, one.place));
    return twins.length === 1 ? one : { ...one, place: below(twins, one) };
  });
  const twin = apart.find(
    ({ place }, index) => apart.findIndex((one) => sameName(one.place, place)) !== index,
  );
  if (twin === undefined) {
    const files = apart.map(({ from, absolute, place }) => ({ from, absolute, file: `kit/${place}` }));
    return { files, skipped: skipped.map(({ from }) => from) };
  }
  const expected = 'each file under a name of its own, upper and lower case taken as one';
  throw failure('WRONG_ARGUMENT', { what: 'The file', word: twin.from, expected });
}

interface Placed {
  readonly from: string;
  readonly absolute: string;
  /** Below kit/, with `/`. */
  readonly place: string;
}

function placed(cwd: string, word: string): readonly Placed[] {
  const absolute = resolve(cwd, word);
  const stat = statSync(absolute);
  if (stat.isFile()) return [{ from: word, absolute, place: basename(absolute) }];
  if (!stat.isDirectory())
    throw failure('FILE_UNREADABLE', { file: word, why: 'it is neither a file nor a folder.' });
  const files = filesBelow(absolute, '').map((place) => ({
    ...{ from: `${word.replace(/\/+$/, '')}/${place}`, absolute: join(absolute, place), place },
  }));
  if (files.length === 0)
    throw failure('FILE_UNREADABLE', { file: word, why: 'there is no file in this folder.' });
  return files;
}

function filesBelow(top: string, folder: string): readonly string[] {
  const entries = readdirSync(join(top, folder), { withFileTypes: true }).filter(
    ({ name }) => !name.startsWith('.'),
  );
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): readonly string[] => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(top, path);
      if (entry.isFile()) return [path];
      throw failure('PATCH_HOLDS_LINK', { path: join(top, path) });
    });
}

/** The place of a file below the folder that holds all of these. */
function below(files: readonly Placed[], { absolute }: Placed): string {
  const folders = files.map((file) => dirname(file.absolute).split(sep));
  const [first = []] = folders;
  const parted = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part));
  const common = parted < 0 ? first : first.slice(0, parted);
  return relative(common.join(sep), absolute).split(sep).join('/');
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
