import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Builds the Action's bundle in memory: its files by their names in `action/dist/`, the same bytes wherever the repository lies. Nothing is minified, so that
 * it can be read; legal comments and the licences of all packages in it go into a file of their own.
 */
export async function buildBundle(root: string): Promise<ReadonlyMap<string, string>> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/apps/action/main.ts'],
    outfile: 'action/dist/index.mjs',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'external',
    // Paths stand in the bundle: they must not be those behind a link.
    preserveSymlinks: true,
    banner: { js: banner },
    logLevel: 'error',
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/') + 1), text]));
  const legal = texts.get('index.mjs.LEGAL.txt') ?? '';
  return new Map([
    ['index.mjs', texts.get('index.mjs') ?? ''],
    ['LICENSES.txt', [...licences(root, Object.keys(metafile.inputs)), legal].join('\n')],
  ]);
}

/** Packages that are CommonJS ask for Node's own modules by `require`. */
const banner = `// Generated from src/apps/action by \`npm run bundle\`. Licences: LICENSES.txt.
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

/** The licence of each package of which something is in the bundle, by name. */
function licences(root: string, inputs: readonly string[]): readonly string[] {
  const folders = inputs.flatMap(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? [],
  );
  return [...new Set(folders)].sort().map((folder) => {
    const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
    const { name, version, license } = JSON.parse(text) as Record<'name' | 'version' | 'license', string>;
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'License.txt', 'LICENCE']
      .map((candidate) => join(root, folder, candidate))
      .find((candidate) => existsSync(candidate));
    const body = file === undefined ? '' : readFileSync(file, 'utf8').replace(/\r/g, '').trimEnd();
    return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${body}\n`;
  });
}
