import test from 'ava';
import fc from 'fast-check';
import type { Weekday, Window } from '../../src/desired/fleet.ts';
import { openingsFrom, windowVerdict } from '../../src/policy/windows.ts';
import { day, hour } from '../plan/plan-world.ts';
import { holdsAlways } from '../worlds/hold-always.ts';
import { allDays, localOf, zones } from './local-clock.ts';

const everyDay = (from: string, to: string): Window => ({ days: allDays, from, to });

const on = (days: readonly Weekday[], from: string, to: string): Window => ({ days, from, to });

const verdictAt = (
  text: string,
  timezone: string,
  ...windows: Window[]
): readonly [string, string | null] => {
  const { blockers, changesAt } = windowVerdict(Date.parse(text), { windows, timezone });
  const [blocker] = blockers;
  const state = blocker === undefined ? 'open' : blocker.reason;
  return [state, changesAt === null ? null : new Date(changesAt).toISOString()];
};

test('a site without windows is always open', (t) => {
  t.deepEqual(verdictAt('2026-03-11T11:00Z', 'Europe/Madrid'), ['open', null]);
});

test('a window is open from its beginning up to, and not at, its end, in the time of the site', (t) => {
  const window = on(['wed'], '12:00', '14:00');
  t.deepEqual(verdictAt('2026-03-11T10:59:59Z', 'Europe/Madrid', window), [
    'OutsideWindow',
    '2026-03-11T11:00:00.000Z',
  ]);
  t.deepEqual(verdictAt('2026-03-11T11:00Z', 'Europe/Madrid', window), ['open', '2026-03-11T13:00:00.000Z']);
  t.deepEqual(verdictAt('2026-03-11T13:00Z', 'Europe/Madrid', window), [
    'OutsideWindow',
    '2026-03-18T11:00:00.000Z',
  ]);
});

test('a window over midnight belongs to the day on which it begins', (t) => {
  const window = on(['fri'], '22:00', '04:00');
  t.deepEqual(verdictAt('2026-03-14T02:00Z', 'UTC', window), ['open', '2026-03-14T04:00:00.000Z']);
  t.deepEqual(verdictAt('2026-03-13T02:00Z', 'UTC', window), ['OutsideWindow', '2026-03-13T22:00:00.000Z']);
});

test('windows that touch or overlap are one', (t) => {
  const windows = [
    on(['fri'], '22:00', '00:00'),
    on(['sat'], '00:00', '03:00'),
    on(['sat'], '02:00', '05:00'),
  ];
  t.deepEqual(verdictAt('2026-03-13T23:00Z', 'UTC', ...windows), ['open', '2026-03-14T05:00:00.000Z']);
});

test('equal ends make a whole day, and whole days make a site that is always open', (t) => {
  t.deepEqual(verdictAt('2026-03-13T23:00Z', 'UTC', on(['fri'], '06:00', '06:00')), [
    'open',
    '2026-03-14T06:00:00.000Z',
  ]);
  t.deepEqual(verdictAt('2026-03-13T23:00Z', 'Europe/Madrid', everyDay('06:00', '06:00')), ['open', null]);
  t.deepEqual(verdictAt('2026-03-28T23:00Z', 'Europe/Madrid', everyDay('02:30', '02:30')), ['open', null]);
});

test('a window in an hour that the clock skips is moved behind it, and is as long as it was', (t) => {
  const window = everyDay('02:00', '02:30');
  t.deepEqual(verdictAt('2026-03-29T00:59Z', 'Europe/Madrid', window), [
    'OutsideWindow',
    '2026-03-29T01:00:00.000Z',
  ]);
  t.deepEqual(verdictAt('2026-03-29T01:00Z', 'Europe/Madrid', window), ['open', '2026-03-29T01:30:00.000Z']);
});

test('a window that the skipped hour turns around falls out for that day', (t) => {
  const window = on(['sun'], '02:45', '03:30');
  t.deepEqual(verdictAt('2026-03-29T00:00Z', 'Europe/Madrid', window), [
    'OutsideWindow',
    '2026-04-05T00:45:00.000Z',
  ]);
});

