import test from 'ava';
import fc from 'fast-check';
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
