import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest from 'ava';
import type { ExecutionContext } from 'ava';
import type { FailureCode } from '../../../src/base/failure.ts';
import { Failure } from '../../../src/base/failure.ts';
import type { ObjectId, PatchId, SiteName } from '../../../src/base/names.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import type { RepositoryOptions } from '../../../src/adapters/git/open-mirror.ts';
import type { Repository } from '../../../src/ports/repository.ts';
import type { ReleaseFile } from '../../../src/kit/release-record.ts';
import { aGitHost, git, idOf, noise, write } from './git-host.ts';
import type { Files, GitHost } from './git-host.ts';

const lab1 = 'LAB-1' as PatchId;
const lab2 = 'LAB-2' as PatchId;
const kit: Files = {
  'patch.yaml': 'id: LAB-1\n',
  'kit/Routes.xml': noise('routes', 5_000),
  'kit/deep/er/ünï.txt': '',
  'kit/run.sh': { mode: '100755', content: '#!/bin/sh\n' },
};

type Open = (options: RepositoryOptions) => Repository;

/** What every git adapter must do, against a real git server. `open` makes the adapter. */
export function runRepositoryContract(adapter: string, open: Open): void {
  const test = anyTest.serial;

  /** A host with a channel of two commits, two releases (each on top of other history), and a site that reads them. */
  async function aSite(t: ExecutionContext, more: Partial<RepositoryOptions> = {}) {
    const host = await aGitHost(t, ['patches', 'status']);
    cpSync(await template(), host.at('patches'), { recursive: true });
    return { host, ...aReader(host, open, more) };
  }

  test(`${adapter}: a poll asks for the channel's tip and gets nothing else`, async (t) => {
    const { host, repository } = await aSite(t);
    t.is(await repository.poll(), await idOf(host.at('patches'), 'channel/default'));
    t.true(sent(host) < 1_000, `${sent(host)} bytes`);
    t.true(host.server.requests.every(({ protocol }) => protocol === 'version=2'));
  });

  test(`${adapter}: there is no channel where nobody has published one`, async (t) => {
    const { repository } = await aSite(t, { channel: 'other' });
    t.is(await repository.poll(), null);
  });

  test(`${adapter}: the channel comes with its commit as git stores it, its files, and no history`, async (t) => {
    const { host, repository, folder } = await aSite(t);
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
    const { host, repository, folder } = await aSite(t);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    const release = await repository.readRelease(lab1, tag);
    t.is(release.tag, tag);
    t.is(text(release.tagObject), await git(host.at('patches'), ['cat-file', 'tag', tag]));
    t.deepEqual(await contentsOf(release.files), contents(kit));
    t.deepEqual(await contentsOf(release.files), contents(kit), 'read a second time');
    t.false(holds(folder, await idOf(host.at('patches'), 'patch/LAB-2')));
    t.false(holds(folder, await idOf(host.at('patches'), 'patch/LAB-1^{commit}~1')));
    t.true(sent(host) < 12_000, `${sent(host)} bytes`);
  });

  test(`${adapter}: what was fetched before is answered without the network`, async (t) => {
    const { host, repository, options } = await aSite(t);
    const tip = await tipOf(repository);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    await repository.readChannel(tip);
    await repository.readRelease(lab1, tag);
    await host.server.close();
    const again = open({ ...options });
    t.is((await again.readChannel(tip)).files.size, 2);
    t.deepEqual(await contentsOf((await again.readRelease(lab1, tag)).files), contents(kit));
  });

  for (const damage of ['garbage', 'other', 'cut', 'gone'] as const) {
    test(`${adapter}: a local object that is damaged (${damage}) is fetched anew, not trusted`, async (t) => {
      const { host, repository, folder, options } = await aSite(t);
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
    const { host, repository } = await aSite(t);
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

  test(`${adapter}: a tag that was moved, signed anew or deleted is an error that says which`, async (t) => {
    const { host, repository } = await aSite(t);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    await git(host.at('patches'), [
      'tag',
      '-f',
      '-a',
      '-m',
      'Signed anew',
      'patch/LAB-1',
      'patch/LAB-1^{commit}',
    ]);
    const error = await fails(t, 'TAG_MOVED', () => repository.readRelease(lab1, tag));
    t.regex(error.message, new RegExp(`${await idOf(host.at('patches'), 'patch/LAB-1')}.*${tag}`));
    await git(host.at('patches'), ['tag', '-d', 'patch/LAB-1']);
    await fails(t, 'TAG_GONE', () => repository.readRelease(lab1, tag));
  });

  test(`${adapter}: a tag without a tag object is refused`, async (t) => {
    const { host, repository } = await aSite(t);
    await git(host.at('patches'), ['tag', '-f', 'patch/LAB-1', 'patch/LAB-1^{commit}']);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    await fails(t, 'TREE_REFUSED', () => repository.readRelease(lab1, tag));
  });

  const hostile: readonly (readonly [string, Files])[] = [
    ['a link', { 'kit/a.xml': { mode: '120000', content: '/etc/passwd' } }],
    ['a submodule', { 'kit/sub': { mode: '160000', content: '1'.repeat(40) } }],
    ['a name with a backslash', { '"kit/..\\\\..\\\\a"': 'x' }],
    ['a name with a newline', { '"kit/a\\nb"': 'x' }],
  ];
  for (const [what, files] of hostile) {
    test(`${adapter}: a release that carries ${what} is refused`, async (t) => {
      const { host, repository } = await aSite(t);
      await write(host.at('patches'), [{ ref: 'tags/patch/LAB-2', files: { 'patch.yaml': '', ...files } }]);
      const tag = await idOf(host.at('patches'), 'patch/LAB-2');
      await fails(t, 'TREE_REFUSED', () => repository.readRelease(lab2, tag));
    });
  }

  for (const name of ['..', '.git', '.GIT', '.']) {
    test(`${adapter}: a release whose tree has an entry named ${name} is refused`, async (t) => {
      const { host, repository } = await aSite(t);
      const blob = (await git(host.at('patches'), ['hash-object', '-w', '--stdin'], 'x')).trim();
      const bytes = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
      const tree = (
        await git(host.at('patches'), ['hash-object', '-w', '--literally', '-t', 'tree', '--stdin'], bytes)
      ).trim();
      const commit = (await git(host.at('patches'), ['commit-tree', '-m', 'x', tree])).trim();
      await git(host.at('patches'), ['tag', '-f', '-a', '-m', 'x', 'patch/LAB-2', commit]);
      const tag = await idOf(host.at('patches'), 'patch/LAB-2');
      await fails(t, 'TREE_REFUSED', () => repository.readRelease(lab2, tag));
    });
  }

  test(`${adapter}: a release whose objects are not all on the host is an error, not a smaller release`, async (t) => {
    const { host, repository } = await aSite(t);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    const blob = await idOf(host.at('patches'), 'patch/LAB-1:kit/Routes.xml');
    await git(host.at('patches'), ['config', 'fetch.unpackLimit', '1000']);
    await unpackAll(host.at('patches'));
    nodeDisk().remove(pathOf(host.at('patches'), blob));
    await t.throwsAsync(repository.readRelease(lab1, tag), { instanceOf: Failure });
  });

  test(`${adapter}: a channel that was rewound or forked is handed over as it is; judging it is not git's part`, async (t) => {
    const { host, repository } = await aSite(t);
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
    const { repository } = await aSite(t);
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
      const { host, repository, waits } = await aSite(t);
      host.server.setFaults([fault, fault]);
      t.is(await repository.poll(), await idOf(host.at('patches'), 'channel/default'));
      t.deepEqual(waits, [750, 1_500]);
    });
  }

  test(`${adapter}: a pack that is cut in the middle, with or without a broken connection, is fetched again`, async (t) => {
    const { host, repository, waits } = await aSite(t);
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
    const { host, repository, waits } = await aSite(t);
    host.server.setFaults([], { kind: 'answer', status: 500 });
    const error = await fails(t, 'GIT_UNREACHABLE', () => repository.poll());
    t.is(error.remedy, 'retry');
    t.is(waits.length, 3);
    await host.server.close();
    await fails(t, 'GIT_UNREACHABLE', () => repository.poll());
    await fails(t, 'GIT_UNREACHABLE', () => repository.readStatuses(['uat-a' as SiteName]));
  });

  test(`${adapter}: an answer that is not git's is a Failure, never a crash`, async (t) => {
    const { host, repository } = await aSite(t);
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
    t.is(await repository.poll(), await idOf(host.at('patches'), 'channel/default'));
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

let built: Promise<string> | null = null;

/** The patches repository that most tests copy, built once. */
function template(): Promise<string> {
  built ??= buildTemplate();
  return built;
}

async function buildTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'git-template-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  await git(folder, ['init', '--quiet', '--bare', '-b', 'main']);
  await git(folder, ['config', 'http.receivepack', 'true']);
  await write(folder, [
    { ref: 'heads/main', files: { 'README.md': noise('history', 300_000) } },
    {
      ref: 'heads/channel/default',
      files: { 'channel.json': '{"counter":1}', old: noise('old', 100_000) },
    },
    { ref: 'heads/channel/default', files: { 'channel.json': '{"counter":2}' }, onTop: true },
    { ref: 'tags/patch/LAB-0', files: { 'kit/old.xml': noise('before', 50_000) } },
    { ref: 'tags/patch/LAB-1', files: kit, onTop: true },
    { ref: 'tags/patch/LAB-2', files: { 'patch.yaml': 'id: LAB-2\n' } },
  ]);
  return folder;
}

/** A site that reads from the host; waits are written down instead of waited for. */
export function aReader(host: GitHost, open: Open, more: Partial<RepositoryOptions> = {}) {
  const waits: number[] = [];
  readers += 1;
  const folder = join(host.folder, `mirror-${readers}`);
  const options: RepositoryOptions = {
    folder,
    remote: { url: host.url('patches'), account: null, ca: null },
    statusRemote: null,
    channel: 'default',
    disk: nodeDisk(),
    patience: {
      stall: 1_500,
      limit: 20_000,
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
      chance: () => 0.5,
    },
    ...more,
  };
  return { repository: open(options), folder, options, waits };
}

let readers = 0;

/** Bytes that the host has sent so far. */
export function sent({ server }: GitHost): number {
  return server.requests.reduce((sum, { bytesSent }) => sum + bytesSent, 0);
}

async function tipOf(repository: Repository): Promise<ObjectId> {
  const tip = await repository.poll();
  if (tip === null) throw new Error('there is no channel');
  return tip;
}

async function contentsOf(files: readonly ReleaseFile[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const file of files) {
    const pieces: Uint8Array[] = [];
    for await (const piece of file.read()) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    if (bytes.length !== file.size) throw new Error(`${file.path} has another size`);
    found[file.path] = bytes.toString('latin1');
  }
  return found;
}

function contents(files: Files): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path, typeof file === 'string' ? file : file.content]),
  );
}

