import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../../base/digest.ts';
import { setInYaml } from '../../../base/edit-yaml.ts';
import { failure } from '../../../base/failure.ts';
import { parseManifest } from '../../../kit/parse-manifest.ts';
import type { Answer } from '../answer.ts';
import type { Shell } from '../shell.ts';
import { openPatchFolder } from '../working-copy.ts';

/** Writes the digest of each kit file into the manifest. Nothing is written where nothing changes. */
export function buildKit(shell: Shell, word: string): Promise<Answer> {
  const { absolute, path } = openPatchFolder(shell.cwd, word);
  const manifestPath = join(absolute, 'patch.yaml');
  const before = readFileSync(manifestPath, 'utf8');
  const { id, kit } = parseManifest(`${path}/patch.yaml`, before);
  const digests = kit.map(({ file, sha256 }) => {
    if (!existsSync(join(absolute, file))) throw failure('FILE_MISSING', { path: `${path}/${file}` });
    const digest = digestOf(readFileSync(join(absolute, file)));
    return { file, sha256: digest, changed: digest !== sha256 };
  });
  const changed = [...digests.entries()].filter(([, { changed }]) => changed);
  const after = changed.reduce(
    (text, [index, { sha256 }]) => setInYaml(text, ['kit', index, 'sha256'], sha256),
    before,
  );
  if (after !== before) writeFileSync(manifestPath, after);
  const told = changed.map(([, { file, sha256 }]) => `${sha256}  ${file}`);
  return Promise.resolve({
    exit: 0,
    text: changed.length === 0 ? 'Nothing to do: every sha256 is right.' : told.join('\n'),
    json: { kind: 'kit-built', patch: id, files: digests },
  });
}
