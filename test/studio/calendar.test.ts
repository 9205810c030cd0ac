import test from 'ava';
import { parseFleet } from '../../src/desired/parse-fleet.ts';
import { computeCalendar, readMonth, sitesAt } from '../../src/apps/studio/calendar.ts';
import { chosenMoments } from '../../src/apps/studio/chosen-moment.ts';

const fleet = parseFleet(
  'fleet.yaml',
  `rings: [{ name: uat }, { name: prod }]
sites:
  - { name: a, ring: uat, timezone: UTC }
  - { name: b, ring: prod, timezone: Europe/Madrid, windows: [{ days: [mon, tue], from: "22:00", to: "05:00" }] }
  - { name: c, ring: prod, timezone: Europe/Lisbon, windows: [{ days: [tue], from: "01:00", to: "03:00" }] }
freezes:
  - { from: "2026-11-10T08:00", until: "2026-11-12T00:00", reason: audit, sites: [b] }
`,
);
const { freezes } = fleet;
const november = (place: 'default' | 'ring:prod' | 'site:a') =>
  computeCalendar('2026-11', '2026-11-09', { sites: sitesAt(fleet, place), freezes });
const day = (place: Parameters<typeof november>[0], date: string) =>
  november(place)
    .weeks.flat()
    .find((one) => one.date === date);

test('a month is whole weeks from Monday, and knows its neighbours', (t) => {
  const { weeks, before, after } = november('default');
  t.true(weeks.every((week) => week.length === 7));
  t.is(weeks[0]?.[0]?.date, '2026-10-26');
  t.is(weeks.at(-1)?.at(-1)?.date, '2026-12-06');
  t.deepEqual([before, after], ['2026-10', '2026-12']);
  t.is(computeCalendar('2026-12', '', { sites: [], freezes: [] }).after, '2027-01');
  t.is(computeCalendar('2027-02', '', { sites: [], freezes: [] }).weeks.length, 4);
});

test('a day shows the windows that begin on it, with the sites that have them', (t) => {
  t.deepEqual(day('ring:prod', '2026-11-17')?.windows, [
    { hours: '01:00–03:00', sites: 1 },
    { hours: '22:00–05:00 next day', sites: 1 },
  ]);
  t.deepEqual(day('ring:prod', '2026-11-18')?.windows, []);
  t.deepEqual(day('site:a', '2026-11-18')?.windows, [{ hours: 'always', sites: 1 }]);
});

test('a freeze stands on the days that it touches, with the part of the day', (t) => {
  const parts = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12'].map((date) =>
    day('ring:prod', date)?.freezes.map(({ part, sites }) => `${part} ${sites}`),
  );
  t.deepEqual(parts, [[], ['from 08:00 1'], [' 1'], []]);
  t.deepEqual(day('site:a', '2026-11-10')?.freezes, []);
});

test('days before today are past', (t) => {
  t.true(day('default', '2026-11-08')?.past);
  t.false(day('default', '2026-11-09')?.past);
});

test('a month that is none is that of today', (t) => {
  t.is(readMonth('2026-13', '2026-11-09'), '2026-11');
  t.is(readMonth('2027-01', '2026-11-09'), '2027-01');
});

test('a chosen moment is asked of each site’s own windows and freezes, in its zone', (t) => {
  const rule = { kind: 'scheduled', at: '2026-11-10T01:30', timezone: null } as const;
  const moments = chosenMoments(rule, fleet.sites, { freezes, now: Date.parse('2026-11-09T00:00:00Z') });
  t.deepEqual(
    moments.map(({ sites, when, against }) => [sites, when, against.length]),
    [
      [['a'], '2026-11-10 01:30 UTC', 0],
      [['b'], '2026-11-10 01:30 Europe/Madrid', 0],
      [['c'], '2026-11-10 01:30 Europe/Lisbon', 0],
    ],
  );
  const frozen = chosenMoments({ ...rule, at: '2026-11-10T22:30' }, fleet.sites, { freezes, now: 0 });
  t.regex(frozen[1]?.against.join(' ') ?? '', /audit/);
  t.regex(frozen[2]?.against.join(' ') ?? '', /Outside the site's windows/);
});
