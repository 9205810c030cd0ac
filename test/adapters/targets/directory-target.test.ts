import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  existsSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Disk } from '../../../src/adapters/files/disk.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openDirectoryTarget } from '../../../src/adapters/targets/directory/open-directory-target.ts';
import { lockAddress, takeProcessLock } from '../../../src/adapters/targets/directory/process-lock.ts';
import { digestOf } from '../../../src/base/digest.ts';
import { isFailure } from '../../../src/base/failure.ts';
import { documentName } from '../../../src/document/document-name.ts';
import type { Target } from '../../../src/ports/target.ts';
import { diskFull, failingDisk } from '../../worlds/failing-disk.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';
import { runEngineContract } from './engine-contract/run-engine-contract.ts';

const clock = { now: () => Date.parse('2026-11-22T10:00:00Z') };
const open = (folder: string, disk: Disk = nodeDisk()) => openDirectoryTarget({ folder, disk, clock });

runEngineContract('directory', (t) => {
  const folder = temporaryFolder(t);
  return { open: () => open(folder), holdElsewhere: () => holdElsewhere(t, folder) };
});

async function holdElsewhere(t: ExecutionContext, folder: string) {
  const program = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'worlds', 'hold-target.js');
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return {
    kill: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function fill(target: Target): Promise<void> {
  const session = await target.open('agent');
  await session.apply({
    kind: 'put',
    name: router,
    bytes: Buffer.from('Class Lab.Router\n'),
    expected: null,
  });
  await session.apply({
    kind: 'edit',
    name: config,
    edits: [{ reference: '^LabConfig("a")', from: null, to: '1' }],
  });
  await session.appendRegister(['{"n":1}', '{"n":2}']);
  await session.close();
}
const router = documentName('Lab.Router.cls');
const config = documentName('^LabConfig');

test('documents lie where a person looks for them', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  t.is(readFileSync(join(folder, 'classes', 'Lab', 'Router.cls'), 'utf8'), 'Class Lab.Router\n');
  t.is(readFileSync(join(folder, 'globals', 'LabConfig.zwr'), 'utf8'), '^LabConfig("a")="1"\n');
  t.deepEqual(readdirSync(folder).sort(), ['.patchfleet', 'classes', 'globals']);
  t.deepEqual(readdirSync(join(folder, '.patchfleet')), ['register.jsonl']);
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

test('a batch whose flush failed did not happen, if the disk takes it back', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const session = await open(folder, failingDisk(nodeDisk(), { after: 2, times: 1, torn: 1 })).open('agent');
  await t.throwsAsync(session.appendRegister(['{"n":3}']));
  t.deepEqual((await open(folder).look()).register, ['{"n":1}', '{"n":2}']);
  await session.appendRegister(['{"n":4}']);
  await session.close();
  t.deepEqual((await open(folder).look()).register, ['{"n":1}', '{"n":2}', '{"n":4}']);
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

test('a register line cut short at any byte never happened, none of its entries, and the next session goes on', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, '.patchfleet', 'register.jsonl');
  await fill(open(folder));
  const one = statSync(file).size;
  const session = await open(folder).open('agent');
  await session.appendRegister(['{"n":3}', '{"n":4}']);
  await session.close();
  const whole = readFileSync(file);
  for (let size = one; size < whole.length; size += 1) {
    writeFileSync(file, whole);
    truncateSync(file, size);
    t.deepEqual((await open(folder).look()).register, ['{"n":1}', '{"n":2}']);
    const next = await open(folder).open('agent');
    t.is(statSync(file).size, one);
    await next.appendRegister(['{"n":5}']);
    await next.close();
    t.deepEqual((await open(folder).look()).register, ['{"n":1}', '{"n":2}', '{"n":5}']);
  }
});

test('a register that was changed, shortened in the middle or reordered is damaged, and names the line', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, '.patchfleet', 'register.jsonl');
  for (const number of [1, 2, 3]) {
    const session = await open(folder).open('agent');
    await session.appendRegister([`{"n":${number}}`]);
    await session.close();
  }
  const [one = '', two = '', three = ''] = readFileSync(file, 'utf8').split('\n');
  for (const lines of [
    [one, two.replace('"n":2', '"n":7'), three],
    [one, three],
    [two],
    [one, two, 'x'],
    [one, one],
  ]) {
    writeFileSync(file, `${lines.join('\n')}\n`);
    for (const work of [() => open(folder).look(), () => open(folder).open('agent')]) {
      const error = await t.throwsAsync(work());
      t.true(isFailure(error, 'REGISTER_DAMAGED'));
      t.regex(error.message, /line \d/);
    }
  }
});

