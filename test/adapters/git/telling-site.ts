import {
  appendFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Disk } from '../../../src/adapters/files/disk.ts';
import type { OutboxOptions } from '../../../src/adapters/git/outbox.ts';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import type { SiteName } from '../../../src/base/names.ts';
import type { StatusCommit } from '../../../src/ports/outbox.ts';
import { aGitHost, git } from './git-host.ts';
import type { GitHost } from './git-host.ts';

export const site = 'uat-a' as SiteName;
export const branch = `status/${site}`;

/** Flushes nothing, which a test does not need. */
export const quickDisk: Disk = {
  replace: (path, bytes) => {
    writeFileSync(`${path}.new`, bytes);
    renameSync(`${path}.new`, path);
  },
  replaceAll: () => Promise.reject(new Error('an outbox writes its files one by one')),
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

/** A site that tells a host on loopback. */
export async function aTellingSite(
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
    patience: { tries: 2, stall: 30_000, limit: 60_000, sleep: () => Promise.resolve() },
    ...more,
  };
  return { host, options, outbox: openOutbox(options), open: () => openOutbox(options) };
}

export function aStatus(number: number): StatusCommit {
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
export async function toldOn(host: GitHost, name = branch): Promise<string[]> {
  const log = await git(host.at('status'), [
    'log',
    '--reverse',
    '--format=%(trailers:key=Transition,valueonly)',
    name,
  ]);
  return log.split('\n').filter((line) => line !== '');
}

export async function filesOn(host: GitHost, name = branch): Promise<string[]> {
  return (await git(host.at('status'), ['ls-tree', '-r', '--name-only', name])).trim().split('\n');
}

/** A disk after so many of whose writes the process is gone. */
export function aMortalDisk(limit: number) {
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
    replaceAll: real.replaceAll.bind(real),
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
