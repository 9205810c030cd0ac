import test from 'ava';
import fc from 'fast-check';
import { isTime, napUntil } from '../../src/apps/agent/is-time.ts';
import type { WakeFacts } from '../../src/apps/agent/next-wake.ts';
import { nextWake } from '../../src/apps/agent/next-wake.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse('2026-11-30T12:00:00Z');

const calm: WakeFacts = {
  ...{ now, poll: 5 * minute, chance: 0.5, nextChange: null, lastNews: now },
  ...{ waitsForOthers: false, fault: null, driftDue: null },
};

const someFacts: fc.Arbitrary<WakeFacts> = fc.record({
  now: fc.constant(now),
  poll: fc.integer({ min: 1000, max: 40 * 24 * hour }),
  chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  nextChange: fc.option(fc.integer({ min: now - hour, max: now + 400 * 24 * hour })),
  lastNews: fc.integer({ min: now - 400 * 24 * hour, max: now + hour }),
  waitsForOthers: fc.boolean(),
  fault: fc.option(
    fc.record({
      kind: fc.constantFrom('retry', 'busy', 'operator'),
      times: fc.integer({ min: 1, max: 100_000 }),
    }),
  ),
  driftDue: fc.option(fc.integer({ min: now - hour, max: now + 24 * hour })),
});

test('the loop always wakes later than now, and never later than what it has to wake for', (t) => {
  fc.assert(
    fc.property(someFacts, (facts) => {
      const { at } = nextWake(facts);
      const due = [facts.nextChange, facts.driftDue].filter((instant) => instant !== null);
      return (
        Number.isInteger(at) &&
        at >= now + 1000 &&
        due.every((instant) => at <= Math.max(instant, now + 1000))
      );
    }),
  );
  t.pass();
});

test('neither quiet nor faults keep a site from looking at the host for long', (t) => {
  fc.assert(
    fc.property(someFacts, (facts) => nextWake(facts).at - now <= 1.15 * Math.max(facts.poll, hour) + 1),
  );
  t.pass();
});

test('the instant at which the plan changes is met exactly, without jitter', (t) => {
  const opens = now + 123_457;
  for (const chance of [0, 0.3, 0.99]) t.is(nextWake({ ...calm, chance, nextChange: opens }).at, opens);
});

test('sites of one poll interval do not ask all at once', (t) => {
  const at = [0, 0.5, 0.999].map((chance) => nextWake({ ...calm, chance }).at - now);
  t.deepEqual(at, [255_000, 300_000, 344_910]);
});

test('the longer it is quiet the rarer the look, down to a sixth, and news make it quick again', (t) => {
  const after = (quiet: number) => nextWake({ ...calm, lastNews: now - quiet }).at - now;
  t.is(after(0), 5 * minute);
  t.is(after(hour), 5 * minute);
  t.is(after(3 * hour), 15 * minute);
  t.is(after(24 * hour), 30 * minute);
});

test('a site that waits for others goes on looking at the pace of its configuration', (t) => {
  t.is(nextWake({ ...calm, lastNews: now - 24 * hour, waitsForOthers: true }).at - now, 5 * minute);
});

test('faults double the wait up to a quarter of an hour', (t) => {
  const after = (times: number) => nextWake({ ...calm, fault: { kind: 'retry', times } }).at - now;
  t.deepEqual([1, 2, 3, 4, 5, 6, 7, 1000].map(after), [
    ...[30_000, minute, 2 * minute, 4 * minute, 8 * minute],
    ...[15 * minute, 15 * minute, 15 * minute],
  ]);
});

test('a sleep ends when its instant has come by either clock, or when the clock was set', (t) => {
  const began = { wall: now, steady: 1000 };
  const at = now + hour;
  const after = (wall: number, steady: number) =>
    isTime(at, began, { wall: now + wall, steady: 1000 + steady });
  t.is(after(hour - 1, hour - 1), 'not yet');
  t.is(after(hour, hour), 'it is time');
  t.is(after(hour - 900, hour), 'it is time');
  t.is(after(-24 * hour, minute), 'clock was set');
  t.is(after(minute + 6000, minute), 'clock was set');
});

test('no timer is set for longer than half a minute, however far the instant', (t) => {
  t.is(napUntil(now + 400 * 24 * hour, { wall: now, steady: 0 }), 30_000);
  t.is(napUntil(now + 12, { wall: now, steady: 0 }), 12);
  t.is(napUntil(now - hour, { wall: now, steady: 0 }), 0);
});
