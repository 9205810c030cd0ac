import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import anyTest from 'ava';
import type { Disk } from '../../../src/adapters/files/disk.ts';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import type { ObjectId } from '../../../src/base/names.ts';
import { git, idOf, write } from './git-host.ts';
import type { GitHost } from './git-host.ts';
import { aStatus, aTellingSite, branch, filesOn, quickDisk, site, toldOn } from './telling-site.ts';

const test = anyTest.serial;

for (const transport of ['system', 'embedded'] as const) {
  test(`${transport}: a branch deleted on the host is pushed again, whole`, async (t) => {
    const { host, outbox } = await aTellingSite(t, transport);
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    await git(host.at('status'), ['update-ref', '-d', `refs/heads/${branch}`]);
    await outbox.tell(aStatus(2));
    t.like(await outbox.deliver(), { kind: 'delivered' });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2']);
  });

  test(`${transport}: a branch set back on the host is brought forward again`, async (t) => {
    const { host, outbox } = await aTellingSite(t, transport);
    for (const number of [1, 2]) await outbox.tell(aStatus(number));
    await outbox.deliver();
    await git(host.at('status'), ['update-ref', `refs/heads/${branch}`, `${branch}~1`]);
    await outbox.tell(aStatus(3));
    t.deepEqual(await outbox.deliver(), { kind: 'delivered', commits: 2 });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3']);
  });

  test(`${transport}: a forked branch is left alone, and the site goes on beside it for good`, async (t) => {
    const { host, outbox, open } = await aTellingSite(t, transport);
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    const strange = await intrude(host, branch);
    await outbox.tell(aStatus(2));
    t.deepEqual(await outbox.deliver(), {
      kind: 'recovered',
      branch: `status-recovered/${site}`,
      commits: 2,
    });
    await outbox.tell(aStatus(3));
    t.deepEqual(await open().deliver(), {
      kind: 'recovered',
      branch: `status-recovered/${site}`,
      commits: 1,
    });
    t.is(await idOf(host.at('status'), branch), strange);
    t.deepEqual(await toldOn(host, `status-recovered/${site}`), ['step-1', 'step-2', 'step-3']);
  });

  test(`${transport}: after a lost state directory the site goes on where the host's branch ends, and tells nothing twice`, async (t) => {
    const { host, options, outbox, open } = await aTellingSite(t, transport);
    for (let number = 1; number <= 70; number += 1) await outbox.tell(aStatus(number));
    await outbox.deliver();
    const before = await idOf(host.at('status'), branch);
    rmSync(options.folder, { recursive: true });
    const fresh = open();
    await fresh.tell(aStatus(70));
    await fresh.tell(aStatus(71));
    t.deepEqual(await fresh.deliver(), { kind: 'delivered', commits: 1 });
    t.is(await idOf(host.at('status'), `${branch}~1`), before);
    await fresh.tell(aStatus(72));
    t.deepEqual(await fresh.deliver(), { kind: 'delivered', commits: 1 });
    t.deepEqual((await toldOn(host)).slice(-3), ['step-70', 'step-71', 'step-72']);
    t.is((await filesOn(host)).length, 73);
    await git(host.at('status'), ['update-ref', '-d', `refs/heads/${branch}`]);
    await git(host.at('status'), ['gc', '--quiet', '--prune=now']);
    await fresh.tell(aStatus(73));
    t.like(await fresh.deliver(), { kind: 'delivered' });
    t.deepEqual((await toldOn(host)).slice(-4), ['step-70', 'step-71', 'step-72', 'step-73']);
    await git(host.at('status'), ['fsck', '--strict']);
  });

  test(`${transport}: after a lost state directory only what is new is told, and a spare branch is found again`, async (t) => {
    const { host, options, outbox, open } = await aTellingSite(t, transport);
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    await intrude(host, branch);
    await outbox.tell(aStatus(2));
    await outbox.deliver();
    rmSync(options.folder, { recursive: true });
    const fresh = open();
    await fresh.tell(aStatus(2));
    await fresh.deliver();
    await fresh.tell(aStatus(3));
    t.like(await fresh.deliver(), { kind: 'recovered' });
    t.deepEqual(await toldOn(host, `status-recovered/${site}`), ['step-1', 'step-2', 'step-3']);
  });

  test(`${transport}: a local branch that is damaged is taken up again from the host`, async (t) => {
    const { host, options, outbox, open } = await aTellingSite(t, transport);
    for (const number of [1, 2, 3]) await outbox.tell(aStatus(number));
    await outbox.deliver();
    const tip = await idOf(options.folder, `refs/heads/${branch}`);
    const path = join(options.folder, 'objects', tip.slice(0, 2), tip.slice(2));
    quickDisk.remove(path);
    writeFileSync(path, 'garbage');
    await open().tell(aStatus(4));
    t.like(await open().deliver(), { kind: 'delivered', commits: 1 });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3', 'step-4']);
  });

  test(`${transport}: a local branch of which a tree is damaged is taken up again from the host, and no file is dropped`, async (t) => {
    for (const tree of ['^{tree}', ':attempts']) {
      const { host, options, outbox, open } = await aTellingSite(t, transport);
      for (const number of [1, 2, 3]) await outbox.tell(aStatus(number));
      await outbox.deliver();
      const id = await idOf(options.folder, `refs/heads/${branch}${tree}`);
      quickDisk.remove(join(options.folder, 'objects', id.slice(0, 2), id.slice(2)));
      await open().tell(aStatus(4));
      t.like(await open().deliver(), { kind: 'delivered', commits: 1 });
      t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3', 'step-4']);
      const attempts = [1, 2, 3, 4].map((number) => `attempts/${number}.json`);
      t.deepEqual(await filesOn(host), [...attempts, 'status.json']);
    }
  });

  test(`${transport}: what another process tells while this one takes up the host's branch is not lost`, async (t) => {
    for (const count of [0, 5]) {
      const { host, options, outbox, open } = await aTellingSite(t, transport);
      await outbox.tell(aStatus(1));
      await outbox.deliver();
      rmSync(options.folder, { recursive: true });
      await open().tell(aStatus(2));
      const told: Promise<void>[] = [];
      const late = openOutbox({
        ...options,
        disk: aDiskThatCalls(count, () => told.push(open().tell(aStatus(3)))),
      });
      t.like(await late.deliver(), { kind: 'unreachable', why: 'More was told meanwhile.', waiting: 2 });
      t.is(told.length, 1);
      t.like(await open().deliver(), { kind: 'delivered', commits: 2 });
      t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3']);
    }
  });
}

/** A commit by somebody else on top of a branch of the host. */
async function intrude(host: GitHost, name: string): Promise<ObjectId> {
  await write(host.at('status'), [
    { ref: `heads/${name}`, files: { 'status.json': '{"by":"stranger"}' }, onTop: true },
  ]);
  return idOf(host.at('status'), name);
}

/** A disk that lets something happen once, before it writes the object after so many. */
function aDiskThatCalls(count: number, happen: () => void): Disk {
  let left = count;
  return {
    ...quickDisk,
    replace: (path, bytes) => {
      if (path.includes('objects')) {
        if (left === 0) happen();
        left -= 1;
      }
      quickDisk.replace(path, bytes);
    },
  };
}
