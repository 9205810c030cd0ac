import { readFileSync, truncateSync, writeFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { digestOf } from '../../../../src/base/digest.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { failingDisk } from '../../../worlds/failing-disk.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';
import { fill, open } from './filled-target.ts';

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
