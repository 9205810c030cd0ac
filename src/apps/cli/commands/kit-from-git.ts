import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { SourceRange } from '../../../adapters/git/source-range.ts';
import { openSourceRange } from '../../../adapters/git/source-range.ts';
import { failure } from '../../../base/failure.ts';
import type { PatchId } from '../../../base/names.ts';
import { plainText } from '../../../base/plain-text.ts';
import { kindOf } from '../../../document/document-name.ts';
import { parseManifest } from '../../../kit/parse-manifest.ts';
import { readKit } from '../../../kit/read-kit.ts';
import type { ReleaseFile } from '../../../kit/release-record.ts';
import type { NotesFormat } from '../../../kit/notes-skeleton.ts';
import type { RangeFile, RangeKit } from '../../../kit/range/compute-range-kit.ts';
import { computeRangeKit } from '../../../kit/range/compute-range-kit.ts';
import { rangeNotes } from '../../../kit/range/range-notes.ts';
import { withinPaths } from '../../../kit/range/within-paths.ts';
import { writeManifest } from '../../../kit/write-manifest.ts';
import type { Answer } from '../answer.ts';
import { proposeFor } from '../proposals.ts';
import type { Shell } from '../shell.ts';
import { findRepositoryTop } from '../working-copy.ts';
import { textFile, writePatchFolder } from '../write-patch-folder.ts';

interface FromGitOptions {
  readonly title: string;
  readonly group?: string;
  readonly globals?: string;
  readonly fromGit: string;
  readonly since?: string;
  readonly until?: string;
  /** Folders and files of the source repository, from its top. */
  readonly path?: readonly string[];
}

/** What a person said of a new patch, checked. */
export interface NewPatchWish {
  readonly id: PatchId;
  /** False: none are to be proposed. */
  readonly requires: readonly PatchId[] | false;
  /** `none`: nothing is called. Undefined: it is proposed. */
  readonly run: string | undefined;
  readonly notes: NotesFormat;
}

/**
 * Makes the folder of a new patch of what changed in a source repository between two commits. Its arguments were checked as those of `kit new`. Failures ARGUMENT_MISSING, FILE_EXISTS,
 * FILE_MISSING, FILE_UNREADABLE, WRONG_ARGUMENT, PARTIAL_CLONE, REMOVAL_UNCERTAIN; nothing is written then.
 */
export async function newKitFromGit(
  shell: Shell,
  wish: NewPatchWish,
  options: FromGitOptions,
): Promise<Answer> {
  const { id } = wish;
  const top = findRepositoryTop(shell.cwd) ?? shell.cwd;
  const folder = join(top, 'patches', options.group ?? '.', id);
  const shown = relative(shell.cwd, folder);
  const range = await openRange(shell, shown, options);
  const made = await makeKit(range, options);
  const mode = options.globals === 'replace' ? 'replace' : 'merge';
  const kit = made.files.map(({ file, sha256, documents }) => {
    const names = documents.filter((name) => kindOf(name) === 'global');
    return { file, sha256, names, globals: names.length === 0 ? null : mode } as const;
  });
  const remove = made.changes.filter(({ effect }) => effect === 'removed').map(({ name }) => name);
  const documents = await readKit({ kit, remove }, made.files.map(fileIn(range)));
  const { told, ...proposed } = await proposeFor({ top, id, documents, remove }, wish);
  const notes = `notes.${wish.notes}`;
  const { title } = options;
  const texts = {
    'patch.yaml': writeManifest({ id, title, kit, remove, parameters: null, notes, ...proposed }),
    [notes]: rangeNotes(made, { title, commits: range.commits, format: wish.notes }),
  };
  parseManifest(`${shown}/patch.yaml`, texts['patch.yaml']);
  await writePatchFolder(folder, shown, [
    ...made.files.map(fileIn(range)),
    ...Object.entries(texts).map(([path, text]) => textFile(path, text)),
  ]);
  return {
    exit: made.leftOut.some(({ wanted }) => wanted) || made.keptGlobals.length > 0 ? 1 : 0,
    text: rangeAsText(made, kit, {
      ...{ shown, wish, told },
      range: `${range.since.slice(0, 12)}..${range.until.slice(0, 12)}`,
    }),
    json: {
      ...{ kind: 'kit-made', patch: id, folder: shown, since: range.since, until: range.until },
      files: [...Object.keys(texts), ...kit.map(({ file }) => file)],
      globals: kit.flatMap(({ file, globals, names }) =>
        names.map((name) => ({ name, file, mode: globals })),
      ),
      ...proposed,
      ...{ changes: made.changes, keptGlobals: made.keptGlobals, leftOut: made.leftOut },
    },
  };
}

