import anyTest from 'ava';
import { Failure } from '../../../src/base/failure.ts';
import type { ObjectId, SiteName } from '../../../src/base/names.ts';
import { aGitHost, idOf, noise, write } from './git-host.ts';

import { aDeadDisk, aReader, aSite, basic, everythingOf, fails, tipOf } from './reading-site.ts';
import type { Open } from './reading-site.ts';

const test = anyTest.serial;

/** What a site makes of a host that is away, broken, hostile, or does not let it in. */
export function survivesTheHost(adapter: string, open: Open): void {
  const passing = [
    ['500', { kind: 'answer', status: 500 }],
    ['503', { kind: 'answer', status: 503 }],
    ['429', { kind: 'answer', status: 429 }],
    ['an empty answer', { kind: 'cut', after: 0, clean: true }],
    ['a cut connection', { kind: 'cut', after: 30 }],
    ['silence', { kind: 'hang' }],
  ] as const;
  for (const [what, fault] of passing) {
    test(`${adapter}: ${what} is tried again with growing waits`, async (t) => {
      const { host } = await aSite(t, open);
      // Only where it is about silence: a busy machine is silent as well.
      const stall = fault.kind === 'hang' ? { stall: 2_000 } : {};
      const { repository, waits } = aReader(host, open, {}, stall);
      host.server.setFaults([fault, fault]);
      t.is((await repository.poll()).channel, await idOf(host.at('patches'), 'channel/default'));
      t.deepEqual(waits, [750, 1_500]);
    });
  }

  test(`${adapter}: a pack that is cut in the middle, with or without a broken connection, is fetched again`, async (t) => {
    const { host, repository, waits } = await aSite(t, open);
    const tip = await tipOf(repository);
    const before = host.server.requests.length;
    await open(aReader(host, open).options).readChannel(tip);
    const requests = host.server.requests.slice(before);
    const quiet = requests.slice(0, -1).map(() => ({ kind: 'none' }) as const);
    const fetchOnly = adapter === 'embedded' ? [] : quiet;
    host.server.setFaults([
      ...fetchOnly,
      { kind: 'cut', after: 50_000 },
      ...fetchOnly,
      { kind: 'cut', after: 60_000, clean: true },
    ]);
    t.is((await repository.readChannel(tip)).files.size, 2);
    t.is(waits.length, 2);
  });

  test(`${adapter}: a host that stays away is GIT_UNREACHABLE after the last try`, async (t) => {
    const { host, repository, waits } = await aSite(t, open);
    host.server.setFaults([], { kind: 'answer', status: 500 });
    const error = await fails(t, 'GIT_UNREACHABLE', () => repository.poll());
    t.is(error.remedy, 'retry');
    t.is(waits.length, 3);
    await host.server.close();
    await fails(t, 'GIT_UNREACHABLE', () => repository.poll());
    await fails(t, 'GIT_UNREACHABLE', () => repository.readStatuses(['uat-a' as SiteName]));
  });

  test(`${adapter}: an answer that is not git's is a Failure, never a crash`, async (t) => {
    const { host, repository } = await aSite(t, open);
    const bodies = [
      '<html>Log in</html>',
      'zzzz',
      '000',
      '001e# service=git-upload-pack\n00000000',
      noise('answer', 70_000),
      '0009abcd\n',
      '000eversion 2\n00000009abcd\n',
    ];
    const types = [
      'text/html',
      'application/x-git-upload-pack-advertisement',
      'application/x-git-upload-pack-result',
    ];
    for (const type of types) {
      for (const body of bodies) {
        const nonsense = { kind: 'answer', status: 200, body, headers: { 'content-type': type } } as const;
        // To the git program a short text is a host of an old kind with an empty repository.
        if (adapter === 'system' && !/html|.{1000}|[z9]/s.test(body)) continue;
        if (adapter === 'system' && type !== types[1] && body.length < 20) continue;
        host.server.setFaults([], nonsense);
        await t.throwsAsync(repository.poll(), { instanceOf: Failure });
        if (adapter === 'system') continue;
        host.server.setFaults([{ kind: 'none' }], nonsense);
        const fresh = aReader(host, open).repository;
        await t.throwsAsync(fresh.readChannel('1'.repeat(40) as ObjectId), { instanceOf: Failure });
      }
    }
  });

  test(`${adapter}: who is not let in is told so at once, and the password appears in no error`, async (t) => {
    const account = { name: 'site', password: 'pl4nted-s3cret-token' };
    const host = await aGitHost(t, ['patches'], { account });
    await write(host.at('patches'), [{ ref: 'heads/channel/default', files: { 'channel.json': '{}' } }]);
    const remote = { url: host.url('patches'), account, ca: null };
    const { repository, waits } = aReader(host, open, { remote });
    t.is((await repository.poll()).channel, await idOf(host.at('patches'), 'channel/default'));
    const wrong = { ...remote, account: { ...account, password: 'pl4nted-wr0ng-token' } };
    const stranger = aReader(host, open, { remote: wrong });
    const denied = await fails(t, 'GIT_DENIED', () => stranger.repository.poll());
    await fails(t, 'GIT_DENIED', () =>
      aReader(host, open, { remote: { ...remote, account: null } }).repository.poll(),
    );
    t.deepEqual([waits, stranger.waits], [[], []]);
    host.server.setFaults([], { kind: 'answer', status: 500, body: `${account.password} ${basic(account)}` });
    const unreachable = await fails(t, 'GIT_UNREACHABLE', () => repository.poll());
    for (const secret of ['pl4nted', basic(account), basic(wrong.account)])
      for (const error of [denied, unreachable]) t.false(everythingOf(error).includes(secret), secret);
  });

  test(`${adapter}: a repository that is gone is not found, which is no question of a password`, async (t) => {
    const { host } = await aSite(t, open);
    const remote = { url: host.url('gone'), account: null, ca: null };
    const { repository, waits } = aReader(host, open, { remote });
    const error = await fails(t, 'GIT_REPOSITORY_MISSING', () => repository.poll());
    t.true(error.message.includes(remote.url));
    t.deepEqual(waits, []);
  });

  test(`${adapter}: an address that carries a password is refused without showing it`, (t) => {
    const url = 'https://site:pl4nted@git.example.org/patches.git';
    const options = { folder: '/nowhere', statusRemote: null, channel: 'default', disk: aDeadDisk() };
    const error = t.throws(() => open({ ...options, remote: { url, account: null, ca: null } }), {
      instanceOf: Failure,
    });
    t.is(error.code, 'GIT_REMOTE_INVALID');
    t.false(everythingOf(error).includes('pl4nted'));
  });
}
