import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { readMoment, readSpan } from '../../src/apps/cli/read-moment.ts';

test('a moment is a time with its offset, or a span from now', (t) => {
  const now = Date.parse('2026-11-30T10:00:00Z');
  t.is(readMoment('--at', '2026-12-01T02:00+01:00', now), Date.parse('2026-12-01T01:00:00Z'));
  t.is(readMoment('--at', '90m', now), now + 90 * 60_000);
  t.is(readMoment('--at', '2w', now), now + 14 * 86_400_000);
  t.is(readSpan('--expires', '30d'), 30 * 86_400_000);
});

for (const word of ['2026-11-30T11:00+01:00', '2020-01-01T00:00Z', '0d']) {
  test(`${word} is no moment to come, and the failure says what time it is`, (t) => {
    const error = t.throws(() =>
      readMoment('--until', word, Date.parse('2026-11-30T10:00:00Z'), 'Europe/Madrid'),
    );
    t.true(isFailure(error, 'WRONG_ARGUMENT'));
    t.regex(error.message, /expected a time to come; it is 2026-11-30 11:00 Europe\/Madrid now/);
  });
}

for (const word of ['', 'tomorrow', '2026-11-30T02:00', '3y', '-3d', '1e3d']) {
  test(`"${word}" is no moment, and the failure says what is expected`, (t) => {
    const error = t.throws(() => readMoment('--at', word, 0));
    t.true(isFailure(error, 'WRONG_ARGUMENT'));
    t.regex(error.message, /expected a time with its offset/);
  });
}