async function fails(t: ExecutionContext, code: FailureCode, act: () => Promise<unknown>): Promise<Failure> {
  const error = await t.throwsAsync(act, { instanceOf: Failure });
  t.is(error.code, code, error.message);
  return error;
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}

function pathOf(repository: string, id: ObjectId): string {
  return join(repository, 'objects', id.slice(0, 2), id.slice(2));
}

function holds(repository: string, id: ObjectId): boolean {
  if (
    readdirSync(join(repository, 'objects')).includes('pack') &&
    readdirSync(join(repository, 'objects', 'pack')).length > 0
  )
    throw new Error('the mirror is expected to hold loose objects only');
  return existsSync(pathOf(repository, id));
}

function overwrite(path: string, bytes: Uint8Array): void {
  nodeDisk().remove(path);
  writeFileSync(path, bytes);
}

async function unpackAll(repository: string): Promise<void> {
  const packs = join(repository, 'objects', 'pack');
  for (const name of readdirSync(packs).filter((file) => file.endsWith('.pack'))) {
    const bytes = readFileSync(join(packs, name));
    for (const part of ['.pack', '.idx', '.rev']) nodeDisk().remove(join(packs, name.replace('.pack', part)));
    await git(repository, ['unpack-objects', '-q'], bytes);
  }
}

function basic({ name, password }: { name: string; password: string }): string {
  return Buffer.from(`${name}:${password}`).toString('base64');
}

/** Every text of an error and of what caused it. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), everythingOf(error.cause ?? '')].join('\n');
}

function aDeadDisk() {
  const dead = (): never => {
    throw new Error('nothing is written here');
  };
  return { ...nodeDisk(), replace: dead, makeFolder: dead };
}