test('a register of a newer program is refused', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const body = '{"format":2,"previous":null,"entries":[]}';
  const line = `${body.slice(0, -1)},"hash":"${digestOf(body)}"}\n`;
  writeFileSync(join(folder, '.patchfleet', 'register.jsonl'), line);
  t.true(isFailure(await t.throwsAsync(open(folder).look()), 'NEWER_FORMAT'));
});

test('looking again sees at once what another process registered', async (t) => {
  const folder = temporaryFolder(t);
  const target = open(folder);
  t.deepEqual((await target.look()).register, []);
  await fill(open(folder));
  t.deepEqual((await target.look()).register, ['{"n":1}', '{"n":2}']);
});

test('a lock file of another host is respected, one of this host counts only with its process', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const lockFile = join(folder, '.patchfleet', 'lock.json');
  const session = await open(folder).open('agent');
  const content = readFileSync(lockFile, 'utf8');
  await session.close();
  writeFileSync(lockFile, content);
  await (await open(folder).open('agent')).close();
  writeFileSync(lockFile, content.replace(/"host": ".*"/, '"host": "another-host"'));
  for (const attempt of [1, 2]) {
    const error = await t.throwsAsync(open(folder).open('agent'), undefined, `${attempt}`);
    t.true(isFailure(error, 'TARGET_BUSY'));
    t.regex(error.message, /another-host.*lock\.json/);
  }
});

test('a lock file of another network namespace is respected, as that of another host', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const lockFile = join(folder, '.patchfleet', 'lock.json');
  const session = await open(folder).open('agent');
  const content = JSON.parse(readFileSync(lockFile, 'utf8')) as object;
  await session.close();
  writeFileSync(lockFile, JSON.stringify({ ...content, network: 'net:[1]' }));
  const error = await t.throwsAsync(open(folder).open('agent'));
  t.true(isFailure(error, 'TARGET_BUSY'));
  t.regex(error.message, /net:\[1\].*lock\.json/);
  writeFileSync(lockFile, JSON.stringify({ ...content, network: undefined }));
  await (await open(folder).open('agent')).close();
});

test('a lock file that cannot be read is respected, and named with what to do', async (t) => {
  for (const content of ['', '{"holder":"agent","ho', '{"format":2,"owner":"agent"}', null]) {
    const folder = temporaryFolder(t);
    await fill(open(folder));
    const lockFile = join(folder, '.patchfleet', 'lock.json');
    if (content === null) mkdirSync(lockFile);
    else writeFileSync(lockFile, content);
    const error = await t.throwsAsync(open(folder).open('agent'), undefined, String(content));
    t.true(isFailure(error, 'TARGET_BUSY'));
    t.true(error.message.includes(`remove ${lockFile}`), error.message);
    if (content !== null) t.is(readFileSync(lockFile, 'utf8'), content);
  }
});

test('of two hosts that find no lock at once, only the one that made the file goes on', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const lockFile = join(folder, '.patchfleet', 'lock.json');
  const other = JSON.stringify({
    holder: 'agent',
    host: 'another-host',
    pid: 7,
    since: '2026-11-22T10:00:00Z',
  });
  const disk = nodeDisk();
  const late: Disk = {
    ...disk,
    makeFolder: (path) => {
      disk.makeFolder(path);
      writeFileSync(lockFile, other);
    },
  };
  const error = await t.throwsAsync(open(folder, late).open('agent'));
  t.true(isFailure(error, 'TARGET_BUSY'));
  t.regex(error.message, /another-host.*lock\.json/);
  t.is(readFileSync(lockFile, 'utf8'), other);
});

test('two paths to one folder have one lock', async (t) => {
  const folder = temporaryFolder(t);
  const other = join(temporaryFolder(t), 'link');
  symlinkSync(folder, other);
  const session = await open(folder).open('agent');
  t.true(isFailure(await t.throwsAsync(open(other).open('agent')), 'TARGET_BUSY'));
  await session.close();
});

