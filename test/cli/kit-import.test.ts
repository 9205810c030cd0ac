import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { gtmDatabase, gtmTest, withoutGtm } from '../worlds/gtm-database.ts';
import { sayM } from '../worlds/gtm-run.ts';
import type { Host } from './a-host.ts';
import { aHost } from './a-host.ts';
import { aGtmHost } from './gtm-site.ts';
import type { Ran } from './run-patchfleet.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

const legacy = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'examples', 'legacy');
const examples = ['LAB_2009_03', 'results-2011-08', 'LAB-2014.02 wards', 'labm-17'] as const;

interface Imported {
  readonly patch: string;
  readonly run: string | null;
  readonly guesses: readonly string[];
  readonly globals: readonly { readonly mode: string }[];
  readonly unused: readonly string[];
  readonly kit: readonly { readonly from: string; readonly documents: readonly string[] }[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

function imported(ran: Ran): Imported {
  return ran.json() as unknown as Imported;
}

/** Imports into the host's working copy; then the patch goes in by itself. */
async function importInto(host: Host, name: string, ...options: string[]): Promise<Imported> {
  const ran = await host.run('kit', 'import', join(legacy, name), '--json', ...options);
  const told = imported(ran);
  const { patch } = told;
  host.merge({ [`rollouts/${patch}.yaml`]: `id: ${patch}\npolicy: { default: automatic }\n` });
  return told;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** A folder with these files. */
function aFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const top = join(newFolder(), 'LAB_7');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), content);
  }
  return top;
}

for (const name of examples) {
  test(`of the old-style kit ${name} every file is used or named with why not, and the patch is right`, async (t) => {
    const cwd = newFolder();
    const before = filesBelow(join(legacy, name)).map((path) => [
      path,
      readFileSync(join(legacy, name, path)),
    ]);
    const ran = await runPatchfleet(['kit', 'import', join(legacy, name), '--json'], { cwd });
    const { patch, kit, leftOut, guesses, unused } = imported(ran);
    const told = [...kit.map(({ from }) => from), ...leftOut.map(({ path }) => path)];
    const rest = before.map(([path]) => String(path)).filter((path) => !told.includes(path));
    t.deepEqual(
      rest.filter((path) => ![...guesses, ...unused].some((line) => line.includes(path))),
      [],
    );
    const isSure = !guesses.some((guess) => guess.includes('whose number is that of the release'));
    t.is(ran.code, leftOut.length + unused.length === 0 && isSure ? 0 : 1);
    const checked = await runPatchfleet(['kit', 'check', patch], { cwd });
    t.is(checked.code, 0, checked.err);
    t.deepEqual(
      filesBelow(join(legacy, name)).map((path) => [path, readFileSync(join(legacy, name, path))]),
      before,
    );
  });
}

test('three old-style kits of different shapes are imported, checked, released and installed', async (t) => {
  const host = aHost();
  const flat = await importInto(host, 'LAB_2009_03');
  t.is(flat.patch, 'LAB-2009.03');
  t.deepEqual(
    flat.leftOut.map(({ path }) => path),
    ['Thumbs.db'],
  );
  const deep = await importInto(host, 'results-2011-08', '--run', 'none', '--group', 'LAB');
  const bare = await importInto(host, 'LAB-2014.02 wards');
  for (const { patch } of [flat, deep, bare]) {
    t.is((await host.run('kit', 'check', patch)).code, 0);
    const released = await host.run('release', patch, '--publish');
    t.is(released.code, 0, released.err);
  }
  const passed = await host.atSite('reconcile', '--json');
  t.is(passed.code, 0, passed.out + passed.err);
  const patches = await host.atSite('get', 'patches', '--json');
  t.like(patches.json(), {
    patches: [flat, deep, bare].map(({ patch }) => ({ patch, state: 'installed' })),
  });
  const held = filesBelow(join(host.top, 'namespace')).join('\n');
  for (const name of [
    'Lab/Reports.cls',
    'LABREP',
    'Lab/Releases.cls',
    'LABQUE',
    'routes.csp',
    'LAB_2.5',
    'WardCodes',
    'LabCodes',
  ])
    t.true(held.includes(name), `${name} in\n${held}`);
});

