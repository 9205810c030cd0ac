import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import anyTest from 'ava';
import type { OutboxOptions } from '../../../src/adapters/git/outbox.ts';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import { splitSignedCommit } from '../../../src/base/signed-object.ts';
import { signerOf, verifySshSignature } from '../../../src/base/ssh-signature.ts';
import { aGitHost, git } from './git-host.ts';
import { aMortalDisk, aStatus, aTellingSite, branch, filesOn, site, toldOn } from './telling-site.ts';

const test = anyTest.serial;

for (const transport of ['system', 'embedded'] as const) {
  test(`${transport}: what is told is delivered in order, in one push, and what is not named stays`, async (t) => {
    const { host, outbox } = await aTellingSite(t, transport);
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
    const { host, outbox, open } = await aTellingSite(t, transport);
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
    const { host, outbox, open } = await aTellingSite(t, transport);
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
    const { host, outbox } = await aTellingSite(t, transport);
    await outbox.tell(aStatus(1));
    const quiet = [{ kind: 'none' }, { kind: 'none' }, { kind: 'none' }] as const;
    host.server.setFaults([...quiet, { kind: 'cut', after: 0 }]);
    await outbox.deliver();
    await outbox.deliver();
    await outbox.tell(aStatus(2));
    await outbox.deliver();
    t.deepEqual(await toldOn(host), ['step-1', 'step-2']);
  });

  test(`${transport}: a kill after any write of telling or delivering loses no status and tells none twice`, async (t) => {
    const counting = await aTellingSite(t, transport);
    const writes = await countWrites(counting.options);
    t.true(writes > 10);
    for (let kept = 0; kept < writes; kept += 2) {
      const { host, options, open } = await aTellingSite(t, transport);
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
    const { host, outbox } = await aTellingSite(t, transport, { signer });
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
