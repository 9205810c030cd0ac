import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { readServiceWish } from '../../src/apps/agent/service/read-service-wish.ts';
import type { ServiceWish } from '../../src/apps/agent/service/service-wish.ts';
import { patienceWith, systemdUnit } from '../../src/apps/agent/service/systemd-unit.ts';
import { windowsTask } from '../../src/apps/agent/service/windows-task.ts';
import { readSiteConfig } from '../../src/apps/config.ts';
import { runPatchfleet } from '../cli/run-patchfleet.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

const plain: ServiceWish = {
  ...{ name: 'patchfleet', user: 'patchfleet', notifies: true, stopWithin: 90_000, beside: false },
  command: ['/usr/bin/node', '/opt/patchfleet/main.js', 'agent', '--config', '/etc/patchfleet/a.yaml'],
  writes: ['/srv/lab'],
};

test('systemd finds nothing wrong with the unit, whatever its paths are called', (t) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
    t.log('skipped: there is no systemd-analyze on this machine');
    t.pass();
    return;
  }
  const folder = temporaryFolder(t);
  const strange = join(folder, `a "b" \\ 100%z $HOME it's.yaml`);
  writeFileSync(strange, '');
  const wishes = {
    'plain.service': { ...plain, command: [process.execPath, ...plain.command.slice(1)] },
    'strange.service': { ...plain, command: [process.execPath, strange], writes: [strange] },
    'beside.service': { ...plain, command: [process.execPath], writes: null, beside: true, notifies: false },
  };
  for (const [name, wish] of Object.entries(wishes)) {
    const unit = join(folder, name);
    writeFileSync(unit, systemdUnit({ ...wish, user: userInfo().username }));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {
      encoding: 'utf8',
    });
    t.is(status, 0, stderr);
    t.notRegex(stderr, new RegExp(name), stderr);
  }
});

test('an agent of plain files may write nothing but its folders; one beside a database is not kept from it', (t) => {
  const strict = systemdUnit(plain);
  t.regex(strict, /^ProtectSystem=strict\nReadWritePaths="\/srv\/lab"\nNoNewPrivileges=yes$/m);
  t.regex(strict, /^TimeoutStopSec=120$/m);
  t.notRegex(strict, /UMask/, 'the users of the database read what is installed');
  const loose = systemdUnit({ ...plain, writes: null, beside: true });
  t.regex(loose, /^ProtectSystem=full$/m);
  t.notRegex(loose, /NoNewPrivileges|PrivateTmp/);
});

test('systemctl is given longer than an attempt under way may take to end', (t) => {
  const unit = systemdUnit({ ...plain, stopWithin: 3_600_000 });
  t.true(patienceWith(unit) > 3_600_000 + 30_000);
});

test('what an agent has to write to follows from the engines of its sites', (t) => {
  const wish = (engine: string, state = '/var/lib/patchfleet/x') => wishFor(t, engine, state);
  t.deepEqual(wish('directory: { folder: /srv/lab }').writes, ['/srv/lab']);
  t.deepEqual(wish('directory: { folder: /srv/lab }', '/data/x').writes, ['/srv/lab', '/data/x']);
  t.false(wish('directory: { folder: /srv/lab }').beside);
  const session = wish('iris: { session: { instance: IRIS, namespace: LAB } }');
  t.is(session.writes, null);
  t.true(session.beside);
});

test('install writes the unit, status sees it, uninstall takes it away; a unit of somebody else is left alone', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'site.yaml'), siteWith('directory: { folder: /srv/lab }', '/data/x'));
  const run = (...args: string[]) => runPatchfleet(['agent', ...args, '--folder', folder], { cwd: folder });
  const unit = join(folder, 'patchfleet.service');
  t.regex((await run('install', '--print')).out, /ExecStart=.*--config .*site\.yaml/);
  t.false(existsSync(unit));
  if (existsSync('/run/systemd/system')) {
    t.log('skipped: systemd runs here, and a test starts no service');
    return;
  }
  t.is((await run('install')).code, 1);
  t.regex(readFileSync(unit, 'utf8'), /ReadWritePaths="\/data\/x"/);
  t.like((await run('status', '--json')).json(), { unit, ours: true });
  t.is((await run('uninstall')).code, 0);
  t.false(existsSync(unit));
  writeFileSync(unit, '[Unit]\n');
  t.is((await run('install')).code, 2);
  t.is((await run('uninstall')).code, 2);
  t.is(readFileSync(unit, 'utf8'), '[Unit]\n');
});

test('on Windows it says what to type, and that nobody tried it', (t) => {
  const text = windowsTask(plain);
  t.regex(text, /never tried by us/);
  t.regex(text, /schtasks \/Create \/TN patchfleet \/SC ONSTART/);
});

function wishFor(t: ExecutionContext, engine: string, state: string): ServiceWish {
  const path = join(temporaryFolder(t), 'site.yaml');
  writeFileSync(path, siteWith(engine, state));
  return readServiceWish([readSiteConfig(path, {})], [path], {
    ...{ name: 'patchfleet', user: 'patchfleet', listen: 'none' },
    stopWithin: { text: '90s', milliseconds: 90_000 },
  });
}

function siteWith(engine: string, state: string): string {
  return `site: x
remotes: { patches: { url: https://git.example.org/lab/patches.git } }
engine: { ${engine} }
trust: { unsigned: true }
state: ${state}
`;
}