gtmTest(`an old-style kit of GT.M is imported and runs the label of its release${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const host = aGtmHost(database);
  const { patch, run } = await importInto(host, 'labm-17');
  t.is(run, 'P17^LABM');
  t.is((await host.run('release', patch, '--publish')).code, 0);
  const passed = await host.atSite('reconcile');
  t.is(passed.code, 0, passed.out + passed.err);
  t.is(await sayM({ database }, 'write ^LabM("schema"),^LabM("ward"),^LabMWard(12)'), '177archive');
});

test('what the ini says becomes parameters with the overrides of sites of the fleet; secrets stay behind and are not shown', async (t) => {
  const cwd = newFolder();
  cpSync(join(legacy, '..', 'patches-repository', 'fleet.yaml'), join(cwd, 'fleet.yaml'));
  const deep = await runPatchfleet(['kit', 'import', join(legacy, 'results-2011-08'), '--json'], { cwd });
  t.is(imported(deep).run, '##class(Lab.Releases).R201108');
  const ini = readFileSync(join(cwd, 'patches/LAB-2011.08/patch.ini'), 'utf8');
  t.regex(ini, /^server = results\.example\.org:8080$/m);
  t.regex(ini, /^path = "\\\\\\\\files\\\\lab\\\\in#1"$/m);
  t.regex(ini, /^\[site:uat-north\]\nward = 12$/m);
  t.regex(ini, /^\[site:isla-verde\]\nward = 15$/m);
  const manifest = readFileSync(join(cwd, 'patches/LAB-2011.08/patch.yaml'), 'utf8');
  t.regex(manifest, /LabCodes\.xml"\n.*\n {4}globals: replace/);
  t.regex(manifest, /LabRoute\.gof\.zwr"\n.*\n {4}globals: merge/);

  const flat = await runPatchfleet(['kit', 'import', join(legacy, 'LAB_2009_03')], { cwd });
  t.regex(flat.out, /mailPassword: it looks like a secret/);
  const folder = join(cwd, 'patches/LAB-2009.03');
  const written = filesBelow(folder).map((path) => readFileSync(join(folder, path), 'utf8'));
  t.false([flat.out, flat.err, ...written].some((text) => text.includes('primavera')));
  t.regex(readFileSync(join(folder, 'patch.ini'), 'utf8'), /^printer = "Impresora señal 2"$/m);
  t.regex(
    readFileSync(join(folder, 'notes.html'), 'utf8'),
    /charset=utf-8[^]*por servicio – y no más “todos juntos”/,
  );
});

test('a dry run writes nothing, and what is there is never written over', async (t) => {
  const cwd = newFolder();
  const dry = await runPatchfleet(['kit', 'import', join(legacy, 'labm-17'), '--dry-run'], { cwd });
  t.is(dry.code, 1, 'only a number says what it runs');
  t.regex(dry.out, /would write patches\/LABM-17[^]*it runs P17\^LABM[^]*Nothing was written/);
  t.false(existsSync(join(cwd, 'patches')));
  mkdirSync(join(cwd, 'patches/LABM-17'), { recursive: true });
  const there = await runPatchfleet(['kit', 'import', join(legacy, 'labm-17'), '--json'], { cwd });
  t.is(there.code, 2);
  t.like(there.json(), { kind: 'error', code: 'FILE_EXISTS' });
  t.deepEqual(filesBelow(join(cwd, 'patches')), []);
});

test('no code is run for a number that a label has by chance, and no global is replaced for the name of its folder', async (t) => {
  const folder = aFolder({
    'LABX.m': 'LABX ;\n quit\nLOOP6 ;\n quit\nLOOP7 ;\n kill ^LabA\n quit\n',
    'full kit/LabRoute.zwr': 'x\nZWR\n^LabRoute(1)="1"\n',
    'g.gof': Buffer.from('x~Format=5.S~\n1 Jan 2010\n^LabB(1)\n\xc3\xa9\x81\n', 'latin1'),
  });
  const run = async (...more: string[]) =>
    imported(await runPatchfleet(['kit', 'import', folder, '--json', ...more], { cwd: newFolder() }));
  const { run: call, guesses, globals } = await run();
  t.is(call, null);
  t.true(guesses.some((guess) => guess.includes('that LOOP7^LABX is of this release is not sure')));
  t.deepEqual(
    globals.map(({ mode }) => mode),
    ['merge', 'merge'],
  );
  t.true(guesses.some((guess) => /full kit\/LabRoute\.zwr .* replace may have been meant/.test(guess)));
  t.true(guesses.some((guess) => guess.includes('read as iso-8859-1, each byte a character')));
  const named = await run('--encoding', 'utf-8');
  t.deepEqual(named.leftOut, [{ path: 'g.gof', why: 'it is not in utf-8: name another --encoding' }]);
});

test('links, empty files, broken exports and names that no kit can have are left out by name, and the rest goes in', async (t) => {
  const zwr = 'x\nZWR\n^LabA(1)="1"\n';
  const folder = aFolder({
    'a.zwr': zwr,
    'b.zwr': zwr,
    'c.zwr': zwr.replace('"1"', '"2"'),
    'broken.xml': '<Export><Routine name="X"',
    'bomb.xml': '<!DOCTYPE a [<!ENTITY a "aaaa">]><Export>&a;</Export>',
    'empty.mac': '',
    'aux.zwr': zwr,
    'nul.ini': 'a=\0',
    'bad\u001b[31m.zwr': zwr,
    'cut.gof': 'x~Format=5.S~\n1 Jan 2010\n^LabB(1)\none\ntwo\n',
    'notes.txt': '\u001b[2J= Title =\n',
  });
  symlinkSync('/etc/hostname', join(folder, 'link.xml'));
  symlinkSync('/etc', join(folder, 'etc'));
  const cwd = newFolder();
  const ran = await runPatchfleet(['kit', 'import', folder, '--json'], { cwd });
  t.is(ran.code, 1, ran.err);
  const { patch, kit, leftOut } = imported(ran);
  t.is(patch, 'LAB-7');
  t.deepEqual(
    kit.map(({ from }) => from),
    ['a.zwr'],
  );
  const why = Object.fromEntries(leftOut.map((one) => [one.path, one.why]));
  t.like(why, { 'b.zwr': 'all that it holds stands in a.zwr too', 'empty.mac': 'it is empty' });
  t.regex(why['c.zwr'] ?? '', /\^LabA, which stands otherwise in a\.zwr/);
  t.regex(why['broken.xml'] ?? '', /^line 1: /);
  t.regex(why['bomb.xml'] ?? '', /^line 1: /);
  t.regex(why['aux.zwr'] ?? '', /device on Windows/);
  t.regex(why['nul.ini'] ?? '', /NUL/);
  t.regex(why['bad\u001b[31m.zwr'] ?? '', /control character/);
  t.regex(why['cut.gof'] ?? '', /%GO cannot hold a value with a newline/);
  t.regex(why['link.xml'] ?? '', /link/);
  t.regex(why['etc'] ?? '', /link/);
  t.is(leftOut.length, 11);
  const shown = await runPatchfleet(['kit', 'import', folder, '--id', 'LAB-8', '--dry-run'], { cwd });
  t.false(shown.out.includes('\u001b'));
  t.is((await runPatchfleet(['kit', 'check', patch], { cwd })).code, 0);
});

test('a folder of which no id can be made asks for one, and a wrong word is refused before anything is written', async (t) => {
  const cwd = newFolder();
  mkdirSync(join(cwd, '---'));
  writeFileSync(join(cwd, '---/LABX.m'), 'LABX ;\n');
  const run = (...more: string[]) => runPatchfleet(['kit', 'import', './---', '--json', ...more], { cwd });
  t.like((await run()).json(), { code: 'ARGUMENT_MISSING' });
  t.like((await run('--id', 'lab')).json(), { code: 'WRONG_ARGUMENT' });
  t.like((await run('--id', 'LAB-1', '--encoding', 'no')).json(), { code: 'WRONG_ARGUMENT' });
  t.like((await run('--id', 'LAB-1', '--group', '../x')).json(), { code: 'WRONG_ARGUMENT' });
  t.like((await run('--id', 'LAB-1', '--run', 'rm -rf')).json(), { code: 'INVALID_FILE' });
  t.false(existsSync(join(cwd, 'patches')));
  t.like((await run('--id', 'LAB-1')).json(), { kind: 'kit-imported', patch: 'LAB-1' });
});