test('a socket file on which nobody answers is taken over, one that is answered is not', async (t) => {
  const address = join(temporaryFolder(t), 'lock.sock');
  const first = await takeProcessLock(address);
  t.truthy(first);
  t.is(await takeProcessLock(address), null);
  await first?.release();
  const program = `require('net').createServer().listen(${JSON.stringify(address)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', program]), 'exit');
  t.true(existsSync(address));
  const second = await takeProcessLock(address);
  t.truthy(second);
  await second?.release();
});

test('each platform has its kind of lock', (t) => {
  t.regex(lockAddress('/data', 'linux'), /^\0patchfleet-[0-9a-f]{40}$/);
  t.regex(lockAddress('C:\\data', 'win32'), /^\\\\\.\\pipe\\patchfleet-/);
  t.regex(lockAddress('/data', 'darwin'), /^\/tmp\/patchfleet-[0-9a-f]{40}\.sock$/);
});

test('half-written files of a process that died are not seen, and are removed by the next session', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const leftover = join(folder, 'classes', 'Lab', '.patchfleet-new-1-0');
  writeFileSync(leftover, 'half');
  t.is((await open(folder).inventory('all')).length, 2);
  const session = await open(folder).open('agent');
  const lock = readFileSync(join(folder, '.patchfleet', 'lock.json'));
  await session.close();
  writeFileSync(join(folder, '.patchfleet', 'lock.json'), lock);
  await (await open(folder).open('agent')).close();
  t.false(existsSync(leftover));
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

const after = documentName('/csp/after.txt');

/** One of everything that a session does to a target that holds a class, a global and two entries. */
async function writeAll(target: Target): Promise<void> {
  const session = await target.open('agent');
  try {
    const old = digestOf('Class Lab.Router\n');
    await session.appendRegister(['{"n":3}', '{"n":4}']);
    await session.apply({
      kind: 'put',
      name: router,
      bytes: Buffer.from('Class Lab.Router\n// new\n'),
      expected: old,
    });
    await session.apply({
      kind: 'edit',
      name: config,
      edits: [
        { reference: '^LabConfig("a")', from: '1', to: '2' },
        { reference: '^LabConfig("b")', from: null, to: '2' },
      ],
    });
    await session.apply({ kind: 'put', name: after, bytes: Buffer.from('x'), expected: null });
    await session.apply({ kind: 'remove', name: after, expected: digestOf('x') });
    await session.appendRegister(['{"n":5}']);
  } finally {
    await session.close();
  }
}

const states = [
  [
    ['{"n":1}', '{"n":2}'],
    ['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}'],
    ['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}', '{"n":5}'],
  ],
  ['Class Lab.Router\n', 'Class Lab.Router\n// new\n'],
  ['^LabConfig("a")="1"\n', '^LabConfig("a")="2"\n^LabConfig("b")="2"\n'],
] as const;

for (const [what, error, torn] of [
  ['dies', undefined, 0],
  ['dies in the middle of a register line', undefined, 0.6],
  ['finds the disk full', diskFull, 0.6],
] as const)
  test(`a session that ${what} at any effect leaves each document and each batch old or new, and the next goes on`, async (t) => {
    for (let effects = 0; ; effects += 1) {
      const folder = temporaryFolder(t);
      await fill(open(folder));
      const disk = failingDisk(nodeDisk(), {
        after: effects,
        torn,
        ...(error && { error: () => error(folder) }),
      });
      const ended = await writeAll(open(folder, disk)).then(
        () => 'done',
        () => 'stopped',
      );
      const target = open(folder);
      const text = async (name: typeof router) => Buffer.from((await target.read(name)) ?? []).toString();
      const [entries, classes, nodes] = states;
      const register = (await target.look()).register;
      t.true(
        entries.some((known) => known.join() === register.join()),
        register.join(),
      );
      t.true((classes as readonly string[]).includes(await text(router)));
      t.true((nodes as readonly string[]).includes(await text(config)));
      t.true(['', 'x'].includes(await text(after)));
      const session = await target.open('agent');
      await session.appendRegister(['{"n":9}']);
      await session.close();
      t.deepEqual((await open(folder).look()).register, [...register, '{"n":9}']);
      if (ended === 'done') {
        t.log(`${effects} effects`);
        return;
      }
    }
  });
