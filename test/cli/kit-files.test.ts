import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { aRoutine } from '../publish/a-patch.ts';
import { newFolder, runPatchfleet } from './run-patchfleet.ts';

/** A working copy with these files, and a way to run `kit` in it. */
function aWorkingCopy(files: Readonly<Record<string, string>>) {
  const cwd = newFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  for (const [path, text] of Object.entries({ 'fleet.yaml': '', ...files })) write(path, text);
  return {
    write,
    kit: (...words: string[]) => runPatchfleet(['kit', ...words], { cwd }),
    remove: (path: string) => {
      rmSync(join(cwd, path));
    },
    has: (path: string) => existsSync(join(cwd, path)),
    manifest: () => readFileSync(join(cwd, 'patches/LAB-1/patch.yaml'), 'utf8'),
  };
}

const code = (name: string): string => aRoutine(name, 'QUIT');
const routes = 'x\nZWR\n^LabRoute("in")="1"\n';

test('files of one name from different folders keep these folders in the kit, and the patch is right at once', async (t) => {
  const copy = aWorkingCopy({
    'a/x/Code.xml': code('LABX'),
    'a/y/code.xml': code('LABY'),
    'Z.xml': code('LABZ'),
  });
  const made = await copy.kit(
    'new',
    'LAB-1',
    'a/x/Code.xml',
    'a/y/code.xml',
    'Z.xml',
    '--title',
    'x',
    '--json',
  );
  t.is(made.code, 0, made.out);
  const { files } = made.json() as { files: readonly string[] };
  t.deepEqual(files.slice(3), ['kit/x/Code.xml', 'kit/y/code.xml', 'kit/Z.xml']);
  t.is((await copy.kit('check', 'LAB-1')).code, 0);
});

test('of a folder all files go in at their places, but those that begin with a dot', async (t) => {
  const copy = aWorkingCopy({
    'src/Code.xml': code('LABX'),
    'src/csp/lab/index.csp': '<html/>\n',
    'src/.git/config': 'x',
    'src/.DS_Store': 'x',
    'src/csp/Thumbs.db': 'x',
    'src/desktop.ini': 'x',
  });
  const made = await copy.kit('new', 'LAB-1', 'src/', 'src/Code.xml', '--title', 'x');
  t.regex(made.out, /src\/csp\/Thumbs\.db is not in the kit[^]*src\/desktop\.ini is not in the kit/);
  t.is(made.code, 0, made.err);
  t.regex(made.out, /the web file \/csp\/lab\/index\.csp/);
  const shown = await copy.kit('show', 'LAB-1', '--json');
  const { documents } = shown.json() as { documents: readonly { name: string }[] };
  t.deepEqual(documents.map(({ name }) => name).sort(), ['/csp/lab/index.csp', 'LABX.mac']);
  const empty = await copy.kit('new', 'LAB-2', 'src/.git', 'patches', '--title', 'x', '--json');
  t.is(empty.code, 2);
  t.false(copy.has('patches/LAB-2'));
});

test('every bad file of a set is named at once, with those that are right, and nothing is written', async (t) => {
  const copy = aWorkingCopy({
    'in/Good.xml': code('LABX'),
    'in/Bad.xml': code('LABY').replace('</Routine>', ''),
    'in/empty.txt': '',
    'in/manual.docx': 'PK',
  });
  const made = await copy.kit('new', 'LAB-1', 'in', '--title', 'x');
  t.is(made.code, 2);
  t.regex(made.err, /in\/empty\.txt: is empty/);
  t.regex(made.err, /in\/Bad\.xml:\d+/);
  t.regex(made.err, /in\/manual\.docx:1:1/);
  t.regex(made.err, /Nothing was written.*These are right: in\/Good\.xml\./);
  t.false(copy.has('patches'));
});