test('of an hour that the clock repeats, a window means the first, and one that lasts longer lasts an hour more', (t) => {
  t.deepEqual(verdictAt('2026-10-25T00:15Z', 'Europe/Madrid', everyDay('02:00', '02:30')), [
    'open',
    '2026-10-25T00:30:00.000Z',
  ]);
  t.deepEqual(verdictAt('2026-10-25T01:15Z', 'Europe/Madrid', everyDay('02:00', '02:30')), [
    'OutsideWindow',
    '2026-10-26T01:00:00.000Z',
  ]);
  t.deepEqual(verdictAt('2026-10-25T01:15Z', 'Europe/Madrid', everyDay('02:30', '03:00')), [
    'open',
    '2026-10-25T02:00:00.000Z',
  ]);
});

test('Lord Howe shifts by half an hour, and its windows follow', (t) => {
  const zone = 'Australia/Lord_Howe';
  t.deepEqual(verdictAt('2026-10-03T15:30Z', zone, everyDay('02:00', '02:20')), [
    'open',
    '2026-10-03T15:50:00.000Z',
  ]);
  t.deepEqual(verdictAt('2026-04-04T15:15Z', zone, everyDay('01:45', '02:15')), [
    'open',
    '2026-04-04T15:45:00.000Z',
  ]);
});

test('windows that cannot be read, or a zone that is not known, keep the site shut and say so', (t) => {
  t.deepEqual(verdictAt('2026-03-11T11:00Z', 'UTC', everyDay('99:00', '25:61')), ['OutsideWindow', null]);
  t.deepEqual(verdictAt('2026-03-11T11:00Z', 'Mars/Base', everyDay('00:00', '00:00')), [
    'OutsideWindow',
    null,
  ]);
  t.deepEqual(verdictAt('2026-03-11T11:00Z', 'UTC', on([], '00:00', '00:00')), ['OutsideWindow', null]);
});

const clockTime = fc.integer({ min: 4, max: 23 }).map((hours) => `${String(hours).padStart(2, '0')}:00`);

const aWindow = fc.record({
  days: fc.subarray([...allDays], { minLength: 1 }),
  from: clockTime,
  to: clockTime,
});

const anInstant = fc
  .integer({ min: Date.parse('2026-01-01') / 60_000, max: Date.parse('2027-12-31') / 60_000 })
  .map((minutes) => minutes * 60_000);

test('a window is open exactly when the wall clock stands inside it', (t) => {
  const property = fc.property(
    anInstant,
    fc.array(aWindow, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(...zones),
    (now, windows, timezone) => {
      const isOpen = windowVerdict(now, { windows, timezone }).blockers.length === 0;
      return isOpen === windows.some((window) => isInside(window, now, timezone));
    },
  );
  holdsAlways(t, property, { runs: 150 });
});

test('up to the instant that a verdict names it stays, and at that instant it turns', (t) => {
  const property = fc.property(
    anInstant,
    fc.array(aWindow, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(...zones),
    fc.double({ min: 0, max: 1, noNaN: true }),
    (now, windows, timezone, share) => {
      const isOpen = (at: number): boolean => windowVerdict(at, { windows, timezone }).blockers.length === 0;
      const { changesAt } = windowVerdict(now, { windows, timezone });
      if (changesAt === null)
        return [...Array(30).keys()].every((days) => isOpen(now + days * day + days * hour));
      const between = Math.floor(now + (changesAt - now) * share);
      if (between < changesAt && isOpen(between) !== isOpen(now)) return false;
      return isOpen(changesAt - 1) === isOpen(now) && isOpen(changesAt) !== isOpen(now);
    },
  );
  holdsAlways(t, property, { runs: 150 });
});

test('openings are in order, apart from each other, and not over', (t) => {
  const property = fc.property(
    anInstant,
    fc.array(aWindow, { maxLength: 3 }),
    fc.constantFrom(...zones),
    (now, windows, timezone) => {
      const openings = openingsFrom(now, { windows, timezone });
      return openings.every(({ from, until }, index) => {
        const previous = openings[index - 1];
        return (
          (until === null || (until > now && until > from)) &&
          (previous === undefined || (previous.until !== null && previous.until < from))
        );
      });
    },
  );
  holdsAlways(t, property);
});

function isInside({ days, from, to }: Window, now: number, zone: string): boolean {
  const today = localOf(now, zone);
  const before = localOf(Date.parse(`${today.date}T12:00Z`) - day, 'UTC').weekday;
  if (from < to) return days.includes(today.weekday) && from <= today.time && today.time < to;
  return (days.includes(today.weekday) && from <= today.time) || (days.includes(before) && today.time < to);
}
