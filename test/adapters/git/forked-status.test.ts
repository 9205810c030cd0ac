import { join } from 'node:path';
import anyTest from 'ava';
import type { ExecutionContext } from 'ava';
import type { SiteName } from '../../../src/base/names.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openEmbeddedRepository } from '../../../src/adapters/git/embedded-repository.ts';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import { openSystemRepository } from '../../../src/adapters/git/system-repository.ts';
import type { Outbox, StatusCommit } from '../../../src/ports/outbox.ts';
import { readSiteReports } from '../../../src/status/read-site-reports.ts';
import { writeStatus } from '../../../src/status/status-file.ts';
import { at, sampleStatus } from '../../status/status-samples.ts';
import { testSigner } from '../../worlds/a-release.ts';
import { aGitHost, git, idOf, write } from './git-host.ts';
import type { GitHost } from './git-host.ts';
import { aReader, text } from './reading-site.ts';

const test = anyTest.serial;
const site = 'prod-madrid' as SiteName;
const own = `status/${site}`;
const spare = `status-recovered/${site}`;
const signer = testSigner('the site');

/** The status of attempt 1, 2, 3 …, told a minute after the one before. */
function aStatus(attempt: number): StatusCommit {
  const attempted = sampleStatus.attempted === null ? null : { ...sampleStatus.attempted, attempt };
  const status = { ...sampleStatus, attempted, at: at + attempt * 60_000 };
  return {
    transition: `attempt-${attempt}`,
    message: `Attempt ${attempt}\n`,
    files: new Map([['status.json', writeStatus(status)]]),
  };
}

/** A site whose branch somebody else wrote to after its first status, and that has told a second one since. */
async function aForkedSite(t: ExecutionContext, transport: 'system' | 'embedded') {
  const host = await aGitHost(t, ['status', 'patches']);
  const outbox = openOutbox({
    folder: join(host.folder, 'outbox'),
    remote: { url: host.url('status'), account: null, ca: null },
    ...{ site, signer, transport, disk: nodeDisk(), clock: { now: () => at } },
    patience: { tries: 2, stall: 30_000, limit: 60_000, sleep: () => Promise.resolve() },
  });
  await tell(outbox, 1);
  t.is(await outbox.recoveredTo(), null);
  await write(host.at('status'), [
    { ref: `heads/${own}`, files: { 'status.json': '{"by":"stranger"}' }, onTop: true },
  ]);
  await tell(outbox, 2);
  return { host, outbox };
}

async function tell(outbox: Outbox, attempt: number): Promise<unknown> {
  await outbox.tell(aStatus(attempt));
  return outbox.deliver();
}

async function attemptOf(host: GitHost, branch: string): Promise<unknown> {
  const status = JSON.parse(await git(host.at('status'), ['show', `${branch}:status.json`])) as {
    attempted: { attempt: number };
  };
  return status.attempted.attempt;
}

for (const transport of ['system', 'embedded'] as const) {
  const open = transport === 'system' ? openSystemRepository : openEmbeddedRepository;

  test(`${transport}: what a site told beside its forked branch is read, in as many requests as before`, async (t) => {
    const { host, outbox } = await aForkedSite(t, transport);
    t.is(await outbox.recoveredTo(), spare);
    const statusRemote = { url: host.url('status'), account: null, ca: null };
    const { repository } = aReader(host, open, { statusRemote });
    host.server.forget();
    const tips = await repository.readStatuses([site]);
    t.deepEqual(
      tips.map(({ commit }) => commit),
      [await idOf(host.at('status'), own), await idOf(host.at('status'), spare)],
    );
    t.is(text(tips[0]?.statusFile), '{"by":"stranger"}');
    t.true(host.server.requests.length <= 4, `${host.server.requests.length} requests`);
    const reports = readSiteReports([{ name: site, key: signer.publicKey }], tips, at + 120_000);
    t.like(reports, [{ site, status: { attempted: { attempt: 2 } } }]);
  });

  test(`${transport}: after the commands that doctor names the site goes on at its own branch`, async (t) => {
    const { host, outbox } = await aForkedSite(t, transport);
    const clone = join(host.folder, 'clone');
    await git(host.folder, ['clone', '--quiet', host.url('status'), clone]);
    await git(clone, ['fetch', 'origin', spare]);
    await git(clone, [
      ...['push', '--atomic', 'origin'],
      ...[`+FETCH_HEAD:refs/heads/${own}`, `:refs/heads/${spare}`],
    ]);
    t.deepEqual(await outbox.deliver(), { kind: 'nothing' });
    t.is(await outbox.recoveredTo(), null);
    t.deepEqual(await tell(outbox, 3), { kind: 'delivered', commits: 1 });
    t.is(await attemptOf(host, own), 3);
    await t.throwsAsync(idOf(host.at('status'), spare));
  });

  test(`${transport}: a forked branch that was only deleted is told again from the beginning`, async (t) => {
    const { host, outbox } = await aForkedSite(t, transport);
    for (const branch of [own, spare])
      await git(host.at('status'), ['update-ref', '-d', `refs/heads/${branch}`]);
    t.deepEqual(await tell(outbox, 3), { kind: 'delivered', commits: 3 });
    t.is(await outbox.recoveredTo(), null);
  });

  test(`${transport}: as long as the branch is forked, taking the other one away does not lead back`, async (t) => {
    const { host, outbox } = await aForkedSite(t, transport);
    const strange = await idOf(host.at('status'), own);
    await git(host.at('status'), ['update-ref', '-d', `refs/heads/${spare}`]);
    t.like(await tell(outbox, 3), { kind: 'recovered', branch: spare });
    t.is(await idOf(host.at('status'), own), strange);
    t.is(await attemptOf(host, spare), 3);
  });
}
