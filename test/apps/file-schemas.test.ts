import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { fileSchemas } from '../../src/apps/schemas/file-schemas.ts';
import { jsonSchemaText } from '../../src/apps/schemas/json-schema-text.ts';
import { digestOf } from '../../src/base/digest.ts';
import { readYaml } from '../../src/base/read-yaml.ts';
import { parseFleet } from '../../src/desired/parse-fleet.ts';
import { parseManifest } from '../../src/kit/parse-manifest.ts';
import { parseParameters } from '../../src/kit/parse-parameters.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' });
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

test('schemas/ holds the JSON Schema of each file format and nothing else, as `npm run schemas` writes it', (t) => {
  const names = Object.keys(fileSchemas).map((name) => `${name}.schema.json`);
  t.deepEqual(readdirSync(join(root, 'schemas')).sort(), names.sort());
  for (const [name, schema] of Object.entries(fileSchemas))
    t.is(textOf(`schemas/${name}.schema.json`), jsonSchemaText(schema), `run \`npm run schemas\`: ${name}`);
});

test('a JSON Schema refuses unknown keys, as the program does', (t) => {
  for (const name of Object.keys(fileSchemas))
    t.regex(textOf(`schemas/${name}.schema.json`), /"additionalProperties": false/, name);
});

for (const path of examples.filter((file) => file.endsWith('.yaml'))) {
  test(`examples/${path} names its schema for editors, and obeys it`, (t) => {
    const file = join('examples', path);
    const name = schemaOf(path);
    const schema = fileSchemas[name];
    const expected = relative(dirname(file), `schemas/${name}.schema.json`);
    t.is(textOf(file).split('\n')[0], `# yaml-language-server: $schema=${expected}`);
    if (schema === undefined) t.fail(`no schema for ${path}`);
    else t.notThrows(() => readYaml(schema, file, textOf(file)));
  });
}

for (const path of examples.filter((file) => basename(file) === 'patch.yaml')) {
  const folder = join('examples', dirname(path));
  test(`the patch in ${folder} is whole: names, digests, parameters, notes`, (t) => {
    const manifest = parseManifest(path, textOf(join(folder, 'patch.yaml')));
    t.is(manifest.id, basename(folder) as typeof manifest.id);
    for (const { file, sha256 } of manifest.kit)
      t.is(sha256, digestOf(readFileSync(join(root, folder, file))), file);
    const { parameters } = manifest;
    if (parameters !== null) t.notThrows(() => parseParameters(parameters, textOf(join(folder, parameters))));
    t.regex(textOf(join(folder, manifest.notes ?? 'notes.html')), /<h1>/);
  });
}

test('the fleet of the examples is whole: its gates, windows and freezes name rings and zones that are there', (t) => {
  const fleet = parseFleet('fleet.yaml', textOf('examples/patches-repository/fleet.yaml'));
  t.deepEqual(
    fleet.sites.map(({ name, ring }) => `${ring} ${name}`),
    ['uat uat-north', 'uat uat-south', 'prod prod-madrid', 'prod prod-lisbon'],
  );
});

function schemaOf(path: string): string {
  const name = basename(path, '.yaml');
  return ['fleet', 'patch', 'site'].includes(name) ? name : basename(dirname(path)).replace(/s$/, '');
}
