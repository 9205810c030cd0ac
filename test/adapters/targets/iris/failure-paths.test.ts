import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openIrisTarget } from '../../../../src/adapters/targets/iris/open-iris-target.ts';
import { openAtelierReach } from '../../../../src/adapters/targets/iris/open-atelier-reach.ts';
import { openSessionReach } from '../../../../src/adapters/targets/iris/open-session-reach.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import type { AtelierStandIn } from '../../../worlds/iris/atelier-stand-in.ts';
import { atelierStandIn } from '../../../worlds/iris/atelier-stand-in.ts';
import { testClock } from '../../../worlds/iris/both-reaches.ts';
import { changeNamespace } from '../../../worlds/iris/namespace-store.ts';
import { sessionStandIn } from '../../../worlds/iris/session-stand-in.ts';
import { testReach } from '../../../worlds/iris/test-reach.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';

const patience = { start: 60_000, answer: 60_000, silence: 60_000 };
const bySession = (program: string, instance = 'TEST', namespace = 'LAB') =>
  openIrisTarget({
    reach: openSessionReach({ address: { instance, namespace, program }, patience }),
    clock: testClock,
  });
const byAtelier = (url: string) => openIrisTarget({ reach: testReach('atelier', url), clock: testClock });

test.serial('a program that is not there is said', async (t) => {
  const error = await t.throwsAsync(bySession(join(temporaryFolder(t), 'iris')).look());
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
  t.regex(error.message, /ENOENT/);
});

test.serial('an instance that is not running is said in the program’s words', async (t) => {
  const { program } = sessionStandIn(t);
  const error = await t.throwsAsync(bySession(program, 'OTHER').look());
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
  t.regex(error.message, /Instance 'OTHER' is not running/);
});

test.serial('csession reaches a Caché the same way', async (t) => {
  const { program } = sessionStandIn(t, 'csession');
  t.deepEqual(await bySession(program).inventory('all'), []);
});

test.serial('programs of Windows get each call among their arguments', async (t) => {
  for (const name of ['iris.exe', 'csession.exe']) {
    const { program } = sessionStandIn(t, name);
    t.deepEqual(await bySession(program).inventory('all'), [], name);
  }
});

test.serial('a database that cannot be written cannot take the helper, and that is said', async (t) => {
  const { program, folder } = sessionStandIn(t);
  changeNamespace(folder, ({ server }) => (server.readonly = true));
  const error = await t.throwsAsync(bySession(program).look());
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
  t.regex(error.message, /<PROTECT>/);
});

test.serial('a session that asks for a name and a password is not waited for', async (t) => {
  const program = join(temporaryFolder(t), 'iris');
  writeFileSync(
    program,
    '#!/bin/sh\necho "Username: "\nread a\necho "Password: "\nread b\necho "Access Denied"\n',
    {
      mode: 0o700,
    },
  );
  const error = await t.throwsAsync(bySession(program).look());
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
  t.regex(error.message, /Username: Access Denied/);
});

test.serial('a session that dies in the middle of its work is told, and the next one goes on', async (t) => {
  const { program, folder } = sessionStandIn(t);
  const session = await bySession(program).open('agent');
  changeNamespace(folder, ({ server }) => (server.dies = 'append'));
  const error = await t.throwsAsync(session.appendRegister(['{"n":1}']));
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
  t.regex(error.message, /the session ended/);
  await session.close();
  changeNamespace(folder, ({ server }) => (server.dies = null));
  const next = bySession(program);
  await (await next.open('agent')).close();
  t.deepEqual((await next.look()).register, []);
});

