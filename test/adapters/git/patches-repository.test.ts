import { join } from 'node:path';
import anyTest from 'ava';
import type { ExecutionContext } from 'ava';
import { Failure } from '../../../src/base/failure.ts';
import type { ObjectId } from '../../../src/base/names.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openPatchesRepository } from '../../../src/adapters/git/patches-repository.ts';
import type { PatchesRepository } from '../../../src/ports/patches-repository.ts';
import { aGitHost, git, idOf, noise, write } from './git-host.ts';
import type { GitHost } from './git-host.ts';

const test = anyTest.serial;
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

async function aHost(t: ExecutionContext): Promise<GitHost> {
  const host = await aGitHost(t, ['patches']);
  await write(host.at('patches'), [
    {
      ref: 'heads/main',
      files: {
        'fleet.yaml': 'sites: {}\n',
        'patches/LAB-1/patch.yaml': 'id: LAB-1\n',
        'patches/LAB-1/kit/ü x.xml': noise('kit', 3_000),
        'patches/LAB-1/run.sh': { mode: '100755', content: 'x' },
        link: { mode: '120000', content: 'fleet.yaml' },
        'patches/LAB-9/link': { mode: '120000', content: 'fleet.yaml' },
      },
    },
    { ref: 'tags/patch/LAB-0', files: { 'patch.yaml': 'id: LAB-0\n' } },
    { ref: 'tags/other', files: { x: 'x' } },
    { ref: 'heads/feature', files: { x: 'x' } },
  ]);
  return host;
}

let copies = 0;

function aCopy(host: GitHost, folder?: string): PatchesRepository {
  copies += 1;
  return openPatchesRepository({
    folder: folder ?? join(host.folder, `copy-${copies}`),
    remote: { url: host.url('patches'), account: null, ca: null },
    disk: nodeDisk(),
    patience: { sleep: () => Promise.resolve(), stall: 30_000, limit: 60_000 },
  });
}

