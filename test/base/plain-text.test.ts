import test from 'ava';
import fc from 'fast-check';
import { durationAsText, parseDuration } from '../../src/base/duration.ts';
import { plainText } from '../../src/base/plain-text.ts';

test('plain text is one line without anything that steers a terminal', (t) => {
  t.is(plainText(' a\r\nb\u001b[31mc\u202ed\u0000 ', 100), 'a b [31mc d');
});

test('plain text is cut at its limit, and never in the middle of a character', (t) => {
  t.is(plainText('abcdef', 4), 'abc…');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
      const plain = plainText(text, limit);
      t.true(plain.length <= limit);
      t.is(Buffer.from(plain).toString(), plain);
    }),
    { verbose: true },
  );
});

test('a duration is read back as it was written', (t) => {
  t.is(parseDuration('1h30m'), 5_400_000);
  t.is(durationAsText(5_400_000), '1h30m');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (duration) => {
      t.is(parseDuration(durationAsText(duration)), duration);
    }),
    { verbose: true },
  );
});

test('what is no duration is none', (t) => {
  for (const text of ['', '5', 'm', '-5m', '5 m', '1.5h', '5w', '9'.repeat(400)])
    t.is(parseDuration(text), null);
});
