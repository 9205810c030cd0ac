import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import anyTest from 'ava';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { idOf } from './git-host.ts';
import {
  aReader,
  aSite,
  contents,
  contentsOf,
  fails,
  kit,
  lab1,
  lab2,
  pathOf,
  tipOf,
} from './reading-site.ts';
import type { Open } from './reading-site.ts';

const test = anyTest.serial;

/** What a site makes of a mirror that somebody or something damages under it: the host has all that is in it. */
export function outlivesDamage(adapter: string, open: Open): void {
  for (const [what, damage] of Object.entries(damages)) {
    test(`${adapter}: a mirror whose ${what} is made anew by whoever needs it, and nothing is said of the host`, async (t) => {
      const { host, repository, folder, waits } = await aSite(t, open);
      const at = (ref: string) => idOf(host.at('patches'), ref);
      const [first, second, tip] = [
        await at('patch/LAB-1'),
        await at('patch/LAB-2'),
        await tipOf(repository),
      ];
      await repository.readChannel(tip);
      await repository.readRelease(lab1, first);
      damage(folder, pathOf(folder, first));
      t.is(await tipOf(repository), tip);
      t.is((await repository.readRelease(lab2, second)).files.length, 1);
      t.deepEqual(await contentsOf((await repository.readRelease(lab1, first)).files), contents(kit));
      t.is((await repository.readChannel(tip)).files.size, 2);
      t.deepEqual(waits, []);
    });
  }

  test(`${adapter}: while another program fetches into the mirror it is waited for, and nothing is thrown away`, async (t) => {
    const { host, folder } = await aSite(t, open);
    const lock = join(folder, 'shallow.lock');
    const removed: string[] = [];
    const disk = {
      ...nodeDisk(),
      removeFolder: (path: string) => {
        removed.push(path);
      },
    };
    const waits: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      if (waits.length === 2) rmSync(lock);
      return Promise.resolve();
    };
    const { repository } = aReader(host, open, { folder, disk }, { sleep });
    const tip = await tipOf(repository);
    await repository.readChannel(tip);
    writeFileSync(lock, '');
    const release = await repository.readRelease(lab1, await idOf(host.at('patches'), 'patch/LAB-1'));
    t.deepEqual(await contentsOf(release.files), contents(kit));
    t.is(waits.length, adapter === 'system' ? 2 : 0);
    t.false(removed.includes(folder));
  });

  test(`${adapter}: a file of a release that is lost while it is read is no fault of the host`, async (t) => {
    const { host, repository, folder } = await aSite(t, open);
    const { files } = await repository.readRelease(lab1, await idOf(host.at('patches'), 'patch/LAB-1'));
    rmSync(folder, { recursive: true });
    const error = await fails(t, 'GIT_MIRROR_DAMAGED', () => contentsOf(files));
    t.true(error.message.includes(folder));
  });

  test(`${adapter}: a mirror that stays damaged is said to be that, with its place`, async (t) => {
    const { host, options, folder } = await aSite(t, open);
    const disk = {
      ...nodeDisk(),
      removeFolder: () => undefined,
      makeFolder: () => undefined,
    };
    writeFileSync(folder, 'no folder');
    const { repository } = aReader(host, open, { ...options, disk });
    const error = await fails(t, 'GIT_MIRROR_DAMAGED', async () =>
      repository.readRelease(lab1, await idOf(host.at('patches'), 'patch/LAB-1')),
    );
    t.true(error.message.includes(folder));
  });

  test(`${adapter}: a mirror that is lost with all around it is made anew for its user alone`, async (t) => {
    const { folder, options, host } = await aSite(t, open);
    const state = join(dirname(folder), 'state');
    const disk = nodeDisk({ privateBelow: state });
    const { repository } = aReader(host, open, { ...options, disk, folder: join(state, 'mirror') });
    await repository.readChannel(await tipOf(repository));
    t.is(statSync(state).mode & 0o077, 0);
    t.is(statSync(join(state, 'mirror')).mode & 0o077, 0);
  });
}

const damages: Readonly<Record<string, (mirror: string, object: string) => void>> = {
  'folder is gone': (mirror) => {
    rmSync(mirror, { recursive: true });
  },
  'place is taken by a file': (mirror) => {
    rmSync(mirror, { recursive: true });
    writeFileSync(mirror, '');
  },
  'objects are gone': (mirror) => {
    rmSync(join(mirror, 'objects'), { recursive: true });
  },
  'objects are all damaged': (mirror) => {
    const objects = join(mirror, 'objects');
    for (const file of readdirSync(objects, { recursive: true, encoding: 'utf8' }))
      if (/^..\/.{38}$/.test(file)) writeFileSync(join(objects, file), 'damaged');
  },
  'object is a folder': (_, object) => {
    rmSync(object);
    mkdirSync(object);
  },
  'HEAD is empty': (mirror) => {
    writeFileSync(join(mirror, 'HEAD'), '');
  },
  'config is damaged': (mirror) => {
    writeFileSync(join(mirror, 'config'), '\0[core\n');
  },
  'refs are gone': (mirror) => {
    rmSync(join(mirror, 'refs'), { recursive: true });
  },
  'pack has vanished': (mirror) => {
    mkdirSync(join(mirror, 'objects', 'pack'), { recursive: true });
    symlinkSync('/nowhere/at/all', join(mirror, 'objects', 'pack', 'pack-1.pack'));
  },
  'locks outlived a git that was killed': (mirror) => {
    const hours = new Date(Date.now() - 2 * 60 * 60 * 1_000);
    for (const lock of ['HEAD.lock', 'shallow.lock']) {
      writeFileSync(join(mirror, lock), '');
      utimesSync(join(mirror, lock), hours, hours);
    }
  },
};
