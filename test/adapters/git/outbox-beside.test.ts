import { cpSync, rmSync } from 'node:fs';
import anyTest from 'ava';
import type { OutboxOptions } from '../../../src/adapters/git/outbox.ts';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import type { SiteName } from '../../../src/base/names.ts';
import type { ActFact } from '../../../src/journal/journal-event.ts';
import { recordAct } from '../../../src/reconcile/record-act.ts';
import { aWorld } from '../../reconcile/scenarios.ts';
import { idOf } from './git-host.ts';
import type { GitHost } from './git-host.ts';
import { aMortalDisk, aStatus, aTellingSite, branch, site, toldOn } from './telling-site.ts';

const test = anyTest.serial;
const spare = `status-recovered/${site}`;
const tipOf = (host: GitHost) => idOf(host.at('status'), branch);

/** A host that has the first status, and a state directory that is none the wiser and has told the second beside it. */
async function aSecondDirectory(t: Parameters<typeof aTellingSite>[0], transport: 'system' | 'embedded') {
  const { host, options, outbox, open } = await aTellingSite(t, transport);
  await outbox.tell(aStatus(1));
  await outbox.deliver();
  rmSync(options.folder, { recursive: true });
  const second = open();
  await second.tell(aStatus(2));
  return { host, options, open, second, delivery: await second.deliver('beside') };
}

for (const transport of ['system', 'embedded'] as const) {
  test(`${transport}: what is told beside leaves the site's own branch as it is, and is no fork`, async (t) => {
    const { host, second, delivery } = await aSecondDirectory(t, transport);
    t.deepEqual(delivery, { kind: 'recovered', branch: spare, commits: 1 });
    t.deepEqual(await toldOn(host), ['step-1']);
    t.deepEqual(await toldOn(host, spare), ['step-2']);
    host.server.forget();
    t.deepEqual(await second.deliver('beside'), { kind: 'nothing' });
    t.is(host.server.requests.length, 0);
    await second.notice(await tipOf(host));
    t.is(await second.recoveredTo(), null);
    await second.tell(aStatus(3));
    t.like(await second.deliver('beside'), { kind: 'recovered', commits: 1 });
    t.deepEqual(await toldOn(host, spare), ['step-2', 'step-3']);
  });

  test(`${transport}: what was told beside follows on the site's own branch once it may, on top of what is there`, async (t) => {
    const { host, second, open } = await aSecondDirectory(t, transport);
    const before = await tipOf(host);
    t.deepEqual(await second.deliver('own'), { kind: 'delivered', commits: 1 });
    t.is(await idOf(host.at('status'), `${branch}~1`), before);
    await second.notice(await tipOf(host));
    await second.tell(aStatus(3));
    t.deepEqual(await open().deliver(), { kind: 'delivered', commits: 1 });
    t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3']);
    t.deepEqual(await toldOn(host, spare), ['step-2']);
    t.is(await second.recoveredTo(), null);
  });
}

test('a state directory that was put back from a copy tells nothing again that the host has long had', async (t) => {
  const { host, options, outbox, open } = await aTellingSite(t, 'system');
  for (let number = 1; number <= 70; number += 1) {
    await outbox.tell(aStatus(number));
    if (number !== 3) continue;
    await outbox.deliver();
    cpSync(options.folder, `${options.folder}.copy`, { recursive: true });
  }
  await outbox.deliver();
  rmSync(options.folder, { recursive: true });
  cpSync(`${options.folder}.copy`, options.folder, { recursive: true });
  await open().tell(aStatus(71));
  t.like(await open().deliver('beside'), { kind: 'recovered' });
  t.deepEqual(await open().deliver('own'), { kind: 'delivered', commits: 1 });
  const steps = Array.from({ length: 71 }, (_, index) => `step-${index + 1}`);
  t.deepEqual(await toldOn(host), steps);
});

test('a state directory that was put back from a copy is no fork to a pass, and takes up its own branch once it is resumed', async (t) => {
  const here = 'here' as SiteName;
  const { host, options, open } = await aTellingSite(t, 'system', { site: here });
  const world = aWorld();
  const pass = async () => {
    const passed = await world.pass({ ...world.ports, outbox: open() });
    if (passed.kind === 'busy') throw new Error(passed.message);
    return { kind: passed.delivery.kind, problems: passed.problems.map(({ type }) => type) };
  };
  const say = async (act: ActFact) => {
    world.now += 60_000;
    world.target.dropLock();
    await recordAct(world.ports, world.setup, act);
  };
  const by = { who: 'ines', why: 'test' };
  await pass();
  cpSync(options.folder, `${options.folder}.copy`, { recursive: true });
  const copy = await world.ports.journal.read();
  await say({ kind: 'suspend', ...by });
  t.deepEqual(await pass(), { kind: 'delivered', problems: [] });
  rmSync(options.folder, { recursive: true });
  cpSync(`${options.folder}.copy`, options.folder, { recursive: true });
  world.loseState();
  for (const event of copy) await world.ports.journal.append(event);
  const before = await idOf(host.at('status'), `status/${here}`);
  t.deepEqual(await pass(), { kind: 'recovered', problems: ['StateLost', 'BackupMissing'] });
  t.is(await idOf(host.at('status'), `status/${here}`), before);
  await say({ kind: 'resume-site', ...by });
  t.deepEqual(await pass(), { kind: 'delivered', problems: ['BackupMissing'] });
  t.is(await open().recoveredTo(), null);
  t.true((await toldOn(host, `status/${here}`)).length > (await toldOn(host, before)).length);
});

test('a host that did not answer the first delivery beside is asked about no fork afterwards', async (t) => {
  const { host, options, outbox, open } = await aTellingSite(t, 'system');
  await outbox.tell(aStatus(1));
  await outbox.deliver();
  cpSync(options.folder, `${options.folder}.copy`, { recursive: true });
  await outbox.tell(aStatus(2));
  await outbox.deliver();
  rmSync(options.folder, { recursive: true });
  cpSync(`${options.folder}.copy`, options.folder, { recursive: true });
  await open().tell(aStatus(3));
  const remote = { ...options.remote, url: host.url('nowhere') };
  t.like(await openOutbox({ ...options, remote }).deliver('beside'), { kind: 'unreachable' });
  await open().notice(await tipOf(host));
  t.is(await open().recoveredTo(), null);
  t.deepEqual(await open().deliver('own'), { kind: 'delivered', commits: 1 });
  t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3']);
});

test('a kill after any write of taking up the own branch again loses no status and tells none twice', async (t) => {
  const takeUp = (options: OutboxOptions) => openOutbox(options).deliver('own');
  const counting = await aSecondDirectory(t, 'embedded');
  const { disk, writes } = aMortalDisk(Number.POSITIVE_INFINITY);
  await takeUp({ ...counting.options, disk });
  t.true(writes() > 5);
  for (let kept = 0; kept < writes(); kept += 3) {
    const { host, options, open } = await aSecondDirectory(t, 'embedded');
    await t.throwsAsync(takeUp({ ...options, disk: aMortalDisk(kept).disk }), { message: 'killed' });
    await open().tell(aStatus(3));
    await open().deliver('own');
    t.deepEqual(await toldOn(host), ['step-1', 'step-2', 'step-3'], `killed after ${kept} writes`);
    t.is(await open().recoveredTo(), null);
    await host.server.close();
  }
});
