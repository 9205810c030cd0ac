import test from 'ava';
import { aWorld, firstPatch } from './scenarios.ts';
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
