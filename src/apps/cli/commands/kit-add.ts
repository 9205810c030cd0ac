import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addToYamlList, setInYaml } from '../../../base/edit-yaml.ts';
import { failure } from '../../../base/failure.ts';
import { parseKitFiles } from '../../../kit/parse-manifest.ts';
import type { Answer } from '../answer.ts';
import { checkGlobalsMode, kitItems, remarksOn, toldGlobals } from '../kit-items.ts';
import { kitSources } from '../kit-sources.ts';
import { readExports } from '../read-exports.ts';
import type { Shell } from '../shell.ts';
import { kitEntry } from '../templates.ts';
import { openPatchFolder } from '../working-copy.ts';

export interface AddOptions {
  readonly globals?: string;
  readonly replace?: boolean;
}

/**
 * Copies files into the kit of a patch and names them in its patch.yaml, once all of them were read without a mistake, together with what the kit holds, and the
 * new patch.yaml too. A replaced file keeps the mode of its globals unless another is asked for. Failures KIT_FILE_EXISTS,
 * FILE_MISSING, FILE_UNREADABLE, INVALID_FILE, WRONG_ARGUMENT; nothing is written then.
 */
export async function addToKit(
  shell: Shell,
  word: string,
  words: readonly string[],
  { globals, replace = false }: AddOptions,
): Promise<Answer> {
  checkGlobalsMode(globals);
  const { absolute, path, files } = openPatchFolder(shell.cwd, word);
  const manifestPath = join(absolute, 'patch.yaml');
  const before = readFileSync(manifestPath, 'utf8');
  const { id, kit } = parseKitFiles(`${path}/patch.yaml`, before);
  const sources = kitSources(shell.cwd, words);
  const places = [...files.map((one) => one.path), ...kit.map(({ file }) => file)];
  const twins = places.filter((place) =>
    sources.some(({ file }) => file !== place && file.toLowerCase() === place.toLowerCase()),
  );
  const there = sources.map(({ file }) => file).filter((file) => existsSync(join(absolute, file)));
  const taken = [...new Set([...twins, ...(replace ? [] : there)])];
  if (taken.length > 0) throw failure('KIT_FILE_EXISTS', { paths: taken.map((file) => `${path}/${file}`) });
  const inside = files.filter((one) => kit.some(({ file }) => file === one.path && isLeft(one.path)));
  const items = kitItems(await readExports(sources, inside), globals).map((item) => {
    const kept = globals === undefined ? kit.find(({ file }) => file === item.file)?.globals : null;
    return item.globals === null ? item : { ...item, globals: kept ?? item.globals, kept: kept != null };
  });
  const after = items.reduce((text, item) => {
    const index = kit.findIndex(({ file }) => file === item.file);
    if (index < 0) return addToYamlList(text, 'kit', kitEntry(item));
    const named = setInYaml(text, ['kit', index, 'sha256'], item.sha256);
    return item.globals === null ? named : setInYaml(named, ['kit', index, 'globals'], item.globals);
  }, before);
  parseKitFiles(`${path}/patch.yaml`, after);
  for (const source of sources) {
    mkdirSync(dirname(join(absolute, source.file)), { recursive: true });
    copyFileSync(source.absolute, join(absolute, source.file));
  }
  writeFileSync(manifestPath, after);
  return {
    exit: 0,
    text: [
      ...items.map(({ file }) => `added ${path}/${file}`),
      ...remarksOn(
        items.filter((item) => !('kept' in item && item.kept)),
        globals,
      ),
      `Then run \`patchfleet kit check ${id}\`.`,
    ].join('\n'),
    json: { kind: 'kit-added', patch: id, files: items.map(({ file }) => file), globals: toldGlobals(items) },
  };

  function isLeft(file: string): boolean {
    return !sources.some((source) => source.file === file);
  }
}
