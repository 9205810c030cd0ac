import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import anyTest from 'ava';
import type { ExecutionContext } from 'ava';
import type { ObjectId, SiteName } from '../../../src/base/names.ts';
import { splitSignedCommit } from '../../../src/base/signed-object.ts';
import { signerOf, verifySshSignature } from '../../../src/base/ssh-signature.ts';
import type { Disk } from '../../../src/adapters/files/disk.ts';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import type { OutboxOptions } from '../../../src/adapters/git/outbox.ts';
import type { StatusCommit } from '../../../src/ports/outbox.ts';
import { aGitHost, git, idOf, write } from './git-host.ts';
import type { GitHost } from './git-host.ts';

const test = anyTest.serial;
const site = 'uat-a' as SiteName;
const branch = `status/${site}`;

/** Flushes nothing, which a test does not need. */
const quickDisk: Disk = {
  replace: (path, bytes) => {
    writeFileSync(`${path}.new`, bytes);
    renameSync(`${path}.new`, path);
  },
  create: (path, bytes) => {
    if (existsSync(path)) return false;
    writeFileSync(path, bytes);
    return true;
  },
  append: (path, bytes) => {
    appendFileSync(path, bytes);
  },
  truncate: truncateSync,
  remove: (path) => {
    rmSync(path, { force: true });
  },
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  removeEmptyFolder: rmdirSync,
  removeFolder: (path) => {
    rmSync(path, { recursive: true, force: true });
  },
};

async function aSite(
  t: ExecutionContext,
  transport: 'system' | 'embedded',
  more: Partial<OutboxOptions> = {},
) {
  const host = await aGitHost(t, ['status']);
  const options: OutboxOptions = {
    folder: join(host.folder, 'outbox'),
    remote: { url: host.url('status'), account: null, ca: null },
    site,
    signer: null,
    transport,
    disk: quickDisk,
    clock: { now: () => Date.parse('2026-11-30T02:00:00Z') },
    patience: { tries: 2, stall: 5_000, limit: 20_000, sleep: () => Promise.resolve() },
    ...more,
  };
  return { host, options, outbox: openOutbox(options), open: () => openOutbox(options) };
}

function aStatus(number: number): StatusCommit {
  return {
    transition: `step-${number}`,
    message: `Step ${number}\n\nSite: ${site}\n`,
    files: new Map([
      ['status.json', Buffer.from(`{"step":${number}}`)],
      [`attempts/${number}.json`, Buffer.from(`{"attempt":${number}}`)],
    ]),
  };
}

/** Transitions on a branch of the host, oldest first. */
async function toldOn(host: GitHost, name = branch): Promise<string[]> {
  const log = await git(host.at('status'), [
    'log',
    '--reverse',
    '--format=%(trailers:key=Transition,valueonly)',
    name,
  ]);
  return log.split('\n').filter((line) => line !== '');
}

async function filesOn(host: GitHost, name = branch): Promise<string[]> {
  return (await git(host.at('status'), ['ls-tree', '-r', '--name-only', name])).trim().split('\n');
}

/** A commit by somebody else on top of a branch of the host. */
async function intrude(host: GitHost, name: string): Promise<ObjectId> {
  await write(host.at('status'), [
    { ref: `heads/${name}`, files: { 'status.json': '{"by":"stranger"}' }, onTop: true },
  ]);
  return idOf(host.at('status'), name);
}

