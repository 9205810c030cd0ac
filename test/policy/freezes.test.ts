import test from 'ava';
import { freezeVerdict, frozenTimes, nextFreeze } from '../../src/policy/freezes.ts';
import { aFreeze, aSite, atRing, atSite } from '../plan/plan-world.ts';

const site = aSite('prod-a');
const verdictAt = (text: string, ...freezes: Parameters<typeof frozenTimes>[0]) =>
  freezeVerdict(Date.parse(text), frozenTimes(freezes, site), site.timezone);

test('a freeze holds from its beginning up to, and not at, its end, in the time of the site', (t) => {
  const freeze = aFreeze('2026-12-20T00:00', '2027-01-07T00:00');
  const [begin, end] = [Date.parse('2026-12-19T23:00Z'), Date.parse('2027-01-06T23:00Z')];
  t.deepEqual(verdictAt('2026-12-19T22:59:59Z', freeze), { blockers: [], changesAt: begin });
  t.deepEqual(verdictAt('2026-12-19T23:00Z', freeze), {
    blockers: [
      {
        reason: 'Frozen',
        message:
          'Nothing is installed or removed here until 2027-01-07 00:00 Europe/Madrid: Year end closing',
        until: end,
        who: null,
      },
    ],
    changesAt: end,
  });
  t.deepEqual(verdictAt('2027-01-06T23:00Z', freeze), { blockers: [], changesAt: null });
});

test('freezes that follow each other without a gap end together', (t) => {
  const freezes = [
    aFreeze('2026-12-24T00:00', '2026-12-27T00:00'),
    aFreeze('2026-12-20T00:00', '2026-12-25T00:00'),
    aFreeze('2026-12-27T00:00', '2026-12-28T00:00'),
    aFreeze('2026-12-29T00:00', '2026-12-30T00:00'),
  ];
  const { blockers, changesAt } = verdictAt('2026-12-21T00:00Z', ...freezes);
  t.is(blockers[0]?.until, Date.parse('2026-12-27T23:00Z'));
  t.is(changesAt, Date.parse('2026-12-23T23:00Z'));
});

test('a freeze concerns the places that it names, and nobody else', (t) => {
  const at = '2026-12-21T00:00Z';
  const named = (...places: ReturnType<typeof atSite>[]) =>
    verdictAt(at, aFreeze('2026-12-20T00:00', '2027-01-07T00:00', places)).blockers.length;
  t.is(named(atSite('prod-a')), 1);
  t.is(named(atSite('prod-b'), atRing('prod')), 1);
  t.is(named(atSite('prod-b'), atRing('uat')), 0);
  t.is(named(), 0);
});

test('a freeze that cannot be read freezes', (t) => {
  const { blockers, changesAt } = verdictAt('2026-12-21T00:00Z', aFreeze('soon', 'later'));
  t.like(blockers[0], { reason: 'Frozen', until: null });
  t.is(changesAt, null);
  const unknownZone = frozenTimes(
    [aFreeze('2026-12-20T00:00', '2026-12-21T00:00')],
    aSite('a', { timezone: 'Mars/Base' }),
  );
  t.is(freezeVerdict(0, unknownZone, 'Mars/Base').blockers.length, 1);
});

test('the next freeze is the next one that begins', (t) => {
  const times = frozenTimes(
    [aFreeze('2026-12-24T00:00', '2026-12-27T00:00'), aFreeze('2026-12-20T00:00', '2026-12-19T00:00')],
    site,
  );
  t.is(nextFreeze(Date.parse('2026-12-01T00:00Z'), times), Date.parse('2026-12-23T23:00Z'));
  t.is(nextFreeze(Date.parse('2026-12-24T00:00Z'), times), null);
});

test('a freeze over the shift of the clock is as long as the wall clock says', (t) => {
  const freeze = aFreeze('2026-10-25T00:00', '2026-10-26T00:00');
  const { blockers } = verdictAt('2026-10-24T22:00Z', freeze);
  t.is(blockers[0]?.until, Date.parse('2026-10-24T22:00Z') + 25 * 3_600_000);
});