const web: readonly (readonly [
  title: string,
  answer: ReturnType<AtelierStandIn['intercept']>,
  code: 'TARGET_UNREACHABLE' | 'TARGET_REFUSED',
  message: RegExp,
])[] = [
  ['does not know the password', { code: 401, body: '<html></html>' }, 'TARGET_UNREACHABLE', /HTTP 401/],
  ['has no licence left', { code: 503, body: '<html></html>' }, 'TARGET_UNREACHABLE', /no licence/],
  [
    'is a proxy with a page of its own',
    { code: 200, body: '<html></html>' },
    'TARGET_UNREACHABLE',
    /not Atelier/,
  ],
  [
    'answers with JSON of something else',
    { code: 200, body: '{"ok":true}' },
    'TARGET_UNREACHABLE',
    /not Atelier/,
  ],
  [
    'says with HTTP 200 that it failed',
    {
      code: 200,
      body: '{"status":{"errors":[{"error":"ERROR #5001: no","code":5001}],"summary":"ERROR #5001: no"},"console":[],"result":{}}',
    },
    'TARGET_REFUSED',
    /ERROR #5001: no/,
  ],
  [
    'lists errors without a summary',
    {
      code: 200,
      body: '{"status":{"errors":[{"error":"ERROR #5002: no","code":5002}],"summary":""},"console":[],"result":{}}',
    },
    'TARGET_REFUSED',
    /ERROR #5002: no/,
  ],
];
for (const [title, answer, code, message] of web)
  test.serial(`a web server that ${title} is told apart`, async (t) => {
    const standIn = await atelierStandIn(t);
    standIn.intercept = () => answer;
    const error = await t.throwsAsync(byAtelier(standIn.url).look());
    t.true(isFailure(error, code), error.message);
    t.regex(error.message, message);
    t.notRegex(error.message, /swordfish/);
  });

test.serial('a web server that is not there is said', async (t) => {
  const error = await t.throwsAsync(byAtelier('http://127.0.0.1:1').look());
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
});

test.serial(
  'all calls of a reach are one licence, which is given back when the target is freed',
  async (t) => {
    const standIn = await atelierStandIn(t);
    const target = byAtelier(standIn.url);
    await target.look();
    await target.inventory('all');
    const session = await target.open('agent');
    await session.appendRegister(['{}']);
    await session.close();
    t.is(standIn.sessions(), 1);
    t.is(standIn.calls.at(-1), 'HEAD /api/atelier/?CacheLogout=end');
  },
);

test.serial('the helper is put over one that was changed with the time of that one named', async (t) => {
  const standIn = await atelierStandIn(t);
  await byAtelier(standIn.url).look();
  changeNamespace(standIn.folder, ({ own }) => (own.helper = '0123456789abcdef'));
  await byAtelier(standIn.url).look();
  const puts = standIn.calls.filter((call) => call.startsWith('PUT'));
  t.is(puts.length, 2);
  t.true(puts.every((call) => !call.includes('ignoreConflict')));
});

test.serial('behind a proxy that drops the header the helper is put in all the same', async (t) => {
  const standIn = await atelierStandIn(t);
  await byAtelier(standIn.url).look();
  changeNamespace(standIn.folder, ({ own }) => (own.helper = '0123456789abcdef'));
  standIn.intercept = (request) => {
    delete request.headers['if-none-match'];
    return undefined;
  };
  await byAtelier(standIn.url).look();
  t.true(standIn.calls.some((call) => call.startsWith('PUT') && call.endsWith('?ignoreConflict=1')));
});

test.serial('a compilation that does not end is not waited for without end', async (t) => {
  const standIn = await atelierStandIn(t);
  const address = { url: standIn.url, namespace: 'lab', username: 'patch', password: 'swordfish' };
  const reach = openAtelierReach({ address, lease: 3, compileLimit: 200 });
  await openIrisTarget({ reach, clock: testClock }).look();
  standIn.intercept = ({ method, url }) =>
    method === 'GET' && (url ?? '').includes('/work/')
      ? { code: 200, body: '{"status":{"errors":[],"summary":""}}', headers: { 'retry-after': '0' } }
      : undefined;
  const hold = await reach.hold('agent');
  if (hold.kind === 'busy') return t.fail();
  const error = await t.throwsAsync(hold.compile(['Lab.Result.cls'], 'ck'));
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
  t.regex(error.message, /did not end within 0.2 seconds/);
  await hold.close();
});

test.serial('who lost the lease writes nothing any more', async (t) => {
  const { url, folder } = await atelierStandIn(t);
  const [first, second] = [byAtelier(url), byAtelier(url)];
  const session = await first.open('agent one');
  changeNamespace(folder, ({ own }) => {
    if (own.lease !== null) own.lease.until = 0;
  });
  const error = await t.throwsAsync(session.appendRegister(['{"late":1}']));
  t.true(isFailure(error, 'TARGET_UNREACHABLE'));
  const other = await second.open('agent two');
  t.true(isFailure(await t.throwsAsync(session.appendRegister(['{"late":2}'])), 'TARGET_UNREACHABLE'));
  await session.close();
  await other.appendRegister(['{"n":1}']);
  t.deepEqual((await second.look()).register, ['{"n":1}']);
  await other.close();
});
