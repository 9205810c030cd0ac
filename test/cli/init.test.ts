import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { readSiteConfig } from '../../src/apps/config.ts';
import { parseFleet } from '../../src/desired/parse-fleet.ts';
import { aSigner } from '../publish/a-signer.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

test('init repository writes a fleet that can be read, and keeps git away from kit files', async (t) => {
  const cwd = newFolder();
  const made = await runPatchfleet(['init', 'repository', 'lab', '--json'], { cwd });
  t.is(made.code, 0, made.out + made.err);
  t.like(made.json(), {
    kind: 'initialised',
    files: ['lab/fleet.yaml', 'lab/.gitattributes', 'lab/patches/README.md'],
  });
  const fleet = parseFleet('fleet.yaml', readFileSync(join(cwd, 'lab', 'fleet.yaml'), 'utf8'));
  t.deepEqual(
    fleet.rings.map(({ name }) => String(name)),
    ['uat', 'prod'],
  );
  t.regex(readFileSync(join(cwd, 'lab', '.gitattributes'), 'utf8'), /^patches\/\*\* -text$/m);
  const again = await runPatchfleet(['init', 'repository', 'lab', '--json'], { cwd });
  t.is(again.code, 2);
  t.like(again.json(), { kind: 'error', code: 'FILE_EXISTS' });
});

test('init site writes a configuration that wants nothing but keys', async (t) => {
  const cwd = newFolder();
  t.is((await runPatchfleet(['init', 'site', 'prod-madrid'], { cwd })).code, 0);
  const path = join(cwd, 'site.yaml');
  t.throws(() => readSiteConfig(path, {}), { message: /names no key for publisher or release/ });
  const key = aSigner().publicKey;
  const filled = readFileSync(path, 'utf8').replace(/(publisher|release): \[\]/g, `$1: [${key}]`);
  writeFileSync(path, filled);
  const config = readSiteConfig(path, {});
  t.is(String(config.site), 'prod-madrid');
  t.is(config.poll, 5 * 60_000);
});

for (const engine of ['directory', 'mumps', 'iris'] as const)
  test(`init site --engine ${engine} writes a configuration of that engine`, async (t) => {
    const cwd = newFolder();
    t.is((await runPatchfleet(['init', 'site', 'prod-1', '--engine', engine], { cwd })).code, 0);
    const path = join(cwd, 'site.yaml');
    const key = aSigner().publicKey;
    const filled = readFileSync(path, 'utf8').replace(/(publisher|release): \[\]/g, `$1: [${key}]`);
    writeFileSync(path, filled);
    t.is(readSiteConfig(path, {}).engine.kind, engine);
    // What stands there as a comment is a key as well.
    const said = filled.replace(
      /^ {4}# (?=(objects|dist|temporary|characterSet|environment|relink|copyUpTo|runLimit):)/gm,
      '    ',
    );
    writeFileSync(path, said);
    t.is(readSiteConfig(path, {}).engine.kind, engine);
  });

/** As far as it is looked at here. */
interface SiteSchema {
  readonly properties: {
    readonly engine: { readonly properties: { readonly mumps: { readonly properties: object } } };
  };
}

test('init site --engine mumps names every key of that engine', async (t) => {
  const cwd = newFolder();
  t.is((await runPatchfleet(['init', 'site', 'prod-1', '--engine', 'mumps'], { cwd })).code, 0);
  const text = readFileSync(join(cwd, 'site.yaml'), 'utf8');
  const schema = JSON.parse(readFileSync(join(root, 'schemas', 'site.schema.json'), 'utf8')) as SiteSchema;
  const keys = Object.keys(schema.properties.engine.properties.mumps.properties);
  t.true(keys.length > 5);
  for (const key of keys) t.regex(text, new RegExp(`^ {4}(# )?${key}: `, 'm'), key);
});

test('an engine that there is not is refused by init site', async (t) => {
  const ran = await runPatchfleet(['init', 'site', 'prod-1', '--engine', 'oracle', '--json'], {
    cwd: newFolder(),
  });
  t.is(ran.code, 2);
  t.like(ran.json(), { kind: 'error', code: 'USAGE' });
});

test('a site name that could not be one is refused', async (t) => {
  const ran = await runPatchfleet(['init', 'site', 'Prod Madrid', '--json'], { cwd: newFolder() });
  t.is(ran.code, 2);
  t.like(ran.json(), { kind: 'error', code: 'WRONG_ARGUMENT' });
});
