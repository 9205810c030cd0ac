import test from 'ava';
import { clockVerdict } from '../../src/policy/clock-agreement.ts';
import { holdVerdict, theProgram } from '../../src/policy/holds.ts';
import { day, hour, minute, noon } from '../plan/plan-world.ts';
import { aHold } from '../plan/what-people-said.ts';

const place = { reason: 'OnHold', zone: 'Europe/Madrid' } as const;

test('a hold holds until its end, or until somebody takes it back', (t) => {
  const until = noon + hour;
  t.deepEqual(holdVerdict(noon, [aHold('A', { until })], place), {
    blockers: [
      {
        reason: 'OnHold',
        message: 'On hold here by olga until 2026-03-11 13:00 Europe/Madrid: the ward is busy',
        until,
        who: 'olga',
      },
    ],
    changesAt: until,
  });
  t.deepEqual(holdVerdict(until, [aHold('A', { until })], place), { blockers: [], changesAt: null });
  t.is(
    holdVerdict(noon, [aHold('A')], place).blockers[0]?.message,
    'On hold here by olga until olga or another operator resumes it: the ward is busy',
  );
});

test('where the program suspended the site itself, an operator resumes it', (t) => {
  const [blocker] = holdVerdict(noon, [aHold('A', { who: theProgram })], {
    ...place,
    reason: 'Suspended',
  }).blockers;
  t.is(
    blocker?.message,
    'This site is suspended by patchfleet until an operator resumes it: the ward is busy',
  );
});

test('of several holds the one that lasts longest is told', (t) => {
  const holds = [aHold('A', { until: noon + hour }), aHold('A', { until: noon + day, who: 'otto' })];
  for (const order of [holds, holds.toReversed()]) {
    t.like(holdVerdict(noon, order, place).blockers[0], { until: noon + day, who: 'otto' });
  }
  t.is(holdVerdict(noon, [...holds, aHold('A')], place).blockers[0]?.until, null);
});

test('clocks that differ by more than five minutes, either way, stop a start by time', (t) => {
  t.deepEqual(clockVerdict(noon, noon + 5 * minute).blockers, []);
  t.deepEqual(clockVerdict(noon, null).blockers, []);
  t.regex(
    clockVerdict(noon, noon + 5 * minute + 1).blockers[0]?.message ?? '',
    /more than five minutes ahead of/,
  );
  t.regex(
    clockVerdict(noon, noon - 5 * minute - 1).blockers[0]?.message ?? '',
    /more than five minutes behind/,
  );
});
