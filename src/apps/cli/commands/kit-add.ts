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
 * Copies files into the kit of a patch and names them in its patch.yaml, once all of them were read without a mistake, together with what the kit holds. Failures FILE_EXISTS,
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
  const there = sources.filter(({ file }) => existsSync(join(absolute, file)));
  if (there.length > 0 && !replace) {
    throw failure('KIT_FILE_EXISTS', { paths: there.map(({ file }) => `${path}/${file}`) });
  }
  const inside = files.filter((one) => kit.some(({ file }) => file === one.path && isLeft(one.path)));
  const items = kitItems(await readExports(sources, inside), globals);
  for (const source of sources) {
    mkdirSync(dirname(join(absolute, source.file)), { recursive: true });
    copyFileSync(source.absolute, join(absolute, source.file));
  }
  const after = items.reduce((text, item) => {
    const index = kit.findIndex(({ file }) => file === item.file);
    return index < 0
      ? addToYamlList(text, 'kit', kitEntry(item))
      : setInYaml(text, ['kit', index, 'sha256'], item.sha256);
  }, before);
  writeFileSync(manifestPath, after);
  return {
    exit: 0,
    text: [
      ...items.map(({ file }) => `added ${path}/${file}`),
      ...remarksOn(items, globals),
      `Then run \`patchfleet kit check ${id}\`.`,
    ].join('\n'),
    json: { kind: 'kit-added', patch: id, files: items.map(({ file }) => file), globals: toldGlobals(items) },
  };

  function isLeft(file: string): boolean {
    return !sources.some((source) => source.file === file);
  }
}
