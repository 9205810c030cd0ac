import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { aHost } from './a-host.ts';

/** Bits of the mode that give leave to others than the owner. */
const toOthers = (path: string) => statSync(path).mode & 0o077;

test('what a pass writes into the state directory can be read by its user alone', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  t.is((await host.atSite('reconcile')).code, 0);
  const state = join(host.top, 'state');
  t.is(toOthers(state), 0);
  t.is(toOthers(host.top) & 0o022, 0, 'the folders above it stay as they are');
  const names = readdirSync(state, { recursive: true, encoding: 'utf8' });
  t.true(names.some((name) => name.startsWith('vault')));
  const open = names.filter((name) => !name.startsWith('mirror') && toOthers(join(state, name)) !== 0);
  t.deepEqual(open, []);
});

test('doctor says so where others can look into the state directory', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  const state = join(host.top, 'state');
  const checkup = async () => {
    const { findings } = (await host.atSite('doctor', '--json')).json() as {
      findings: readonly Record<'check' | 'state' | 'message' | 'hint', string>[];
    };
    return findings.find(({ check }) => check === 'state');
  };
  t.like(await checkup(), { state: 'well', message: state });
  chmodSync(state, 0o755);
  const finding = await checkup();
  t.is(finding?.state, 'attention');
  t.regex(finding?.message ?? '', /mode 755/);
  t.true(finding?.hint.endsWith(`chmod 700 ${state}`));
});
