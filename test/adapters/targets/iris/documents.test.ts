import { digestOf } from '../../../../src/base/digest.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { protocolCase } from '../../../worlds/iris/both-reaches.ts';
import { changeNamespace, readNamespace } from '../../../worlds/iris/namespace-store.ts';
import { isHeld, put, withSession } from '../engine-contract/engine-under-test.ts';

const name = documentName('Lab.Result.cls');
const persistent = '<Class name="Lab.Result">\n<Super>%Persistent</Super>\n</Class>\n';

protocolCase('the helper class is put in by itself, and again where somebody changed it', async (t, s) => {
  changeNamespace(s.folder, ({ own }) => (own.helper = null));
  await s.target.look();
  const version = readNamespace(s.folder).own.helper;
  t.regex(version ?? '', /^[0-9a-f]{16}$/);
  changeNamespace(s.folder, ({ own }) => (own.helper = '0123456789abcdef'));
  const error = await t.throwsAsync(s.target.look());
  t.true(isFailure(error, 'TARGET_ANSWER_INVALID'), 'a helper that is changed under us is not believed');
  await s.target.look();
  t.is(readNamespace(s.folder).own.helper, version);
});

protocolCase('a helper that somebody changed is put in again before anything is asked', async (t, s) => {
  changeNamespace(s.folder, ({ own }) => (own.helper = '0123456789abcdef'));
  t.deepEqual(await s.target.inventory('all'), []);
  t.not(readNamespace(s.folder).own.helper, '0123456789abcdef');
});

protocolCase('what the server adds to a class when it compiles is no change of it', async (t, s) => {
  await withSession(s.target, async (session) => {
    await put(session, name, persistent);
    t.deepEqual(await session.compile([name]), []);
  });
  t.regex(readNamespace(s.folder).documents[name]?.element ?? '', /<Storage name="Default">/);
  await isHeld(t, s.target, name, Buffer.from(persistent));
});

protocolCase(
  'what somebody else changes in a class that was put shows, with all that the server holds',
  async (t, s) => {
    await withSession(s.target, async (session) => {
      await put(session, name, persistent);
      await session.compile([name]);
    });
    changeNamespace(s.folder, ({ documents }) => {
      const document = documents[name];
      if (document !== undefined)
        document.element = document.element.replace('<Super>', '<Description>theirs</Description>\n<Super>');
    });
    const found = Buffer.from((await s.target.read(name)) ?? []).toString();
    t.regex(found, /theirs/);
    t.regex(found, /<Storage name="Default">/);
    t.notRegex(found, /TimeChanged/);
  },
);

protocolCase('a class that others only saved again is no conflict', async (t, s) => {
  await withSession(s.target, async (session) => {
    await put(session, name, persistent);
    changeNamespace(s.folder, ({ documents }) => {
      const document = documents[name];
      if (document !== undefined) document.saves += 5;
    });
    const bytes = Buffer.from('<Class name="Lab.Result">\n<Super>%RegisteredObject</Super>\n</Class>\n');
    t.deepEqual(await session.apply({ kind: 'put', name, bytes, expected: digestOf(persistent) }), {
      kind: 'applied',
    });
  });
});

protocolCase(
  'a load that fails in part leaves everything as it was, and is told in the server’s words',
  async (t, s) => {
    await s.target.look();
    changeNamespace(s.folder, ({ server }) => (server.refuses = name));
    await withSession(s.target, async (session) => {
      const error = await t.throwsAsync(put(session, name, persistent));
      t.true(isFailure(error, 'TARGET_REFUSED'));
      t.regex(error.message, /#5912.*Will skip this item/);
    });
    t.is(await s.target.read(name), null);
    t.deepEqual(await s.target.inventory('all'), []);
  },
);

protocolCase('a class that does not compile is named with what the compiler says', async (t, s) => {
  const broken = documentName('Lab.Broken.cls');
  await withSession(s.target, async (session) => {
    await put(session, name, persistent);
    await put(session, broken, 'Class Lab.Broken\n{\n// compile-error\n}\n');
    const problems = await session.compile([name, broken, documentName('Not.There.cls')]);
    t.true(problems.length > 0);
    t.true(problems.every((problem) => problem.name === broken));
    t.regex(problems[0]?.why ?? '', /#1003: Expected space/);
  });
});

protocolCase('a deployed class cannot be read, and is not listed', async (t, s) => {
  await withSession(s.target, (session) => put(session, name, persistent).then(() => undefined));
  changeNamespace(s.folder, ({ server }) => server.deployed.push(name));
  const error = await t.throwsAsync(s.target.read(name));
  t.true(isFailure(error, 'TARGET_REFUSED'));
  t.regex(error.message, /deployed/);
  t.deepEqual(await s.target.inventory('all'), []);
});

protocolCase('a global of many nodes is read in pages, whole', async (t, s) => {
  await s.target.look();
  changeNamespace(s.folder, ({ globals }) => {
    for (let index = 0; index < 4100; index += 1)
      globals[JSON.stringify(['^Lab', String(index)])] = `v${index}`;
  });
  const bytes = Buffer.from((await s.target.read(documentName('^Lab'))) ?? []).toString();
  t.is(bytes.split('\n').length - 1, 4100);
  t.true(bytes.startsWith('^Lab(0)="v0"\n^Lab(1)="v1"\n'));
  t.true(bytes.endsWith('^Lab(4099)="v4099"\n'));
});
