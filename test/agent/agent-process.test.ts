import { appendFileSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { aHost } from '../cli/a-host.ts';
import { aPatch, aRoutine } from '../publish/a-patch.ts';
import { isEndOfPass, startAgent } from './start-agent.ts';

const patch = 'LAB-2026.001';

test('the agent installs, takes a hint, keeps its configuration after a bad edit, takes a good one, and stops in order', async (t) => {
  const host = aHost(patch);
  await host.run('release', patch, '--publish');
  const config = join(host.top, 'site.yaml');
  const agent = startAgent(t, ['--config', config]);
  await agent.untilLine(({ fact }) => fact === 'committed');
  await agent.untilLine(isEndOfPass);

  const hint = join(host.top, 'state', 'hint');
  let seen = agent.lines.length;
  writeFileSync(hint, '');
  await agent.untilLine(isEndOfPass, seen);
  seen = agent.lines.length;
  utimesSync(hint, new Date(0), new Date(0));
  await agent.untilLine(isEndOfPass, seen);

  seen = agent.lines.length;
  const held = await host.atSite('suspend', '--why', 'audit');
  t.is(held.code, 0, held.err);
  await agent.untilLine(isEndOfPass, seen);

  seen = agent.lines.length;
  const good = readFileSync(config, 'utf8');
  appendFileSync(config, 'poll: never\n');
  t.regex(
    (await agent.untilLine(({ event }) => event === 'configuration', seen)).msg,
    /poll.*former one holds|former one holds.*poll/s,
  );
  await agent.untilLine(({ type }) => type === 'ConfigurationRefused', seen);
  const ill = (await (await agent.ask('/healthz')).json()) as { ok: boolean; sites: { wrong: string[] }[] };
  t.true(ill.ok);
  t.regex(ill.sites[0]?.wrong.join() ?? '', /poll/);

  seen = agent.lines.length;
  writeFileSync(`${config}.new`, `${good}poll: 7m\n`);
  renameSync(`${config}.new`, config);
  await agent.untilLine(({ event, msg }) => event === 'configuration' && msg.includes('changed'), seen);
  await agent.untilLine(({ event, msg }) => event === 'configuration' && msg.includes('in order'), seen);

  seen = agent.lines.length;
  writeFileSync(config, good.replace('site: uat-1', 'site: uat-2'));
  t.regex((await agent.untilLine(({ event }) => event === 'configuration', seen)).msg, /only with a restart/);

  t.regex(
    await (await agent.ask('/metrics')).text(),
    /patchfleet_attempts_total\{site="uat-1",action="install",outcome="installed"\} 1/,
  );
  agent.signal('SIGTERM');
  t.is(await agent.ended, 0);
  t.notRegex(agent.written(), /"level":"fatal"/);
});

test('of two sites the one that cannot be read keeps nobody else from working, and begins once it is mended', async (t) => {
  const [host, other] = [aHost(patch), aHost(patch)];
  await host.run('release', patch, '--publish');
  await other.run('release', patch, '--publish');
  const broken = join(other.top, 'site.yaml');
  const good = readFileSync(broken, 'utf8');
  writeFileSync(broken, 'site: [\n');
  const agent = startAgent(t, ['-c', broken, '-c', join(host.top, 'site.yaml')]);
  await agent.untilLine(({ fact }) => fact === 'committed');
  t.is((await agent.ask('/healthz')).status, 503);
  let seen = agent.lines.length;
  writeFileSync(broken, good);
  t.regex((await agent.untilLine(({ level }) => level === 'error', seen)).msg, /name the same site/);
  seen = agent.lines.length;
  writeFileSync(broken, good.replace('site: uat-1', 'site: prod-1'));
  await agent.untilLine(({ event, site }) => event === 'begun' && site === 'prod-1', seen);
  agent.signal('SIGINT');
  t.is(await agent.ended, 0);
});

test('an agent that is stopped in the middle of an attempt leaves a site that the next start finishes', async (t) => {
  const host = aHost();
  host.merge({ ...aPatch(patch), ...kitOf(patch, 150) });
  await host.run('kit', 'build', patch);
  host.merge({});
  const released = await host.run('release', patch, '--publish');
  t.is(released.code, 0, released.err);
  const args = ['--config', join(host.top, 'site.yaml')];
  const first = startAgent(t, [...args, '--stop-within', '0s']);
  await first.untilLine(({ fact }) => fact === 'backing-up');
  first.signal('SIGTERM');
  t.is(await first.ended, 0);
  const cut = first.lines.some(({ how }) => how === 'cut');
  t.log(cut ? 'the attempt was cut' : 'the attempt had ended');
  const second = startAgent(t, args);
  if (cut) await second.untilLine(({ fact }) => fact === 'abandoned' || fact === 'rolled-back');
  await second.untilLine(isEndOfPass);
  second.signal('SIGTERM');
  t.is(await second.ended, 0);
  t.like((await host.atSite('get', 'patches', '--json')).json(), { patches: [{ state: 'installed' }] });
});

test('a service manager is told when the agent is ready, lives, and stops', async (t) => {
  const host = aHost();
  const told = join(host.top, 'told');
  const notify = join(host.top, 'systemd-notify');
  writeFileSync(notify, `#!/bin/sh\necho "$*" >> ${told}\n`, { mode: 0o755 });
  const agent = startAgent(t, ['--config', join(host.top, 'site.yaml')], {
    PATH: `${host.top}:${process.env['PATH'] ?? ''}`,
    NOTIFY_SOCKET: join(host.top, 'socket'),
    WATCHDOG_USEC: '300000',
  });
  await agent.untilLine(isEndOfPass);
  await agent.untilLine(() => readFileSync(told, 'utf8').includes('WATCHDOG=1'));
  agent.signal('SIGTERM');
  t.is(await agent.ended, 0);
  const words = readFileSync(told, 'utf8').split('\n').filter(Boolean);
  t.regex(words[0] ?? '', /^--ready/);
  t.true(words.some((line) => line.startsWith('STOPPING=1')));
});

/** A kit of so many routines that their backup takes its time. */
function kitOf(id: string, count: number): Record<string, string> {
  const [head = '', routine = '', foot = ''] = aRoutine('LABMANY', 'QUIT').split(/(<Routine.*<\/Routine>)/s);
  const routines = Array.from({ length: count }, (_, index) =>
    routine.replaceAll('LABMANY', `LABMANY${index}`),
  );
  return { [`patches/${id}/kit/Code.xml`]: `${head}${routines.join('\n')}${foot}` };
}