/** A release as `release` makes it: a commit of a folder's files, and a tag. */
async function aRelease(repository: PatchesRepository, source: ObjectId) {
  const tree = await repository.writeTree(await repository.readFiles(source, 'patches/LAB-1'));
  const who = 'T <t@example.org> 1700000000 +0000';
  const commit = await repository.writeObject(
    'commit',
    bytes(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nLAB-1\n`),
  );
  const tag = await repository.writeObject(
    'tag',
    bytes(`object ${commit}\ntype commit\ntag patch/LAB-1\ntagger ${who}\n\nLAB-1\n`),
  );
  return { tree, commit, tag };
}

test('refs, tags and files are those of the host as of the last refresh', async (t) => {
  const host = await aHost(t);
  const repository = aCopy(host);
  t.is(await repository.readRef('refs/heads/main'), null);
  await repository.refresh();
  const main = await idOf(host.at('patches'), 'main');
  t.is(await repository.readRef('refs/heads/main'), main);
  t.is(await repository.readRef('refs/heads/feature'), null);
  t.is(await repository.readRef('refs/heads/channel/default'), null);
  const tag = await idOf(host.at('patches'), 'patch/LAB-0');
  t.deepEqual([...(await repository.listTags())], [['refs/tags/patch/LAB-0', tag]]);
  const files = await repository.readFiles(main, 'patches/LAB-1');
  t.deepEqual([...files.keys()].sort(), ['kit/ü x.xml', 'patch.yaml', 'run.sh']);
  t.deepEqual([files.get('run.sh')?.executable, files.get('patch.yaml')?.executable], [true, false]);
  t.is(files.get('kit/ü x.xml')?.size, 3_000);
  const blob = files.get('kit/ü x.xml')?.blob ?? ('' as ObjectId);
  t.is(Buffer.from(await repository.readBlob(blob)).toString('latin1'), noise('kit', 3_000));
  t.is(
    Buffer.from(await repository.readObject(tag)).toString(),
    await git(host.at('patches'), ['cat-file', 'tag', tag]),
  );
  t.is((await repository.readFiles(main, '')).size, 4);
  t.is((await repository.readFiles(main, 'patches/NONE')).size, 0);
  await t.throwsAsync(repository.readFiles(main, 'patches/LAB-9'), {
    instanceOf: Failure,
    message: /symbolic link/,
  });
  await t.throwsAsync(repository.readBlob('1'.repeat(40) as ObjectId), { instanceOf: Failure });
});

test('a thousand objects are read by one program', async (t) => {
  const host = await aHost(t);
  const repository = aCopy(host);
  await repository.refresh();
  const ids = await Promise.all(
    Array.from({ length: 1_000 }, (_, index) => repository.writeBlob(bytes(noise(`${index}`, index)))),
  );
  const read = await Promise.all(ids.map((id) => repository.readBlob(id)));
  t.true(
    read.every((content, index) => Buffer.from(content).toString('latin1') === noise(`${index}`, index)),
  );
});

test('a release, its tag and a channel go to the host in one atomic push, and the tree is the one that was reviewed', async (t) => {
  const host = await aHost(t);
  const repository = aCopy(host);
  await repository.refresh();
  const main = await repository.readRef('refs/heads/main');
  const { tree, commit, tag } = await aRelease(repository, main ?? ('' as ObjectId));
  t.is(tree, await idOf(host.at('patches'), 'main:patches/LAB-1'));
  const updates = [
    { ref: 'refs/tags/patch/LAB-1', from: null, to: tag },
    { ref: 'refs/heads/channel/default', from: null, to: commit },
  ];
  t.is(await repository.push(updates), 'pushed');
  t.is(await idOf(host.at('patches'), 'patch/LAB-1'), tag);
  t.is(await idOf(host.at('patches'), 'channel/default'), commit);
  await git(host.at('patches'), ['fsck', '--strict', '--no-dangling']);
  await repository.refresh();
  t.is((await repository.listTags()).size, 2);
});

test('who is not first loses the race, and nothing of theirs is on the host', async (t) => {
  const host = await aHost(t);
  const [one, two] = [aCopy(host), aCopy(host)];
  await one.refresh();
  await two.refresh();
  const main = (await one.readRef('refs/heads/main')) ?? ('' as ObjectId);
  const first = await aRelease(one, main);
  const second = await aRelease(two, main);
  const other = await two.writeObject(
    'commit',
    bytes(`tree ${second.tree}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nOther\n`),
  );
  t.is(await one.push([{ ref: 'refs/heads/channel/default', from: null, to: first.commit }]), 'pushed');
  const losing = [
    { ref: 'refs/heads/channel/default', from: null, to: other },
    { ref: 'refs/tags/patch/LAB-1', from: null, to: second.tag },
  ];
  t.is(await two.push(losing), 'lost-race');
  await t.throwsAsync(idOf(host.at('patches'), 'refs/tags/patch/LAB-1'));
  t.is(await two.push([{ ref: 'refs/tags/patch/LAB-0', from: null, to: second.tag }]), 'lost-race');
  t.is(await two.push([{ ref: 'refs/heads/channel/default', from: first.commit, to: other }]), 'pushed');
  t.is(
    await one.push([{ ref: 'refs/heads/channel/default', from: first.commit, to: first.commit }]),
    'lost-race',
  );
});

test('a push whose answer got lost counts as pushed', async (t) => {
  const host = await aHost(t);
  const repository = aCopy(host);
  await repository.refresh();
  const { tag } = await aRelease(
    repository,
    (await repository.readRef('refs/heads/main')) ?? ('' as ObjectId),
  );
  host.server.setFaults([{ kind: 'none' }, { kind: 'cut', after: 0 }]);
  t.is(await repository.push([{ ref: 'refs/tags/patch/LAB-1', from: null, to: tag }]), 'pushed');
  t.is(await idOf(host.at('patches'), 'patch/LAB-1'), tag);
});

test('a host that refuses says why, and one that is gone is unreachable', async (t) => {
  const host = await aHost(t);
  const repository = aCopy(host);
  await repository.refresh();
  const { tag } = await aRelease(
    repository,
    (await repository.readRef('refs/heads/main')) ?? ('' as ObjectId),
  );
  await git(host.at('patches'), ['config', 'receive.denyDeletes', 'true']);
  await git(host.at('patches'), ['config', 'http.receivepack', 'false']);
  const updates = [{ ref: 'refs/tags/patch/LAB-1', from: null, to: tag }];
  await t.throwsAsync(repository.push(updates), { instanceOf: Failure, code: 'GIT_DENIED' });
  await host.server.close();
  await t.throwsAsync(repository.push(updates), { instanceOf: Failure, code: 'GIT_UNREACHABLE' });
  await t.throwsAsync(repository.refresh(), { instanceOf: Failure, code: 'GIT_UNREACHABLE' });
});

test('a working copy is used as it is, and its own branches and files stay untouched', async (t) => {
  const host = await aHost(t);
  const clone = join(host.folder, 'clone');
  await git(host.folder, ['clone', '--quiet', host.url('patches'), clone]);
  const before = await git(clone, ['for-each-ref', 'refs/heads', 'refs/tags', 'refs/remotes']);
  const repository = aCopy(host, clone);
  await repository.refresh();
  const { tag } = await aRelease(
    repository,
    (await repository.readRef('refs/heads/main')) ?? ('' as ObjectId),
  );
  t.is(await repository.push([{ ref: 'refs/tags/patch/LAB-1', from: null, to: tag }]), 'pushed');
  t.is(await git(clone, ['for-each-ref', 'refs/heads', 'refs/tags', 'refs/remotes']), before);
  t.is(await git(clone, ['status', '--porcelain']), '');
});
