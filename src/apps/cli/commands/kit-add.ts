import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addToYamlList, setInYaml } from '../../../base/edit-yaml.ts';
import { failure } from '../../../base/failure.ts';
import type { PatchId } from '../../../base/names.ts';
import type { KitFile } from '../../../kit/manifest.ts';
import { parseKitFiles } from '../../../kit/parse-manifest.ts';
import type { Answer } from '../answer.ts';
import type { NewKitItem } from '../kit-items.ts';
import { checkGlobalsMode, kitItems, leftOutAsText, remarksOn, toldGlobals } from '../kit-items.ts';
import { checkSubtrees, withKitMaterial } from '../kit-material.ts';
import type { LiveMaterial } from '../live-material.ts';
import { readExports } from '../read-exports.ts';
import type { Shell } from '../shell.ts';
import { kitEntry } from '../templates.ts';
import { openPatchFolder } from '../working-copy.ts';

export interface AddOptions {
  /** A site.yaml. */
  readonly from?: string;
  /** Patterns for documents of its target. */
  readonly documents?: readonly string[];
  readonly globals?: string;
  readonly replace?: boolean;
}

/**
 * Copies files, and documents of a live target, into the kit of a patch and names them in its patch.yaml, once all of them were read without a mistake, together with what the kit
 * holds, and the new patch.yaml too. A replaced file keeps the mode of its globals unless another is asked for. Failures KIT_FILE_EXISTS,
 * FILE_MISSING, FILE_UNREADABLE, INVALID_FILE, WRONG_ARGUMENT, and those of the target; nothing is written then.
 */
export async function addToKit(
  shell: Shell,
  { patch, files }: { readonly patch: string; readonly files: readonly string[] },
  options: AddOptions,
): Promise<Answer> {
  const { globals, documents, replace = false } = options;
  checkGlobalsMode(globals);
  const from = options.from === undefined ? [] : [options.from];
  if (files.length === 0 && documents === undefined)
    throw failure('ARGUMENT_MISSING', { what: 'file to add', where: 'its path, or --from and --documents' });
  const folder = openPatchFolder(shell.cwd, patch);
  return withKitMaterial(shell, { files, from, documents }, async (material) => {
    const { leftOut, remarks } = material;
    const { id, items } = await addFiles(folder, material, { globals, replace });
    return {
      exit: leftOut.length === 0 ? 0 : 1,
      text: [
        ...items.map(({ file }) => `added ${folder.path}/${file}`),
        ...remarksOn(
          items.filter(({ kept }) => !kept),
          globals,
        ),
        ...leftOutAsText(leftOut),
        ...remarks,
        `Then run \`patchfleet kit check ${id}\`.`,
      ].join('\n'),
      json: {
        kind: 'kit-added',
        patch: id,
        files: items.map(({ file }) => file),
        globals: toldGlobals(items),
        leftOut,
      },
    };
  });
}

interface AddedFiles {
  readonly id: PatchId;
  /** `kept`: the mode of its globals stood in patch.yaml. */
  readonly items: readonly (NewKitItem & { readonly kept: boolean })[];
}

async function addFiles(
  { absolute, path, files }: ReturnType<typeof openPatchFolder>,
  material: LiveMaterial,
  { globals, replace }: { readonly globals: string | undefined; readonly replace: boolean },
): Promise<AddedFiles> {
  const { sources, subtrees } = material;
  const manifestPath = join(absolute, 'patch.yaml');
  const before = readFileSync(manifestPath, 'utf8');
  const { id, kit } = parseKitFiles(`${path}/patch.yaml`, before);
  const places = [...files.map((one) => one.path), ...kit.map(({ file }) => file)];
  const twins = places.filter((place) =>
    sources.some(({ file }) => file !== place && file.toLowerCase() === place.toLowerCase()),
  );
  const there = sources.map(({ file }) => file).filter((file) => existsSync(join(absolute, file)));
  const taken = [...new Set([...twins, ...(replace ? [] : there)])];
  if (taken.length > 0) throw failure('KIT_FILE_EXISTS', { paths: taken.map((file) => `${path}/${file}`) });
  const isLeft = (file: string): boolean => !sources.some((source) => source.file === file);
  const inside = files.filter((one) => kit.some(({ file }) => file === one.path && isLeft(one.path)));
  const items = kitItems(await readExports(sources, inside), globals, subtrees).map((item) => {
    const mode = globals === undefined ? kit.find(({ file }) => file === item.file)?.globals : null;
    const kept = item.globals !== null && mode != null;
    return kept ? { ...item, globals: mode, kept } : { ...item, kept };
  });
  checkSubtrees(material, items);
  const after = items.reduce((text, item) => named(text, kit, item), before);
  parseKitFiles(`${path}/patch.yaml`, after);
  for (const source of sources) {
    mkdirSync(dirname(join(absolute, source.file)), { recursive: true });
    copyFileSync(source.absolute, join(absolute, source.file));
  }
  writeFileSync(manifestPath, after);
  return { id, items };
}

/** The manifest with this file named, or named anew. */
function named(text: string, kit: readonly KitFile[], item: NewKitItem): string {
  const index = kit.findIndex(({ file }) => file === item.file);
  if (index < 0) return addToYamlList(text, 'kit', kitEntry(item));
  const digested = setInYaml(text, ['kit', index, 'sha256'], item.sha256);
  return item.globals === null ? digested : setInYaml(digested, ['kit', index, 'globals'], item.globals);
}