test('kit add puts files into a kit and names them; what is there or is carried twice is refused', async (t) => {
  const copy = aWorkingCopy({ 'A.xml': code('LABX'), 'Routes.zwr': routes, 'Twin.xml': code('LABX') });
  t.is((await copy.kit('new', 'LAB-1', '--title', 'x')).code, 0);
  const added = await copy.kit('add', 'LAB-1', 'A.xml', 'Routes.zwr');
  t.is(added.code, 0, added.err);
  t.regex(added.out, /Routes\.zwr carries \^LabRoute: wrote `globals: merge`/);
  t.regex(
    copy.manifest(),
    /^kit: #.*\n {2}- file: kit\/A\.xml\n {4}sha256: .*\n {2}- file: kit\/Routes\.zwr$/m,
  );
  t.is((await copy.kit('check', 'LAB-1')).code, 0);
  const before = copy.manifest();
  const twin = await copy.kit('add', 'LAB-1', 'Twin.xml');
  t.is(twin.code, 2);
  t.regex(twin.err, /Twin\.xml:\d+:1: LABX\.mac stands in kit\/A\.xml/);
  const there = await copy.kit('add', 'LAB-1', 'A.xml', '--json');
  t.like(there.json(), { kind: 'error', code: 'KIT_FILE_EXISTS' });
  t.is(copy.manifest(), before);
  t.false(copy.has('patches/LAB-1/kit/Twin.xml'));
  copy.write('A.xml', aRoutine('LABX', 'QUIT 2'));
  t.is((await copy.kit('add', 'LAB-1', '--replace', 'A.xml')).code, 0);
  t.not(copy.manifest(), before);
  t.is((await copy.kit('check', 'LAB-1')).code, 0);
});

test('kit build refreshes digests, names what lies in the kit folder, and says what is gone', async (t) => {
  const copy = aWorkingCopy({ 'A.xml': code('LABX'), 'B.xml': code('LABY') });
  t.is((await copy.kit('new', 'LAB-1', 'A.xml', 'B.xml', '--title', 'x')).code, 0);
  copy.write('patches/LAB-1/kit/A.xml', aRoutine('LABX', 'QUIT 2'));
  copy.write('patches/LAB-1/kit/globals/Routes.zwr', routes);
  copy.remove('patches/LAB-1/kit/B.xml');
  const built = await copy.kit('build', 'LAB-1');
  t.is(built.code, 1, built.err);
  t.regex(built.out, /^[0-9a-f]{64} {2}kit\/A\.xml$/m);
  t.regex(built.out, /^[0-9a-f]{64} {2}kit\/globals\/Routes\.zwr {2}\(new\)$/m);
  t.regex(built.out, /kit\/globals\/Routes\.zwr carries \^LabRoute: wrote `globals: merge`/);
  t.regex(built.out, /^kit\/B\.xml is gone: /m);
  t.regex(copy.manifest(), /file: kit\/B\.xml/);
  copy.write('patches/LAB-1/kit/B.xml', code('LABY'));
  t.is((await copy.kit('build', 'LAB-1')).out, 'Nothing to do: every sha256 is right.\n');
  t.is((await copy.kit('check', 'LAB-1')).code, 0);
});

test('kit add tells the mode of globals that stands in patch.yaml, also of a file that it replaces', async (t) => {
  const copy = aWorkingCopy({ 'a.zwr': routes });
  t.is((await copy.kit('new', 'LAB-1', 'a.zwr', '--title', 'Routes')).code, 0);
  const replaced = await copy.kit('add', 'LAB-1', 'a.zwr', '--replace', '--globals', 'replace', '--json');
  t.like(replaced.json(), { globals: [{ name: '^LabRoute', mode: 'replace' }] });
  t.regex(copy.manifest(), /globals: replace/);
  const again = await copy.kit('add', 'LAB-1', 'a.zwr', '--replace');
  t.is(again.code, 0, again.err);
  t.notRegex(again.out, /merge/);
  t.regex(copy.manifest(), /globals: replace/);
});

test('kit add refuses a file whose place differs from one in the kit by case only, and writes nothing', async (t) => {
  const copy = aWorkingCopy({ 'A.xml': code('LABA'), 'a.xml': code('LABB') });
  t.is((await copy.kit('new', 'LAB-1', 'A.xml', '--title', 'Two')).code, 0);
  const before = copy.manifest();
  for (const more of [[], ['--replace']]) {
    const refused = await copy.kit('add', 'LAB-1', 'a.xml', ...more, '--json');
    t.like(refused.json(), { kind: 'error', code: 'KIT_FILE_EXISTS' });
  }
  t.is(copy.manifest(), before);
  t.false(copy.has('patches/LAB-1/kit/a.xml'));
});
