import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { aPatch, aRoutine } from '../publish/a-patch.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

/** A working copy with these files. */
function aWorkingCopy(files: Readonly<Record<string, string>>): string {
  const top = newFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
}

test('a patch that was made from an export is right at once, and shows its documents', async (t) => {
  const cwd = aWorkingCopy({ 'fleet.yaml': '', 'Code.xml': aRoutine('LABX', 'QUIT') });
  const made = await runPatchfleet(
    [
      'kit',
      'new',
      'LAB-2026.014',
      '--title',
      'Result routing: new',
      '--group',
      'LAB',
      '--from',
      'Code.xml',
      '--json',
    ],
    { cwd },
  );
  t.is(made.code, 0, made.out + made.err);
  t.like(made.json(), { kind: 'kit-made', patch: 'LAB-2026.014', folder: 'patches/LAB/LAB-2026.014' });
  const checked = await runPatchfleet(['kit', 'check', 'LAB-2026.014', '--json'], { cwd });
  t.is(checked.code, 0, checked.out);
  t.like(checked.json(), { kind: 'kit-checked', patch: 'LAB-2026.014', documents: 1 });
  const shown = await runPatchfleet(['kit', 'show', 'patches/LAB/LAB-2026.014'], { cwd });
  t.is(shown.code, 0, shown.err);
  t.regex(shown.out, /^routine {2}LABX\.mac {2}[0-9a-f]{12} {2}kit\/Code\.xml:\d+ +XML export$/m);
});

test('kit build writes the digests and leaves comments and layout as they are', async (t) => {
  const files = aPatch('LAB-1');
  const manifest = files['patches/LAB-1/patch.yaml'] ?? '';
  const unbuilt = manifest.replace(/^ {4}sha256: .*\n/m, '').replace('id: LAB-1', '# first\nid:   LAB-1');
  const cwd = aWorkingCopy({ ...files, 'patches/LAB-1/patch.yaml': unbuilt });
  const built = await runPatchfleet(['kit', 'build', 'LAB-1'], { cwd });
  t.is(built.code, 0, built.err);
  t.regex(built.out, /^[0-9a-f]{64} {2}kit\/Code\.xml$/m);
  const after = readFileSync(join(cwd, 'patches/LAB-1/patch.yaml'), 'utf8');
  t.is(after.replace(/^ {4}sha256: .*\n/m, ''), unbuilt);
  t.is((await runPatchfleet(['kit', 'check', 'LAB-1'], { cwd })).code, 0);
  const again = await runPatchfleet(['kit', 'build', 'LAB-1', '--json'], { cwd });
  t.like(again.json(), { kind: 'kit-built', patch: 'LAB-1' });
  t.is(readFileSync(join(cwd, 'patches/LAB-1/patch.yaml'), 'utf8'), after);
});

test('mistakes in a manifest are named by file, line and column, all at once, and end in 2', async (t) => {
  const files = aPatch('LAB-1', { more: ['verify: 3', 'frob: 1'] });
  const cwd = aWorkingCopy(files);
  const { code, out, err } = await runPatchfleet(['kit', 'check', 'LAB-1'], { cwd });
  t.is(code, 2);
  t.is(out, '');
  t.regex(err, /patches\/LAB-1\/patch\.yaml:10:9 verify: /);
  t.regex(err, /patches\/LAB-1\/patch\.yaml:11:1 frob: /);
  t.regex(err, /Code: INVALID_FILE/);
});

test('a mistake in an export is named by its line', async (t) => {
  const files = aPatch('LAB-1');
  const broken = (files['patches/LAB-1/kit/Code.xml'] ?? '').replace('</Routine>', '');
  const cwd = aWorkingCopy({ ...files, 'patches/LAB-1/kit/Code.xml': broken });
  t.is((await runPatchfleet(['kit', 'build', 'LAB-1'], { cwd })).code, 0);
  const { code, err } = await runPatchfleet(['kit', 'check', 'LAB-1'], { cwd });
  t.is(code, 2);
  t.regex(err, /kit\/Code\.xml:\d+/);
});

