import test from 'ava';
import { aWorld, firstPatch } from './scenarios.ts';

test('a clock that goes backwards changes nothing of what was done', async (t) => {
  const world = aWorld();
  await world.pass();
  const proof = await world.proof();
  world.now -= 3 * 24 * 60 * 60 * 1000;
  world.crashAfter(Number.POSITIVE_INFINITY);
  await world.pass();
  t.is(await world.proof(), proof);
  t.false(world.effects.includes('target.apply'));
});

test('a start by time waits while the clock of the machine and the server disagree', async (t) => {
  const scheduled = {
    ...firstPatch.manifest,
    policy: { default: { at: '2026-11-30T10:00', timezone: 'Europe/Madrid' } },
  };
  const clock = Date.parse('2026-11-30T11:00:00Z');
  const world = aWorld({ ...firstPatch, manifest: scheduled }, { engine: { facts: { clock } } });
  const outcome = await world.pass();
  const step = outcome.kind === 'passed' ? outcome.plan?.steps[0] : undefined;
  t.like(step, { kind: 'wait', blockers: [{ reason: 'ClockDisagrees' }] });
  t.regex(world.outbox.told.at(-1)?.message ?? '', /Conditions: ClockDisagrees/);
});
