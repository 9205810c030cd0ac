import test from 'ava';
import fc from 'fast-check';
import {
  compareParsedReferences,
  parseReference,
  writeReference,
} from '../../src/document/global-reference.ts';
import {
  comparePlainReferences,
  isPlainReference,
  splitPlainReference,
} from '../../src/document/plain-reference.ts';
import { holdsAlways } from '../worlds/hold-always.ts';

const part = fc.oneof(
  fc.integer({ min: -30, max: 30 }).map(String),
  fc.constantFrom(
    '',
    'a',
    'a ',
    'a!',
    'ab',
    'B',
    '~',
    '+',
    '1E3',
    '01',
    '.5',
    '999999999999999',
    '1000000000000000',
  ),
  fc.string({ maxLength: 3 }),
);
const reference = fc
  .record({ name: fc.constantFrom('^G', '^G1', '^%G', '^H'), subscripts: fc.array(part, { maxLength: 3 }) })
  .map(writeReference);

test('a plain reference is taken apart as any is', (t) => {
  holdsAlways(
    t,
    fc.property(reference, (text) => {
      if (!isPlainReference(text)) return;
      t.deepEqual(splitPlainReference(text), parseReference(text));
      t.is(writeReference(splitPlainReference(text)), text);
    }),
    { runs: 1_000 },
  );
});

test('plain references are compared as any are', (t) => {
  let compared = 0;
  holdsAlways(
    t,
    fc.property(reference, reference, (a, b) => {
      const [x, y] = [parseReference(a), parseReference(b)];
      if (!isPlainReference(a) || !isPlainReference(b) || x === null || y === null) return;
      compared += 1;
      t.is(Math.sign(comparePlainReferences(a, b)), Math.sign(compareParsedReferences(x, y)), `${a} ${b}`);
    }),
    { runs: 3_000 },
  );
  t.true(compared > 500, `${compared} pairs`);
});

for (const text of [
  '^G("1")',
  '^G("-1")',
  '^G(01)',
  '^G(1)2)',
  '^G("a""b")',
  '^G("a,b")',
  '^G(',
  '^G(1.5)',
  '^G($C(1))',
  '^1',
])
  test(`${text} is not plain`, (t) => {
    t.false(isPlainReference(text));
  });
