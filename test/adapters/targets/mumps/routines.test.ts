import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { openMumpsTarget } from '../../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { digestOf } from '../../../../src/base/digest.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { gtmDatabase, gtmTest, withoutGtm } from '../../../worlds/gtm-database.ts';

const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);

gtmTest(
  `the bytes of a routine are kept as they are, and those of %RTN lie in _RTN.m${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const target = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });
    const session = await target.open('test');
    for (const name of ['RTN.m', '%RTN.m'])
      await session.apply({ kind: 'put', name: documentName(name), bytes: all, expected: null });
    await session.close();
    t.deepEqual(readdirSync(database.routines[0]).sort(), ['RTN.m', '_RTN.m']);
    t.deepEqual(readFileSync(join(database.routines[0], '_RTN.m')), Buffer.from(all));
    t.deepEqual(Buffer.from((await target.read(documentName('%RTN.m'))) ?? []), Buffer.from(all));
    const digest = digestOf(all);
    t.deepEqual(
      await target.inventory('all'),
      ['%RTN.m', 'RTN.m'].map((name) => ({ name: documentName(name), digest })),
    );
  },
);

gtmTest(
  `what was compiled from an older source is not run, and goes with the routine${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const target = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });
    const session = await target.open('test');
    const name = documentName('RTN.m');
    const object = join(database.objects ?? '', 'RTN.o');
    const [one, two] = ['RTN write 1\n quit\n', 'RTN write 2\n quit\n'].map((text) => Buffer.from(text));
    if (one === undefined || two === undefined) return;
    await session.apply({ kind: 'put', name, bytes: one, expected: null });
    t.deepEqual(await session.compile([name]), []);
    t.true(existsSync(object));
    await session.apply({ kind: 'put', name, bytes: two, expected: digestOf(one) });
    const said = await callMumps(database, 'mumps', ['-run', 'RTN'], { timeLimit: 20_000 });
    t.is(said.output.toString(), '2');
    await session.compile([name]);
    await session.apply({ kind: 'remove', name, expected: digestOf(two) });
    t.false(existsSync(object));
    await session.close();
  },
);

gtmTest(
  `routines are put and removed in their order, up to the first that somebody else changed${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const target = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });
    const session = await target.open('test');
    const put = (name: string, text: string, expected: string | null) => ({
      ...{ kind: 'put' as const, name: documentName(name), bytes: Buffer.from(text) },
      expected: expected === null ? null : digestOf(expected),
    });
    const first = [put('A.m', 'A\n', null), put('%B.m', 'B\n', null), put('C.m', 'C\n', null)];
    t.is(await session.applyInOrder?.(first), null);
    const name = documentName('C.m');
    const again = [
      put('A.m', 'A2\n', 'A\n'),
      put('A.m', 'A3\n', 'A2\n'),
      { kind: 'remove' as const, name, expected: digestOf('C\n') },
      put('C.m', 'C2\n', null),
      put('%B.m', 'B2\n', 'theirs\n'),
      put('D.m', 'D\n', null),
    ];
    t.is(await session.applyInOrder?.(again), documentName('%B.m'));
    const folder = database.routines[0];
    t.deepEqual(
      readdirSync(folder)
        .sort()
        .map((file) => readFileSync(join(folder, file), 'utf8')),
      ['A3\n', 'C2\n', 'B\n'],
    );
    await t.throwsAsync(async () => session.applyInOrder?.([put('Lab.cls', '', null)]), {
      message: /routines/,
    });
    await session.close();
  },
);

gtmTest(
  `sources that a killed process left half-written go with the next session${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const left = join(database.routines[0], '.patchfleet-new-0f');
    writeFileSync(left, 'half');
    await (
      await openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 }).open('test')
    ).close();
    t.false(existsSync(left));
  },
);

gtmTest(`a routine that is a symbolic link is not written through${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const elsewhere = join(database.own, 'ELSE.m');
  writeFileSync(elsewhere, 'ELSE ;\n');
  symlinkSync(elsewhere, join(database.routines[0], 'RTN.m'));
  const session = await openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 }).open(
    'test',
  );
  const change = { kind: 'remove', name: documentName('RTN.m'), expected: digestOf('ELSE ;\n') } as const;
  t.like(await t.throwsAsync(session.apply(change)), { code: 'TARGET_FILE_REFUSED' });
  await session.close();
  t.true(existsSync(elsewhere));
});

gtmTest(`a database that is not there is unreachable, and says what GT.M says${withoutGtm}`, async (t) => {
  const database = { ...(await gtmDatabase(t)), globalDirectory: '/nowhere/mumps.gld' };
  const target = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });
  for (const attempt of [target.look(), target.open('test'), target.read(documentName('^G'))]) {
    const error = await t.throwsAsync(attempt);
    t.like(error, { code: 'TARGET_UNREACHABLE' });
    t.regex(error.message, /nowhere/);
  }
});

gtmTest(
  `a file that a killed process had read from is removed by the next session, and one in use is left${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const { pid } = spawnSync('true');
    const [left, used] = [pid, process.pid].map((owner) => join(database.own, `extract-${owner}-0f.zwr`));
    for (const file of [left, used]) writeFileSync(file ?? '', '');
    const options = { database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 };
    await (await openMumpsTarget(options).open('test')).close();
    t.deepEqual(
      [left, used].map((file) => existsSync(file ?? '')),
      [false, true],
    );
  },
);
