import test from 'ava';
import { instantOfSchedule, scheduleVerdict } from '../../src/policy/schedule.ts';
import { localAsText } from '../../src/policy/zoned-time.ts';

const at = (local: string, timezone: string | null) => ({ kind: 'scheduled', at: local, timezone }) as const;

const means = test.macro({
  exec: (t, local: string, zone: string, expected: string) => {
    const instant = instantOfSchedule(at(local, zone), 'UTC');
    t.is(instant === null ? null : new Date(instant).toISOString(), expected);
  },
  title: (note = '', local: string, zone: string) => `${local} in ${zone} is one instant: ${note}`,
});

test('plain winter time', means, '2026-11-30T02:00', 'Europe/Madrid', '2026-11-30T01:00:00.000Z');
test('plain summer time', means, '2026-07-01T02:00', 'America/New_York', '2026-07-01T06:00:00.000Z');
test('skipped, so an hour later', means, '2026-03-29T02:30', 'Europe/Madrid', '2026-03-29T01:30:00.000Z');
test('skipped there too', means, '2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z');
test('skipped by half an hour', means, '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z');
test('repeated, so the first', means, '2026-10-25T02:30', 'Europe/Madrid', '2026-10-25T00:30:00.000Z');
test('repeated there too', means, '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z');
test('repeated half an hour', means, '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z');

test('without a zone of its own a date counts in the zone of the site', (t) => {
  const verdict = scheduleVerdict(0, at('2026-11-30T02:00', null), 'America/New_York');
  t.is(verdict.blockers[0]?.until, Date.parse('2026-11-30T07:00Z'));
});

test('a patch waits until its date, which is told in the time of the site, and not longer', (t) => {
  const start = Date.parse('2026-11-30T01:00Z');
  const rule = at('2026-11-30T02:00', 'Europe/Madrid');
  t.deepEqual(scheduleVerdict(start - 1, rule, 'America/New_York'), {
    blockers: [
      {
        reason: 'NotYet',
        message: 'Scheduled for 2026-11-29 20:00 America/New_York.',
        until: start,
        who: null,
      },
    ],
    changesAt: start,
  });
  t.deepEqual(scheduleVerdict(start, rule, 'America/New_York'), { blockers: [], changesAt: null });
});

test('a date that cannot be read never comes, and says so', (t) => {
  for (const rule of [
    at('tomorrow', null),
    at('2026-02-30T02:00', null),
    at('2026-11-30T02:00', 'Mars/Base'),
  ]) {
    const { blockers, changesAt } = scheduleVerdict(0, rule, 'UTC');
    t.like(blockers[0], { reason: 'NotYet', until: null, who: 'publisher' });
    t.is(changesAt, null);
  }
});

test('times are told with seconds where there are any, and in UTC where the zone is not known', (t) => {
  t.is(localAsText(Date.parse('2026-03-11T11:00:05Z'), 'Europe/Madrid'), '2026-03-11 12:00:05 Europe/Madrid');
  t.is(localAsText(Date.parse('2026-03-11T11:00Z'), 'Mars/Base'), '2026-03-11 11:00 UTC');
  t.is(localAsText(Number.MAX_VALUE, 'UTC'), 'a time past all calendars');
});
