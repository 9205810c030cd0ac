import test from 'ava';
import { aPatch } from '../publish/a-patch.ts';
import { aHost } from './a-host.ts';

test('release and publish against a real repository: signed tag, exact tree, channel, and nothing to do the second time', async (t) => {
  const host = aHost('LAB-1');
  const released = await host.run('release', 'LAB-1', '--publish', '--json');
  t.is(released.code, 0, released.out + released.err);
  t.like(released.json(), { kind: 'released', channel: { state: 'new', counter: 1, added: ['LAB-1'] } });
  t.is(host.git('rev-parse', 'patch/LAB-1^{tree}'), host.git('rev-parse', 'main:patches/LAB-1'));
  t.regex(host.git('cat-file', 'tag', 'patch/LAB-1'), /-----BEGIN SSH SIGNATURE-----/);
  t.regex(
    host.git('log', '-1', '--format=%an %s', 'channel/default'),
    /^Ana Prieto Publish default 1: LAB-1$/m,
  );
  const again = await host.run('release', 'LAB-1', '--publish', '--json');
  t.is(again.code, 0, again.out + again.err);
  t.like(again.json(), {
    releases: [{ state: 'already-released' }],
    channel: { state: 'nothing-to-do', commit: null },
  });
});

test('git finds nothing amiss in the objects of a release, whose commit names its source', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.notThrows(() => host.git('fsck', '--strict', '--no-dangling'));
  t.regex(host.git('log', '-1', '--format=%B', 'patch/LAB-1'), /Source-Commit: [0-9a-f]{40}/);
});

test('content that changed after its release is refused with 2, and the tag stays', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1')).code, 0);
  const tag = host.git('rev-parse', 'patch/LAB-1');
  host.merge(aPatch('LAB-1', { code: 'QUIT 1' }));
  const refused = await host.run('release', 'LAB-1', '--json');
  t.is(refused.code, 2);
  t.like(refused.json(), { kind: 'error', code: 'RELEASE_CHANGED' });
  t.is(host.git('rev-parse', 'patch/LAB-1'), tag);
});

test('without a key nothing is released, and the failure says how to name one', async (t) => {
  const host = aHost('LAB-1');
  const { code, err } = await host.run('release', 'LAB-1', '--key', 'no-such-file');
  t.is(code, 2);
  t.regex(err, /There is no file no-such-file/);
});

test('a recall is written, signed, published, and counts at a site that trusts its key', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const recalled = await host.run('recall', 'LAB-1', '--why', 'wrong code', '--json');
  t.is(recalled.code, 0, recalled.out + recalled.err);
  t.like(recalled.json(), { kind: 'signed', file: 'recalls/LAB-1.yaml', key: host.publicKey });
  host.merge({});
  t.is((await host.run('publish')).code, 0);
  const explained = await host.atSite('explain', 'LAB-1', '--json');
  t.like(explained.json(), { kind: 'explanation', recall: { who: 'ana', installed: 'keep' } });
});

test('approvals and holds for far places are signed files in the working copy', async (t) => {
  const host = aHost('LAB-1');
  const approved = await host.run(
    'approve',
    'LAB-1',
    '--repository',
    '--ring',
    'prod',
    '--why',
    'tested',
    '--json',
  );
  t.like(approved.json(), { kind: 'signed', file: 'approvals/prod/LAB-1/ana.yaml' });
  const held = await host.run(
    'hold',
    'all',
    '--repository',
    '.',
    '--site',
    'prod-1',
    '--why',
    'move',
    '--json',
  );
  t.like(held.json(), { kind: 'signed', file: 'holds/prod-1/all.yaml' });
  host.merge({});
  const published = await host.run('publish', '--json');
  t.is(published.code, 0, published.out);
  t.like(published.json(), {
    ...{ kind: 'published', state: 'new' },
    remarks: ['approvals/prod/LAB-1/ana.yaml will count nowhere as long as LAB-1 is not released.'],
  });
  const nowhere = await host.run('approve', 'LAB-1', '--repository', '--why', 'x', '--json');
  t.like(nowhere.json(), { kind: 'error', code: 'ARGUMENT_MISSING' });
});