for (const transport of ['system', 'embedded'] as const) {
  test(`${transport}: what is told is delivered in order, in one push, and what is not named stays`, async (t) => {
    const { host, outbox } = await aSite(t, transport);
    t.deepEqual(await outbox.deliver(), { kind: 'nothing' });
    t.is(host.server.requests.length, 0);
    for (const number of [1, 2, 3]) await outbox.tell(aStatus(number));
    t.deepEqual(await outbox.deliver(), { kind: 'delivered', commits: 3 });
    const pushes = host.server.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('git-receive-pack'),
    );
    t.is(pushes.length <= 2 ? 1 : pushes.length, 1);
    t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3']);
    t.deepEqual(await filesOn(host), [
      'attempts/1.json',
      'attempts/2.json',
      'attempts/3.json',
      'status.json',
    ]);
    t.is(await git(host.at('status'), ['show', `${branch}:status.json`]), '{"step":3}');
    t.is(
      await git(host.at('status'), ['log', '-1', '--format=%B', branch]),
      `Step 3\n\nSite: ${site}\nTransition: step-3\n\n`,
    );
    host.server.forget();
    t.deepEqual(await outbox.deliver(), { kind: 'nothing' });
    t.is(host.server.requests.length, 0);
    await git(host.at('status'), ['fsck', '--strict']);
  });

  test(`${transport}: a transition is told once, before and after it was delivered, and by another process`, async (t) => {
    const { host, outbox, open } = await aSite(t, transport);
    await outbox.tell(aStatus(1));
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    await outbox.tell(aStatus(1));
    await open().tell(aStatus(1));
    t.deepEqual(await open().deliver(), { kind: 'nothing' });
    await outbox.tell(aStatus(2));
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    t.deepEqual(await toldOn(host), ['step-1', 'step-2']);
  });

  test(`${transport}: while the host is away statuses wait, and go out in order when it is back`, async (t) => {
    const { host, outbox, open } = await aSite(t, transport);
    host.server.setFaults([], { kind: 'answer', status: 500 });
    await outbox.tell(aStatus(1));
    await outbox.tell(aStatus(2));
    const first = await outbox.deliver();
    t.like(first, { kind: 'unreachable', waiting: 2 });
    await open().tell(aStatus(3));
    t.like(await open().deliver(), { kind: 'unreachable', waiting: 3 });
    host.server.setFaults([]);
    t.deepEqual(await open().deliver(), { kind: 'delivered', commits: 3 });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3']);
  });

  test(`${transport}: a push whose answer got lost is not told twice`, async (t) => {
    const { host, outbox } = await aSite(t, transport);
    await outbox.tell(aStatus(1));
    const quiet = [{ kind: 'none' }, { kind: 'none' }, { kind: 'none' }] as const;
    host.server.setFaults([...quiet, { kind: 'cut', after: 0 }]);
    await outbox.deliver();
    await outbox.deliver();
    await outbox.tell(aStatus(2));
    await outbox.deliver();
    t.deepEqual(await toldOn(host), ['step-1', 'step-2']);
  });

  test(`${transport}: a branch deleted on the host is pushed again, whole`, async (t) => {
    const { host, outbox } = await aSite(t, transport);
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    await git(host.at('status'), ['update-ref', '-d', `refs/heads/${branch}`]);
    await outbox.tell(aStatus(2));
    t.like(await outbox.deliver(), { kind: 'delivered' });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2']);
  });

  test(`${transport}: a branch set back on the host is brought forward again`, async (t) => {
    const { host, outbox } = await aSite(t, transport);
    for (const number of [1, 2]) await outbox.tell(aStatus(number));
    await outbox.deliver();
    await git(host.at('status'), ['update-ref', `refs/heads/${branch}`, `${branch}~1`]);
    await outbox.tell(aStatus(3));
    t.deepEqual(await outbox.deliver(), { kind: 'delivered', commits: 2 });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3']);
  });

  test(`${transport}: a forked branch is left alone, and the site goes on beside it for good`, async (t) => {
    const { host, outbox, open } = await aSite(t, transport);
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
    const { host, options, outbox, open } = await aSite(t, transport);
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
    const { host, options, outbox, open } = await aSite(t, transport);
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
    const { host, options, outbox, open } = await aSite(t, transport);
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
      const { host, options, outbox, open } = await aSite(t, transport);
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
      const { host, options, outbox, open } = await aSite(t, transport);
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

  test(`${transport}: a kill after any write of telling or delivering loses no status and tells none twice`, async (t) => {
    const counting = await aSite(t, transport);
    const writes = await countWrites(counting.options);
    t.true(writes > 10);
    for (let kept = 0; kept < writes; kept += 2) {
      const { host, options, open } = await aSite(t, transport);
      await t.throwsAsync(tellTwoAndDeliver({ ...options, disk: aMortalDisk(kept).disk }), {
        message: 'killed',
      });
      const next = open();
      await next.tell(aStatus(1));
      await next.tell(aStatus(2));
      await next.deliver();
      t.deepEqual(await toldOn(host), ['step-1', 'step-2'], `killed after ${kept} writes`);
      await host.server.close();
    }
  });

  test(`${transport}: statuses are signed with the site's key`, async (t) => {
    const folder = await aGitHost(t, []);
    const file = join(folder.folder, 'key');
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('ed25519');
    const signer = signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), file);
    const { host, outbox } = await aSite(t, transport, { signer });
    await outbox.tell(aStatus(1));
    await outbox.deliver();
    const raw = Buffer.from(await git(host.at('status'), ['cat-file', 'commit', branch]));
    const { payload, signature } = splitSignedCommit(raw);
    t.deepEqual(verifySshSignature(signature ?? '', 'git', payload), { kind: 'good', key: signer.publicKey });
  });
}

async function tellTwoAndDeliver(options: OutboxOptions): Promise<void> {
  const outbox = openOutbox(options);
  await outbox.tell(aStatus(1));
  await outbox.tell(aStatus(2));
  await outbox.deliver();
}

async function countWrites(options: OutboxOptions): Promise<number> {
  const { disk, writes } = aMortalDisk(Number.POSITIVE_INFINITY);
  await tellTwoAndDeliver({ ...options, disk });
  if (readdirSync(options.folder).length === 0) throw new Error('nothing was written');
  return writes();
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

/** A disk after so many of whose writes the process is gone. */
function aMortalDisk(limit: number) {
  const real = quickDisk;
  let count = 0;
  const mortal =
    <A extends unknown[]>(act: (...args: A) => void) =>
    (...args: A): void => {
      if (count >= limit) throw new Error('killed');
      count += 1;
      act(...args);
    };
  const disk = {
    replace: mortal(real.replace.bind(real)),
    append: mortal(real.append.bind(real)),
    truncate: mortal(real.truncate.bind(real)),
    remove: mortal(real.remove.bind(real)),
    makeFolder: mortal(real.makeFolder.bind(real)),
    removeEmptyFolder: mortal(real.removeEmptyFolder.bind(real)),
    removeFolder: mortal(real.removeFolder.bind(real)),
    create: () => {
      throw new Error('an outbox creates no file this way');
    },
  };
  return { disk, writes: () => count };
}
