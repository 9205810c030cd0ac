import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { digestOf } from '../../../../src/base/digest.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { editOf } from '../../../../src/document/node-edits.ts';
import type { Target } from '../../../../src/ports/target.ts';
import { diskFull, failingDisk } from '../../../worlds/failing-disk.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';
import { config, fill, open, router } from './filled-target.ts';

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
    await session.apply(
      editOf(config, [
        { reference: '^LabConfig("a")', from: '1', to: '2' },
        { reference: '^LabConfig("b")', from: null, to: '2' },
      ]),
    );
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
