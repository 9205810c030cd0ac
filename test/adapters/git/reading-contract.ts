import { readFileSync } from 'node:fs';
import anyTest from 'ava';
import type { ObjectId, PatchId, SiteName } from '../../../src/base/names.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { aGitHost, git, idOf, noise, write } from './git-host.ts';

import {
  aReader,
  aSite,
  contents,
  contentsOf,
  fails,
  holds,
  kit,
  lab1,
  lab2,
  overwrite,
  pathOf,
  sent,
  text,
  tipOf,
} from './reading-site.ts';
import type { Open } from './reading-site.ts';

const test = anyTest.serial;

/** What a site gets from the channel, the releases and the statuses, and what it does not. */
export function readsWhatItShould(adapter: string, open: Open): void {
  test(`${adapter}: a poll asks for the channel's tip and gets nothing else`, async (t) => {
    const { host, repository } = await aSite(t, open);
    t.is((await repository.poll()).channel, await idOf(host.at('patches'), 'channel/default'));
    t.true(sent(host) < 1_000, `${sent(host)} bytes`);
    t.true(host.server.requests.every(({ protocol }) => protocol === 'version=2'));
  });

  test(`${adapter}: a poll gets one ref from a host with 2,000 status branches`, async (t) => {
    const { host, repository } = await aSite(t, open);
    const at = await idOf(host.at('patches'), 'channel/default');
    const lines = Array.from(
      { length: 2_000 },
      (_, index) => `create refs/heads/status/site-${index} ${at}\n`,
    );
    await git(host.at('patches'), ['update-ref', '--stdin'], lines.join(''));
    await git(host.at('patches'), ['pack-refs', '--all']);
    host.server.forget();
    t.is((await repository.poll()).channel, at);
    t.true(sent(host) < 1_000, `${sent(host)} bytes`);
    t.true(host.server.requests.length <= 2, `${host.server.requests.length} requests`);
  });

  test(`${adapter}: a poll sees where the site's own statuses stand, in no request more`, async (t) => {
    const site = 'uat-a' as SiteName;
    const { host, repository } = await aSite(t, open);
    await write(host.at('patches'), [{ ref: `heads/status/${site}`, files: { 'status.json': '{}' } }]);
    await repository.poll();
    const usual = host.server.requests.length;
    host.server.forget();
    const at = await idOf(host.at('patches'), `status/${site}`);
    const along = aReader(host, open, { site }).repository;
    t.is((await along.poll()).ownStatus, at);
    t.is(host.server.requests.length, usual);
    t.is((await aReader(host, open, { site: 'uat' as SiteName }).repository.poll()).ownStatus, null);
    const elsewhere = { url: host.url('status'), account: null, ca: null };
    const apart = aReader(host, open, { site, statusRemote: elsewhere }).repository;
    t.false('ownStatus' in (await apart.poll()));
  });

  test(`${adapter}: there is no channel where nobody has published one`, async (t) => {
    const { repository } = await aSite(t, open, { channel: 'other' });
    t.is((await repository.poll()).channel, null);
  });

  test(`${adapter}: the channel comes with its commit as git stores it, its files, and no history`, async (t) => {
    const { host, repository, folder } = await aSite(t, open);
    const tip = await tipOf(repository);
    const channel = await repository.readChannel(tip);
    t.is(text(channel.files.get('channel.json')), '{"counter":2}');
    t.deepEqual([...channel.files.keys()].sort(), ['channel.json', 'old']);
    t.is(text(channel.commitObject), await git(host.at('patches'), ['cat-file', 'commit', tip]));
    t.deepEqual([channel.name, channel.commit], ['default', tip]);
    t.is(
      (await git(folder, ['cat-file', '--batch-all-objects', '--batch-check'])).split('\n').filter(Boolean)
        .length,
      4,
    );
    t.false(holds(folder, await idOf(host.at('patches'), 'channel/default~1')));
  });

  test(`${adapter}: a release comes with its tag as git stores it and every file byte by byte, and nothing of another`, async (t) => {
    const { host, repository, folder } = await aSite(t, open);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    const release = await repository.readRelease(lab1, tag);
    t.is(release.tag, tag);
    t.is(text(release.tagObject), await git(host.at('patches'), ['cat-file', 'tag', tag]));
    t.deepEqual(await contentsOf(release.files), contents(kit));
    t.deepEqual(await contentsOf(release.files), contents(kit), 'read a second time');
    t.false(holds(folder, await idOf(host.at('patches'), 'patch/LAB-2')));
    t.false(holds(folder, await idOf(host.at('patches'), 'patch/LAB-1^{commit}~1')));
    t.true(sent(host) < 27_000, `${sent(host)} bytes`);
  });

  test(`${adapter}: what was fetched before is answered without the network`, async (t) => {
    const { host, repository, options } = await aSite(t, open);
    const tip = await tipOf(repository);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    await repository.readChannel(tip);
    await repository.readRelease(lab1, tag);
    await host.server.close();
    const again = open({ ...options });
    t.is((await again.readChannel(tip)).files.size, 2);
    t.deepEqual(await contentsOf((await again.readRelease(lab1, tag)).files), contents(kit));
  });

  test(`${adapter}: what nothing asks for any more is forgotten, and what is needed is there without the network`, async (t) => {
    const { host, repository, folder, options } = await aSite(t, open);
    const tip = await tipOf(repository);
    const [one, two] = [
      await idOf(host.at('patches'), 'patch/LAB-1'),
      await idOf(host.at('patches'), 'patch/LAB-2'),
    ];
    const needed = { channels: [tip], releases: [one] };
    const now = Date.now();
    const forget = (days: number) => repository.forgetAllBut(needed, now + days * 24 * 3_600_000);
    await repository.readChannel(tip);
    await repository.readRelease(lab1, one);
    await repository.readRelease(lab2, two);
    await forget(0);
    t.true(holds(folder, two), 'it has just come');
    await forget(0.5);
    t.true(holds(folder, two), 'it was looked half a day ago');
    await forget(2);
    t.false(holds(folder, two));
    await repository.readRelease(lab2, two);
    t.true(holds(folder, two), 'it is fetched anew');
    await host.server.close();
    const again = open({ ...options });
    t.is((await again.readChannel(tip)).files.size, 2);
    t.deepEqual(await contentsOf((await again.readRelease(lab1, one)).files), contents(kit));
  });

  test(`${adapter}: the mirror does not grow with the number of channels, releases and statuses that came and went`, async (t) => {
    const { host, repository, folder } = await aSite(t, open);
    const start = Date.now();
    const sizes: number[] = [];
    for (let round = 1; round <= 12; round += 1) {
      await write(host.at('patches'), [
        {
          ref: 'heads/channel/default',
          files: { [`releases/${round}.json`]: noise(`c${round}`, 500) },
          onTop: true,
        },
        { ref: 'heads/status/uat-a', files: { 'status.json': `{"round":${round}}` } },
        { ref: `tags/patch/NEW-${round}`, files: { 'kit/a.xml': noise(`k${round}`, 5_000) } },
      ]);
      const tip = await tipOf(repository);
      const channel = await repository.readChannel(tip);
      t.is(channel.files.size, round + 2);
      const tag = await idOf(host.at('patches'), `patch/NEW-${round}`);
      await repository.readRelease(`NEW-${round}` as PatchId, tag);
      t.is((await repository.readStatuses(['uat-a' as SiteName])).length, 1);
      await repository.forgetAllBut({ channels: [tip], releases: [tag] }, start + round * 48 * 3_600_000);
      const objects = await git(folder, ['count-objects']);
      sizes.push(Number(/^\d+/.exec(objects)?.[0]) - channel.files.size);
    }
    t.deepEqual(sizes.slice(1), sizes.slice(1).fill(sizes[1] ?? 0));
  });

  for (const damage of ['garbage', 'other', 'cut', 'gone'] as const) {
    test(`${adapter}: a local object that is damaged (${damage}) is fetched anew, not trusted`, async (t) => {
      const { host, repository, folder, options } = await aSite(t, open);
      const tag = await idOf(host.at('patches'), 'patch/LAB-1');
      await repository.readRelease(lab1, tag);
      const blob = await idOf(host.at('patches'), 'patch/LAB-1:kit/Routes.xml');
      const other = pathOf(folder, await idOf(host.at('patches'), 'patch/LAB-1:patch.yaml'));
      const path = pathOf(folder, blob);
      await git(folder, ['config', 'x.y', 'z']);
      if (damage === 'garbage') overwrite(path, Buffer.from('garbage'));
      if (damage === 'other') overwrite(path, readFileSync(other));
      if (damage === 'cut') overwrite(path, readFileSync(path).subarray(0, 1_000));
      if (damage === 'gone') nodeDisk().remove(path);
      t.deepEqual(await contentsOf((await open(options).readRelease(lab1, tag)).files), contents(kit));
    });
  }

  test(`${adapter}: many releases are fetched in one go, and one that is gone or moved does not keep the others back`, async (t) => {
    const { host, repository } = await aSite(t, open);
    const one = await idOf(host.at('patches'), 'patch/LAB-1');
    const two = await idOf(host.at('patches'), 'patch/LAB-2');
    const gone = { patch: 'LAB-3' as PatchId, tag: '1'.repeat(40) as ObjectId };
    await repository.prefetch([{ patch: lab1, tag: one }, { patch: lab2, tag: two }, gone]);
    await repository.prefetch([
      { patch: lab1, tag: one },
      { patch: lab2, tag: two },
    ]);
    host.server.forget();
    t.is((await repository.readRelease(lab1, one)).files.length, 4);
    t.is((await repository.readRelease(lab2, two)).files.length, 1);
    t.is(host.server.requests.length, 0);
    await fails(t, 'TAG_GONE', () => repository.readRelease(gone.patch, gone.tag));
  });

  test(`${adapter}: a channel that was rewound or forked is handed over as it is; judging it is not git's part`, async (t) => {
    const { host, repository } = await aSite(t, open);
    await repository.readChannel(await tipOf(repository));
    await write(host.at('patches'), [
      { ref: 'heads/channel/default', files: { 'channel.json': '{"counter":1}' } },
    ]);
    t.is(
      text((await repository.readChannel(await tipOf(repository))).files.get('channel.json')),
      '{"counter":1}',
    );
  });

  test(`${adapter}: a commit that the host does not have is an error that is worth another try`, async (t) => {
    const { repository } = await aSite(t, open);
    const error = await fails(t, 'GIT_OBJECT_MISSING', () =>
      repository.readChannel('1'.repeat(40) as ObjectId),
    );
    t.is(error.remedy, 'retry');
  });

  test(`${adapter}: statuses come from their own remote, only of the sites asked for, and who has none is missing`, async (t) => {
    const host = await aGitHost(t, ['patches', 'status']);
    const sites = Array.from({ length: 30 }, (_, index) => `site-${index}` as SiteName);
    await write(
      host.at('status'),
      sites.flatMap((site) => [
        { ref: `heads/status/${site}`, files: { 'status.json': 'old', 'x/y': noise(site, 20_000) } },
        { ref: `heads/status/${site}`, files: { 'status.json': `{"site":"${site}"}` }, onTop: true },
      ]),
    );
    const { repository, folder } = aReader(host, open, {
      statusRemote: { url: host.url('status'), account: null, ca: null },
    });
    const wanted = [...sites.slice(3, 6), 'nowhere' as SiteName];
    const tips = await repository.readStatuses(wanted);
    t.deepEqual(
      tips.map(({ site, statusFile }) => [site, text(statusFile)]),
      sites.slice(3, 6).map((site) => [site, `{"site":"${site}"}`]),
    );
    t.is(text(tips[0]?.commitObject), await git(host.at('status'), ['cat-file', 'commit', 'status/site-3']));
    t.false(holds(folder, await idOf(host.at('status'), 'status/site-3~1')));
    t.true(sent(host) < 3 * 20_000 + 8_000, `${sent(host)} bytes`);
    t.true(host.server.requests.length <= 4);
    host.server.forget();
    t.deepEqual(await repository.readStatuses(wanted), tips);
    t.true(sent(host) < 3_000, `${sent(host)} bytes for nothing new`);
    t.deepEqual(await repository.readStatuses([]), []);
  });
}
