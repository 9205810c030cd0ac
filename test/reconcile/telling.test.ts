import test from 'ava';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { parseStatus } from '../../src/status/status-file.ts';
import { World } from '../worlds/a-world.ts';
import { aWorld, firstPatch, patch } from './scenarios.ts';
import { stateOf } from './site-facts.ts';

test('statuses that cannot be delivered wait, and arrive later in order, once each', async (t) => {
  const world = aWorld();
  world.onEffect((effect) => {
    if (effect === 'outbox.tell') world.host.answers = false;
  });
  const outcome = await world.pass();
  t.like(outcome, { delivery: { kind: 'unreachable' } });
  world.onEffect(() => undefined);
  world.host.answers = true;
  await world.pass();
  t.is(world.outbox.delivered(), world.outbox.told.length);
  t.regex(world.outbox.told[0]?.transition ?? '', /^attempt-1-installed/);
});

test('without the host, what was fetched goes on by its policy', async (t) => {
  const world = aWorld({
    ...firstPatch,
    manifest: {
      ...firstPatch.manifest,
      policy: { default: { at: '2026-12-01T02:00', timezone: 'Europe/Madrid' } },
    },
  });
  await world.pass();
  t.is(await stateOf(world), 'received');
  world.host.answers = false;
  world.now = Date.parse('2026-12-01T00:59:00Z');
  await world.pass();
  t.is(await stateOf(world), 'received');
  world.now = Date.parse('2026-12-01T01:00:00Z');
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('a planted subscript does not appear in what the site says of itself', async (t) => {
  const world = aWorld({
    kit: { 'patient.zwr': 'x\nZWR\n^LabPatient("HN-4711-SECRET","name")="Jane-SECRET"\n' },
    manifest: { verify: [{ global: '^LabPatient("HN-4711-SECRET","x")', equals: '1' }] },
  });
  await world.pass();
  const said = world.outbox.told.flatMap(({ message, files }) => [
    message,
    ...[...files.values()].map((file) => Buffer.from(file).toString()),
  ]);
  t.true(said.length > 1);
  t.deepEqual(
    said.filter((text) => text.includes('SECRET')),
    [],
  );
});

test('not even half of a secret of the site is kept or told where a reason is cut to its length', async (t) => {
  const world = aWorld();
  for (const before of [980, 990, 3985, 3990, 3996]) {
    const why = `${'x'.repeat(before)} planted-token ${'y'.repeat(20)}`;
    await recordAct(world.ports, world.setup, { kind: 'suspend', who: 'ines', why });
    await world.pass();
    await recordAct(world.ports, world.setup, { kind: 'resume-site', who: 'ines', why });
  }
  const said = world.outbox.told.flatMap(({ message, files }) => [
    message,
    ...[...files.values()].map((file) => Buffer.from(file).toString()),
  ]);
  const kept = [...said, JSON.stringify(await world.ports.journal.read())];
  t.true(world.outbox.told.length > 1);
  for (const text of kept) t.notRegex(text, /planted/);
});

test('a site whose branch was forked says so, for as long as it is', async (t) => {
  const world = aWorld();
  await world.pass();
  const conditions = () => {
    const status = Buffer.from(world.outbox.told.at(-1)?.files.get('status.json') ?? []).toString();
    return (JSON.parse(status) as { conditions: { type: string; message: string }[] }).conditions;
  };
  t.deepEqual(conditions(), []);
  world.outbox.fork('status-recovered/here');
  await world.pass();
  t.like(conditions(), [{ type: 'StatusForked' }]);
  t.regex(conditions()[0]?.message ?? '', /tells under status-recovered\/here/);
  world.outbox.fork(null);
  await world.pass();
  t.deepEqual(conditions(), []);
});

test('what was only backed up is told as it was, and what was installed as it was read back', async (t) => {
  const world = aWorld({
    ...firstPatch,
    manifest: { ...firstPatch.manifest, backup: { code: 'touched', globals: ['^LabOther'] } },
  });
  world.target.write('^LabOther', '^LabOther="untouched"\n');
  await world.pass();
  const [file] = world.outbox.told.flatMap(({ files }) =>
    [...files].flatMap(([path, bytes]) =>
      path.startsWith('attempts/') ? [Buffer.from(bytes).toString()] : [],
    ),
  );
  const { documents } = JSON.parse(file ?? '') as {
    documents: { name: string; before: string | null; after: string | null }[];
  };
  const other = documents.find(({ name }) => name === '^LabOther');
  t.truthy(other?.before);
  t.is(other?.after, other?.before);
  const installed = (await world.installed()).patches.get(patch)?.documents ?? [];
  t.true(installed.length > 1);
  for (const { name, digest } of installed)
    if (name !== '^LabOther') t.is(documents.find((one) => one.name === name)?.after, digest, name);
});

test('a window that opens or closes is no news of a patch that waits for something else besides', async (t) => {
  const windows = `windows: [{ days: [mon, tue, wed, thu, fri, sat, sun], from: '22:00', to: '05:00' }]`;
  const world = new World({
    fleet: `rings: [{ name: uat, title: Acceptance }]\nsites: [{ name: here, title: Here, ring: uat, timezone: Europe/Madrid, ${windows} }]`,
    patches: {
      'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' }, manifest: { policy: { default: 'operator' } } },
    },
  });
  await world.pass();
  const told = world.outbox.told.length;
  for (const time of ['2026-11-30T22:30', '2026-12-01T04:30', '2026-12-01T06:30']) {
    world.now = Date.parse(`${time}:00+01:00`);
    await world.pass();
  }
  t.is(world.outbox.told.length, told);
  world.release('LAB-2', { kit: { 'Lab.B.cls': 'Class Lab.B\n{\n}\n' } });
  world.publish();
  await world.pass();
  const file = world.outbox.told.at(-1)?.files.get('status.json') ?? new Uint8Array();
  const { waiting } = parseStatus('status.json', file);
  t.deepEqual(
    waiting.map(({ patch, reason }) => [patch, reason]),
    [
      ['LAB-1', 'AwaitingOperator'],
      ['LAB-2', 'OutsideWindow'],
    ],
  );
});
