import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { FailureCode } from '../../../src/base/failure.ts';
import { Failure } from '../../../src/base/failure.ts';
import type { ObjectId, PatchId } from '../../../src/base/names.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import type { RepositoryOptions } from '../../../src/adapters/git/open-mirror.ts';
import type { Patience } from '../../../src/adapters/git/patience.ts';
import type { Repository } from '../../../src/ports/repository.ts';
import type { ReleaseFile } from '../../../src/kit/release-record.ts';
import { aGitHost, git, noise, write } from './git-host.ts';
import type { Files, GitHost } from './git-host.ts';

export const lab1 = 'LAB-1' as PatchId;
export const lab2 = 'LAB-2' as PatchId;
export const kit: Files = {
  'patch.yaml': 'id: LAB-1\n',
  'kit/Routes.xml': noise('routes', 20_000),
  'kit/deep/er/ünï.txt': '',
  'kit/run.sh': { mode: '100755', content: '#!/bin/sh\n' },
};

export type Open = (options: RepositoryOptions) => Repository;

/** A host with a channel of two commits, two releases (each on top of other history), and a site that reads them. */
export async function aSite(t: ExecutionContext, open: Open, more: Partial<RepositoryOptions> = {}) {
  const host = await aGitHost(t, ['patches', 'status']);
  cpSync(await template(), host.at('patches'), { recursive: true });
  return { host, ...aReader(host, open, more) };
}

let built: Promise<string> | null = null;

/** The patches repository that most tests copy, built once. */
export function template(): Promise<string> {
  built ??= buildTemplate();
  return built;
}

export async function buildTemplate(): Promise<string> {
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
export function aReader(
  host: GitHost,
  open: Open,
  more: Partial<RepositoryOptions> = {},
  patience: Partial<Patience> = {},
) {
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
      stall: 30_000,
      limit: 60_000,
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
      chance: () => 0.5,
      ...patience,
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

export async function tipOf(repository: Repository): Promise<ObjectId> {
  const { channel: tip } = await repository.poll();
  if (tip === null) throw new Error('there is no channel');
  return tip;
}

export async function contentsOf(files: readonly ReleaseFile[]): Promise<Record<string, string>> {
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

export function contents(files: Files): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path, typeof file === 'string' ? file : file.content]),
  );
}

export async function fails(
  t: ExecutionContext,
  code: FailureCode,
  act: () => Promise<unknown>,
): Promise<Failure> {
  const error = await t.throwsAsync(act, { instanceOf: Failure });
  t.is(error.code, code, error.message);
  return error;
}

export function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}

export function pathOf(repository: string, id: ObjectId): string {
  return join(repository, 'objects', id.slice(0, 2), id.slice(2));
}

export function holds(repository: string, id: ObjectId): boolean {
  if (
    readdirSync(join(repository, 'objects')).includes('pack') &&
    readdirSync(join(repository, 'objects', 'pack')).length > 0
  )
    throw new Error('the mirror is expected to hold loose objects only');
  return existsSync(pathOf(repository, id));
}

export function overwrite(path: string, bytes: Uint8Array): void {
  nodeDisk().remove(path);
  writeFileSync(path, bytes);
}

export async function unpackAll(repository: string): Promise<void> {
  const packs = join(repository, 'objects', 'pack');
  for (const name of readdirSync(packs).filter((file) => file.endsWith('.pack'))) {
    const bytes = readFileSync(join(packs, name));
    for (const part of ['.pack', '.idx', '.rev']) nodeDisk().remove(join(packs, name.replace('.pack', part)));
    await git(repository, ['unpack-objects', '-q'], bytes);
  }
}

export function basic({ name, password }: { name: string; password: string }): string {
  return Buffer.from(`${name}:${password}`).toString('base64');
}

/** Every text of an error and of what caused it. */
export function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), everythingOf(error.cause ?? '')].join('\n');
}

export function aDeadDisk() {
  const dead = (): never => {
    throw new Error('nothing is written here');
  };
  return { ...nodeDisk(), replace: dead, makeFolder: dead };
}
