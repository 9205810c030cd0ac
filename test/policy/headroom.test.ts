import test from 'ava';
import { frozenTimes } from '../../src/policy/freezes.ts';
import { headroomVerdict } from '../../src/policy/headroom.ts';
import type { Freeze, Window } from '../../src/desired/fleet.ts';
import { aFreeze, aSite, hour, minute } from '../plan/plan-world.ts';

const short: Window = { days: ['wed'], from: '12:00', to: '12:30' };
const long: Window = { days: ['sat'], from: '22:00', to: '04:00' };

function verdictAt(text: string, duration: number, windows: readonly Window[], ...freezes: Freeze[]) {
  const site = aSite('prod-a', { windows, timezone: 'UTC' });
  return headroomVerdict(Date.parse(text), duration, { site, frozen: frozenTimes(freezes, site) });
}

test('what fits before the window ends may start, up to the last instant at which it fits', (t) => {
  const { blockers, changesAt } = verdictAt('2026-03-11T12:20Z', 10 * minute, [short]);
  t.deepEqual(blockers, []);
  t.is(changesAt, Date.parse('2026-03-11T12:20Z') + 1);
});

test('what does not fit waits for the next window that is long enough', (t) => {
  const { blockers, changesAt } = verdictAt('2026-03-11T12:00Z', hour, [short, long]);
  t.deepEqual(blockers, [
    {
      reason: 'NoHeadroom',
      message:
        'Installing and, if need be, rolling back usually takes 60 minutes, and there is less time left until 2026-03-11 12:30 UTC; the next chance is at 2026-03-14 22:00 UTC.',
      until: Date.parse('2026-03-14T22:00Z'),
      who: null,
    },
  ]);
  t.is(changesAt, Date.parse('2026-03-11T12:30Z'));
});

test('where no window is ever long enough it says so', (t) => {
  const [blocker] = verdictAt('2026-03-11T12:00Z', hour, [short]).blockers;
  t.is(blocker?.until, null);
  t.regex(blocker?.message ?? '', /no later window is long enough/);
});

test('a freeze ends the time that is left as a window does', (t) => {
  const freeze = aFreeze('2026-03-11T12:10', '2026-03-12T00:00');
  t.is(verdictAt('2026-03-11T12:00Z', 10 * minute, [], freeze).blockers.length, 0);
  const [blocker] = verdictAt('2026-03-11T12:00Z', 11 * minute, [], freeze).blockers;
  t.is(blocker?.until, Date.parse('2026-03-12T00:00Z'));
});

test('outside a window and inside a freeze there is nothing to fit into', (t) => {
  t.deepEqual(verdictAt('2026-03-11T13:00Z', hour, [short]).blockers, []);
  const freeze = aFreeze('2026-03-11T00:00', '2026-03-12T00:00');
  t.deepEqual(verdictAt('2026-03-11T12:15Z', hour, [short], freeze).blockers, []);
});

test('a site that is always open has room for anything', (t) => {
  t.deepEqual(verdictAt('2026-03-11T13:00Z', 1000 * hour, []), { blockers: [], changesAt: null });
});
