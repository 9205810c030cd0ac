import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Host } from './a-host.ts';
import { aHost } from './a-host.ts';

async function finding(host: Host, check: string) {
  const { findings } = (await host.atSite('doctor', '--json')).json() as {
    findings: readonly Record<'check' | 'state' | 'message' | 'hint', string>[];
  };
  return findings.find((one) => one.check === check);
}

test('doctor says of which installed patches the backups are lost', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  t.is((await host.atSite('reconcile')).code, 0);
  t.like(await finding(host, 'vault'), { state: 'well' });
  t.regex((await finding(host, 'target'))?.message ?? '', /1 patch in the register, 1 installed/);
  rmSync(join(host.top, 'state'), { recursive: true });
  const vault = await finding(host, 'vault');
  t.is(vault?.state, 'attention');
  t.regex(vault?.message ?? '', /LAB-1/);
});

test('doctor says that an attempt was cut short', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  t.is((await host.atSite('reconcile')).code, 0);
  const register = join(host.top, 'namespace', '.patchfleet', 'register.jsonl');
  const lines = readFileSync(register, 'utf8').trimEnd().split('\n');
  const upToAttempting = lines.findIndex((line) => line.includes('"attempting"')) + 1;
  writeFileSync(register, '');
  appendFileSync(register, `${lines.slice(0, upToAttempting).join('\n')}\n`);
  const target = await finding(host, 'target');
  t.is(target?.state, 'attention');
  t.regex(target?.message ?? '', /Attempt 1 \(LAB-1\)/);
});

test('a hold on a patch that nobody knows is taken, and says so', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  t.is((await host.atSite('reconcile')).code, 0);
  t.regex(
    (await host.atSite('hold', 'LAB-11', '--why', 'audit')).out,
    /No patch of this id is known here yet/,
  );
});