async function openRange(
  shell: Shell,
  shown: string,
  { fromGit, since, until = 'HEAD' }: FromGitOptions,
): Promise<SourceRange> {
  if (since === undefined)
    throw failure('ARGUMENT_MISSING', { what: 'first commit of the range', where: '--since TAG' });
  const source = resolve(shell.cwd, fromGit);
  if (!existsSync(source)) throw failure('FILE_MISSING', { path: fromGit });
  if (existsSync(resolve(shell.cwd, shown))) throw failure('FILE_EXISTS', { paths: [shown] });
  shell.terminal.progress(`Reading ${fromGit} …`);
  return openSourceRange({ folder: source, since, until });
}

/** How many documents that may or may not be gone are told; the rest is counted. */
const mostDoubts = 20;

async function makeKit(
  range: SourceRange,
  { path, since = '', until = 'HEAD' }: FromGitOptions,
): Promise<RangeKit> {
  const within = readPaths(range, path);
  const made = await computeRangeKit({ ...range, within });
  const doubts = made.doubtful.map(({ name, path, source, why }) =>
    plainText(`${name} (stood in ${path}) may stand in ${source}, which cannot be read: ${why}`, 1000),
  );
  if (doubts.length > 0)
    throw failure('REMOVAL_UNCERTAIN', {
      documents: doubts.slice(0, mostDoubts),
      more: Math.max(0, doubts.length - mostDoubts),
    });
  if (made.changes.length > 0) return made;
  throw failure('WRONG_ARGUMENT', {
    what: '--since',
    word: since,
    expected: `a commit after which sources changed up to ${until}${path === undefined ? '' : ` below ${path.join(' ')}`}`,
  });
}

/** Failure FILE_UNREADABLE, as it is read, where the repository does not hold it any more. */
function fileIn(range: Pick<SourceRange, 'after' | 'read'>) {
  return ({ path, file, id }: RangeFile): ReleaseFile => ({
    ...{ path: file, size: range.after.get(path)?.size ?? 0 },
    async *read() {
      const bytes = await range.read(id);
      if (bytes === null)
        throw failure('FILE_UNREADABLE', { file: path, why: 'the repository does not hold its content.' });
      yield bytes;
    },
  });
}

/** Failure WRONG_ARGUMENT for a path at which there is nothing at either commit. */
function readPaths(
  { before, after }: Pick<SourceRange, 'before' | 'after'>,
  words: readonly string[] | undefined,
): (path: string) => boolean {
  if (words === undefined) return () => true;
  for (const word of words) {
    const within = withinPaths([word]);
    if ([...before.keys(), ...after.keys()].some(within)) continue;
    const expected = 'a folder or file of the source repository, from its top, at either commit';
    throw failure('WRONG_ARGUMENT', { what: '--path', word, expected });
  }
  return withinPaths(words);
}

interface ToldRange {
  readonly shown: string;
  readonly wish: NewPatchWish;
  readonly told: readonly string[];
  readonly range: string;
}

function rangeAsText(
  { files, changes, keptGlobals, leftOut }: RangeKit,
  kit: readonly {
    readonly file: string;
    readonly globals: string | null;
    readonly names: readonly string[];
  }[],
  { shown, wish, told, range }: ToldRange,
): string {
  const signs = { added: '+', changed: '~', removed: '-' } as const;
  const lines = [
    `wrote ${shown} of ${range}: ${changes.length} documents in ${files.length} files`,
    ...changes.map(({ name, effect, path }) => `  ${signs[effect]} ${name}  ${path}`),
    ...kit.flatMap(({ file, globals, names }) =>
      globals === null
        ? []
        : [`${file} carries ${names.join(', ')}: wrote \`globals: ${globals}\` beside it.`],
    ),
    ...told,
    ...keptGlobals.map(
      (name) =>
        `The range deletes ${name}: its nodes are data of the sites. Name it under remove: if they are to go.`,
    ),
    ...(leftOut.length === 0 ? [] : ['Left out:', ...leftOut.map(({ path, why }) => `  ${path}: ${why}`)]),
    `Go over patch.yaml and notes.${wish.notes}, then run \`patchfleet kit check ${wish.id}\`.`,
  ];
  return lines
    .map((line) =>
      line.replace(/^( *)(.*)$/s, (_, indent: string, rest: string) => indent + plainText(rest, 1000)),
    )
    .join('\n');
}
