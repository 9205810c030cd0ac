import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { digestOf } from '../../../../src/base/digest.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';
import { config, fill, open, router } from './filled-target.ts';

test('documents lie where a person looks for them', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  t.is(readFileSync(join(folder, 'classes', 'Lab', 'Router.cls'), 'utf8'), 'Class Lab.Router\n');
  t.is(readFileSync(join(folder, 'globals', 'LabConfig.zwr'), 'utf8'), '^LabConfig("a")="1"\n');
  t.deepEqual(readdirSync(folder).sort(), ['.patchfleet', 'classes', 'globals']);
  t.deepEqual(readdirSync(join(folder, '.patchfleet')), ['folders.txt', 'register.jsonl']);
});

test('no two files have names that differ in case only, so that the folder can be copied anywhere', async (t) => {
  const folder = temporaryFolder(t);
  const session = await open(folder).open('agent');
  for (const name of [
    'Lab.Router.cls',
    'lab.Router.cls',
    'Lab.router.cls',
    'LAB.mac',
    'lab.mac',
    '/csp/A',
    '/CSP/a',
  ])
    await session.apply({ kind: 'put', name: documentName(name), bytes: Buffer.from('x\n'), expected: null });
  await session.close();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.toLowerCase());
  t.is(new Set(paths).size, paths.length);
  t.is((await open(folder).inventory('all')).length, 7);
});

test('a folder that is not there is not reachable, and is not made', async (t) => {
  const folder = join(temporaryFolder(t), 'missing');
  for (const work of [open(folder).look(), open(folder).open('agent'), open(folder).inventory('all')])
    t.true(isFailure(await t.throwsAsync(work), 'TARGET_UNREACHABLE'));
  t.false(existsSync(folder));
  writeFileSync(folder, 'a file');
  t.true(isFailure(await t.throwsAsync(open(folder).look()), 'TARGET_UNREACHABLE'));
});

test('files that a person edited are read in canonical form', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  writeFileSync(join(folder, 'classes', 'Lab', 'Router.cls'), '\ufeffClass Lab.Router\r\n{\r\n}');
  writeFileSync(
    join(folder, 'globals', 'LabConfig.zwr'),
    '^LabConfig("b")=2\r\n^LabConfig("a")="1"\r\n^LabConfig(7)="x"',
  );
  t.is(String(await open(folder).read(router)), String(Buffer.from('Class Lab.Router\n{\n}\n')));
  const nodes = '^LabConfig(7)="x"\n^LabConfig("a")="1"\n^LabConfig("b")="2"\n';
  t.is(Buffer.from((await open(folder).read(config)) ?? []).toString(), nodes);
  t.deepEqual(await open(folder).inventory('all'), [
    { name: router, digest: digestOf('Class Lab.Router\n{\n}\n') },
    { name: config, digest: digestOf(nodes) },
  ]);
});

test('a global that cannot be read is reported with file and line', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const file = join(folder, 'globals', 'LabConfig.zwr');
  for (const [content, place] of [
    ['^LabConfig("a")="1"\n^LabConfig("b")=oops\n', `${file}:2`],
    ['^Other("a")="1"\n', file],
  ] as const) {
    writeFileSync(file, content);
    for (const work of [() => open(folder).read(config), () => open(folder).inventory('all')]) {
      const error = await t.throwsAsync(work());
      t.true(isFailure(error, 'INVALID_FILE'));
      t.true(error.message.includes(place), error.message);
    }
  }
});

test('hidden files and files of other kinds are not looked at', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const before = await open(folder).inventory('all');
  for (const path of [
    'README.md',
    'classes/README.md',
    'classes/.gitkeep',
    'files/.DS_Store',
    'globals/LabConfig.zwr~',
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'x');
  }
  t.deepEqual(await open(folder).inventory('all'), before);
});

test('a file that is named as no document is, or twice, is refused with its path', async (t) => {
  for (const path of [
    'classes/Größe.cls',
    'routines/aux.mac',
    'files/a?b',
    'documents/readme',
    'classes/Lab/Router~i200.cls',
    'globals/LabConfig(1).zwr',
  ]) {
    const folder = temporaryFolder(t);
    await fill(open(folder));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'x');
    const error = await t.throwsAsync(open(folder).inventory('all'));
    t.true(isFailure(error, 'TARGET_FILE_REFUSED'), path);
    t.true(error.message.includes(path));
  }
});

test('a symbolic link is followed nowhere', async (t) => {
  const outside = temporaryFolder(t);
  mkdirSync(join(outside, 'Lab'));
  writeFileSync(join(outside, 'Lab', 'Router.cls'), 'Class Lab.Router\n');
  const change = {
    kind: 'put',
    name: router,
    bytes: Buffer.from('Class mine\n'),
    expected: digestOf('Class Lab.Router\n'),
  } as const;
  for (const [from, to] of [
    ['classes', outside],
    ['classes/Lab', join(outside, 'Lab')],
    ['classes/Lab/Router.cls', join(outside, 'Lab', 'Router.cls')],
  ] as const) {
    const folder = temporaryFolder(t);
    mkdirSync(dirname(join(folder, from)), { recursive: true });
    symlinkSync(to, join(folder, from));
    const session = await open(folder).open('agent');
    for (const work of [
      () => open(folder).read(router),
      () => open(folder).inventory('all'),
      () => session.apply(change),
    ])
      t.true(isFailure(await t.throwsAsync(work()), 'TARGET_FILE_REFUSED'), from);
    await session.close();
  }
  t.is(readFileSync(join(outside, 'Lab', 'Router.cls'), 'utf8'), 'Class Lab.Router\n');
});

test('bytes that would be read back as others are refused', async (t) => {
  const folder = temporaryFolder(t);
  const session = await open(folder).open('agent');
  const put = session.apply({
    kind: 'put',
    name: router,
    bytes: Buffer.from('Class Lab.Router\r\n'),
    expected: null,
  });
  t.true(isFailure(await t.throwsAsync(put), 'TARGET_FILE_REFUSED'));
  await session.close();
  t.deepEqual(await open(folder).inventory('all'), []);
});
