import { createReadStream, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { failure } from '../../../base/failure.ts';
import { isPatchId } from '../../../base/names.ts';
import { runField } from '../../../kit/manifest-schema.ts';
import { parseKitFiles } from '../../../kit/parse-manifest.ts';
import type { Answer } from '../answer.ts';
import { checkGlobalsMode, kitItems, leftOutAsText, remarksOn, toldGlobals } from '../kit-items.ts';
import { checkSubtrees, withKitMaterial } from '../kit-material.ts';
import { proposeFor } from '../proposals.ts';
import { readExports } from '../read-exports.ts';
import type { Shell } from '../shell.ts';
import { patchTemplate } from '../templates.ts';
import { findRepositoryTop } from '../working-copy.ts';
import { textFile, writePatchFolder } from '../write-patch-folder.ts';
import type { NewPatchWish } from './kit-from-git.ts';
import { newKitFromGit } from './kit-from-git.ts';

export interface NewKitOptions {
  readonly title: string;
  readonly group?: string;
  /** False: none are to be proposed. */
  readonly requires?: readonly string[] | boolean;
  /** `none`: nothing is called. */
  readonly run?: string;
  readonly notes?: string;
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
  const wish = readWish(id, options);
  const { fromGit, from = [], documents } = options;
  if (fromGit !== undefined && files.length + from.length === 0 && documents === undefined)
    return newKitFromGit(shell, wish, { ...options, fromGit });
  refuseRangeWords(options);
  const top = findRepositoryTop(shell.cwd) ?? shell.cwd;
  const folder = join(top, 'patches', options.group ?? '.', id);
  const shown = relative(shell.cwd, folder);
  if (existsSync(folder)) throw failure('FILE_EXISTS', { paths: [shown] });
  return withKitMaterial(shell, { files, from, documents }, async (material) => {
    const { sources, leftOut, remarks } = material;
    const kit = kitItems(await readExports(sources), options.globals, material.subtrees);
    checkSubtrees(material, kit);
    const carried = kit.flatMap((item) => item.documents);
    const proposed = await proposeFor({ top, id: wish.id, documents: carried, remove: [] }, wish);
    const made = patchTemplate({
      ...{ id, title: options.title, kit, notes: wish.notes },
      ...{ requires: proposed.requires, run: proposed.run },
      documents: carried.map(({ document }) => document.name).sort(),
    });
    parseKitFiles(`${shown}/patch.yaml`, made['patch.yaml'] ?? '');
    await writePatchFolder(folder, shown, [
      ...sources.map(({ absolute, file }) => ({ path: file, read: () => createReadStream(absolute) })),
      ...Object.entries(made).map(([path, text]) => textFile(path, text)),
    ]);
    return {
      exit: leftOut.length === 0 ? 0 : 1,
      text: [
        `wrote ${shown}`,
        ...kit.map(({ file }) => `  ${file}`),
        ...remarksOn(kit, options.globals),
        ...proposed.told,
        ...leftOutAsText(leftOut),
        ...remarks,
        `Fill in patch.yaml and notes.${wish.notes}, then run \`patchfleet kit check ${id}\`.`,
      ].join('\n'),
      json: {
        kind: 'kit-made',
        patch: id,
        folder: shown,
        files: [...Object.keys(made), ...kit.map(({ file }) => file)],
        globals: toldGlobals(kit),
        ...{ requires: proposed.requires, run: proposed.run },
        leftOut,
      },
    };
  });
}

/** Failure WRONG_ARGUMENT for what belongs to a range of a source repository. */
function refuseRangeWords({ fromGit, since, until, path }: NewKitOptions): void {
  const odd = { '--from-git': fromGit, '--since': since, '--until': until, '--path': path?.join(' ') };
  for (const [what, word] of Object.entries(odd)) {
    if (word === undefined) continue;
    const expected = 'to stand with --from-git, without other files; `patchfleet kit add` takes more';
    throw failure('WRONG_ARGUMENT', { what, word, expected });
  }
}

function readWish(id: string, { group, requires, run, notes = 'md', globals }: NewKitOptions): NewPatchWish {
  const given = typeof requires === 'boolean' ? [] : (requires ?? []);
  const wrong = [id, ...given].find((word) => !isPatchId(word));
  const refuse = (what: string, word: string, expected: string) =>
    failure('WRONG_ARGUMENT', { what, word, expected });
  if (!isPatchId(id) || wrong !== undefined)
    throw refuse('patch id', wrong ?? id, 'an id such as LAB-2026.014');
  if (group !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(group))
    throw refuse('--group', group, 'one folder name');
  if (run !== undefined && run !== 'none' && !runField.safeParse(run).success)
    throw refuse('--run', run, '##class(Lab.Patches).P014, LABEL^ROUTINE or none');
  if (notes !== 'md' && notes !== 'html') throw refuse('--notes', notes, 'md or html');
  checkGlobalsMode(globals);
  return { id, requires: requires === false ? false : given.filter(isPatchId), run, notes };
}