const notExports: readonly (readonly [name: string, text: string, why: RegExp])[] = [
  ['Broken.xml', aRoutine('LABX', 'QUIT').replace('</Routine>', ''), /exports\/Broken\.xml:\d+:\d+/],
  ['Page.xml', '<html><body>hello</body></html>\n', /exports\/Page\.xml:1:\d+/],
];
for (const [name, text, why] of notExports) {
  test(`kit new refuses ${name}, which is no export, at once by line, and writes nothing`, async (t) => {
    const cwd = aWorkingCopy({ 'fleet.yaml': '', [`exports/${name}`]: text });
    const made = await runPatchfleet(['kit', 'new', 'LAB-1', '--title', 'x', '--from', `exports/${name}`], {
      cwd,
    });
    t.is(made.code, 2, made.out);
    t.regex(made.err, why);
    t.false(existsSync(join(cwd, 'patches')));
  });
}

test('kit new says how globals go in: merge, which takes nothing away, where nobody said it', async (t) => {
  const globals = 'x\nZWR\n^LabRoute("in")="1"\n';
  const cwd = aWorkingCopy({ 'fleet.yaml': '', 'Routes.zwr': globals, 'Code.xml': aRoutine('LABX', 'QUIT') });
  const made = await runPatchfleet(
    ['kit', 'new', 'LAB-1', '--title', 'x', '--from', 'Routes.zwr', 'Code.xml'],
    { cwd },
  );
  t.is(made.code, 0, made.err);
  t.regex(made.out, /kit\/Routes\.zwr carries \^LabRoute: wrote `globals: merge`/);
  const manifest = readFileSync(join(cwd, 'patches/LAB-1/patch.yaml'), 'utf8');
  t.is(manifest.match(/globals: merge # or replace; it carries \^LabRoute$/gm)?.length, 1, manifest);
  const checked = await runPatchfleet(['kit', 'check', 'LAB-1'], { cwd });
  t.is(checked.code, 0, checked.err);
  const said = await runPatchfleet(
    ['kit', 'new', 'LAB-2', '--title', 'x', '--from', 'Routes.zwr', '--globals', 'replace', '--json'],
    { cwd },
  );
  t.like(said.json(), { globals: [{ name: '^LabRoute', file: 'kit/Routes.zwr', mode: 'replace' }] });
});

test('kit new says which files are no exports but web files, and takes none that is empty', async (t) => {
  const cwd = aWorkingCopy({ 'fleet.yaml': '', 'index.csp': '<html/>\n', 'empty.txt': '', 'X.m': '' });
  const made = await runPatchfleet(['kit', 'new', 'LAB-1', '--title', 'x', '--from', 'index.csp'], { cwd });
  t.is(made.code, 0, made.err);
  t.regex(made.out, /kit\/index\.csp is no export: .* the web file \/index\.csp/);
  for (const name of ['empty.txt', 'X.m']) {
    const empty = await runPatchfleet(['kit', 'new', 'LAB-2', '--title', 'x', '--from', name, '--json'], {
      cwd,
    });
    t.like(empty.json(), { kind: 'error', code: 'INVALID_FILE' }, name);
  }
});

test('a link in the folder of a patch is refused', async (t) => {
  const cwd = aWorkingCopy(aPatch('LAB-1'));
  symlinkSync('/etc/hostname', join(cwd, 'patches/LAB-1/kit/Link.xml'));
  const { code, err } = await runPatchfleet(['kit', 'check', 'LAB-1'], { cwd });
  t.is(code, 2);
  t.regex(err, /Code: PATCH_HOLDS_LINK/);
});

test('kit new never writes over what is there, and says what is wrong with its arguments', async (t) => {
  const cwd = aWorkingCopy(aPatch('LAB-1'));
  const there = await runPatchfleet(['kit', 'new', 'LAB-1', '--title', 'x', '--json'], { cwd });
  t.is(there.code, 2);
  t.like(there.json(), { kind: 'error', code: 'FILE_EXISTS' });
  const lower = await runPatchfleet(['kit', 'new', 'lab-2', '--title', 'x', '--json'], { cwd });
  t.like(lower.json(), { kind: 'error', code: 'WRONG_ARGUMENT' });
  const gone = await runPatchfleet(['kit', 'new', 'LAB-2', '--title', 'x', '--from', 'no.xml', '--json'], {
    cwd,
  });
  t.like(gone.json(), { kind: 'error', code: 'FILE_MISSING' });
});
