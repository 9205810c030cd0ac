import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Host } from './a-host.ts';
import { aHost } from './a-host.ts';

const own = 'status/uat-1';
const beside = 'status-recovered/uat-1';

/** A configuration that somebody copied, and gave a state directory of its own. */
function copied(host: Host): string {
  const copy = join(host.top, 'copy.yaml');
  const text = readFileSync(join(host.top, 'site.yaml'), 'utf8');
  writeFileSync(copy, text.replace(/^state: .*$/m, `state: ${join(host.top, 'state-of-the-copy')}`));
  return copy;
}

function conditionsOn(host: Host, branch: string): readonly string[] {
  const { conditions } = JSON.parse(host.git('show', `${branch}:status.json`)) as {
    conditions: readonly { readonly type: string }[];
  };
  return conditions.map(({ type }) => type);
}

test('a second state directory for one site tells beside the first one, which goes on undisturbed, until somebody resumes it', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  t.is((await host.atSite('reconcile')).code, 0);
  const told = host.git('rev-parse', own);
  const copy = copied(host);
  const second = await host.atSite('reconcile', '--config', copy);
  t.regex(second.out + second.err, /StateLost.*second one for this site/);
  t.is(host.git('rev-parse', own), told);
  t.deepEqual(conditionsOn(host, beside), ['StateLost', 'BackupMissing', 'Suspended']);
  t.regex((await host.atSite('doctor', '--config', copy)).out, /StateLost.*status-recovered\/uat-1/);
  const first = await host.atSite('reconcile');
  t.notRegex(first.out + first.err, /StatusForked/);
  t.is((await host.atSite('resume', '--config', copy, '--why', 'this is the one')).code, 0);
  await host.atSite('reconcile', '--config', copy);
  t.deepEqual(conditionsOn(host, own), ['BackupMissing']);
  t.notThrows(() => host.git('merge-base', '--is-ancestor', told.trim(), own));
  const forked = await host.atSite('reconcile');
  t.regex(forked.out + forked.err, /StatusForked.*second agent/);
  t.regex((await host.atSite('doctor')).out, new RegExp(beside));
});

test('a status branch that was deleted on the host is there again after the next pass, though nothing else is new', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  t.is((await host.atSite('reconcile')).code, 0);
  const told = host.git('rev-parse', own);
  host.git('branch', '-D', own);
  t.is((await host.atSite('reconcile')).code, 0);
  t.is(host.git('rev-parse', own), told);
});
