import { documentName } from '../../../../src/document/document-name.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { digestOf } from '../../../../src/base/digest.ts';
import { helperMethods } from '../../../../src/adapters/targets/iris/helper-class.ts';
import test from 'ava';
import { protocolCase } from '../../../worlds/iris/both-reaches.ts';
import { changeNamespace, readNamespace } from '../../../worlds/iris/namespace-store.ts';
import { put, withSession } from '../engine-contract/engine-under-test.ts';

const name = documentName('/csp/lab/page.html');
const fresh = { kind: 'put', name, bytes: Buffer.from('new'), expected: digestOf('old') } as const;

const deaths: readonly (readonly [point: string, left: string])[] = [
  ['between the renames of a file', 'old'],
  ['before the old file is dropped', 'new'],
];
for (const [point, left] of deaths)
  protocolCase(`a process that dies ${point} leaves the ${left} file under its name`, async (t, s) => {
    await withSession(s.target, (session) => put(session, name, 'old').then(() => undefined));
    changeNamespace(s.folder, ({ server }) => (server.dies = point));
    const session = await s.target.open('agent');
    t.true(isFailure(await t.throwsAsync(session.apply(fresh)), 'TARGET_UNREACHABLE'));
    t.truthy(readNamespace(s.folder).files[`${name}.patchfleet-old`]);
    await session.close();
    changeNamespace(s.folder, ({ server }) => (server.dies = null));
    t.is(Buffer.from((await s.target.read(name)) ?? []).toString(), left);
    t.is(readNamespace(s.folder).files[`${name}.patchfleet-old`], undefined);
  });

protocolCase('a file that does not come into its place leaves the old one there', async (t, s) => {
  await withSession(s.target, async (session) => {
    await put(session, name, 'old');
    changeNamespace(s.folder, ({ server }) => (server.refuses = name));
    t.true(isFailure(await t.throwsAsync(session.apply(fresh)), 'TARGET_REFUSED'));
  });
  t.deepEqual(readNamespace(s.folder).files, { [name]: 'old' });
});

test('the helper drops no file before the new one is in its place, and looks at files by WebFile only', (t) => {
  const body = helperMethods.find((method) => method.name === 'PutFile')?.body ?? '';
  t.true(body.indexOf('Rename(file,old)') < body.indexOf('Rename(new,file)'));
  t.true(body.indexOf('Rename(new,file)') < body.indexOf('Delete(old)'));
  t.false(body.includes('Delete(file)'));
  t.deepEqual(
    helperMethods.filter((method) => method.body.includes('GetFileName')).map((method) => method.name),
    ['WebFile', 'PutFile'],
  );
});
