import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { z } from 'zod';
import { readYaml } from '../../src/base/read-yaml.ts';
import { buildBundle } from '../../tools/action/build-bundle.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

test('action/dist holds what its source makes, as `npm run bundle` writes it, with the licences of all that is in it', async (t) => {
  const built = await buildBundle(root);
  t.deepEqual(readdirSync(join(root, 'action', 'dist')).sort(), [...built.keys()].sort());
  for (const [name, text] of built)
    t.true(textOf(`action/dist/${name}`) === text, `action/dist/${name} is stale: run \`npm run bundle\``);
  const bundle = built.get('index.mjs') ?? '';
  t.false(bundle.includes(root.slice(0, -1)));
  const packages = [...bundle.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
    ([, name]) => name,
  );
  t.true(packages.length > 10);
  for (const name of new Set(packages)) t.true(built.get('LICENSES.txt')?.includes(`\n${name ?? ''} `), name);
});

const input = z.strictObject({
  description: z.string().min(10),
  default: z.string(),
  required: z.boolean().optional(),
});

/** GitHub Docs, "Metadata syntax for GitHub Actions", as far as it is used here. */
const metadata = z.strictObject({
  name: z.string(),
  description: z.string().max(125),
  inputs: z.record(z.string(), input),
  outputs: z.record(z.string(), z.strictObject({ description: z.string().min(10) })),
  runs: z.strictObject({ using: z.literal('node24'), main: z.string() }),
});

test('action.yml names every input that is read and every output that is set, and no other', (t) => {
  const { inputs, outputs, runs } = readYaml(metadata, 'action.yml', textOf('action/action.yml'));
  t.true(readdirSync(join(root, 'action', 'dist')).includes(runs.main.replace('dist/', '')));
  const source = readdirSync(join(root, 'src/apps/action')).map((file) => textOf(`src/apps/action/${file}`));
  const said = (pattern: RegExp): readonly string[] =>
    [...source.join('\n').matchAll(pattern)].map(([, name]) => name ?? '');
  const read = said(/(?:[iI]nput|accountOf)\('([\w-]+)'\)/g);
  t.deepEqual([...new Set(read)].sort(), Object.keys(inputs).sort());
  t.deepEqual([...new Set(said(/setOutput\('([\w-]+)'/g))].sort(), Object.keys(outputs).sort());
  const page = textOf('docs/action.md');
  for (const name of [...Object.keys(inputs), ...Object.keys(outputs)])
    t.true(page.includes(`\`${name}\``), name);
});
