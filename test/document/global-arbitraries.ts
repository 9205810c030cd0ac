import fc from 'fast-check';
import { writeReference } from '../../src/document/global-reference.ts';
import type { GlobalNode } from '../../src/document/global.ts';

/** A text of M characters: any bytes, with quotes, controls and newlines often, and now and then a wide character. */
export const mText = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 9, 10, 13, 32, 34, 38, 60, 62, 93, 0x20ac)),
    { maxLength: 12 },
  )
  .map((codes) => String.fromCharCode(...codes));

export const subscript = fc.oneof(
  fc.integer({ min: -50, max: 50 }).map(String),
  fc.constantFrom('.5', '-.5', '1.5', '01', '1.0', '-0', '1E3', ' 7', '12345678901234567890', 'a', 'B'),
  mText,
);

/** A value that tells absent from empty: many are empty. */
export const value = fc.oneof(fc.constant(''), mText);

/** Nodes of one global, none twice. */
export function globalNodes(name = '^G'): fc.Arbitrary<GlobalNode[]> {
  const reference = fc
    .array(subscript, { maxLength: 3 })
    .map((subscripts) => writeReference({ name, subscripts }));
  return fc
    .uniqueArray(fc.record({ reference, value }), { selector: (node) => node.reference, maxLength: 12 })
    .map((nodes) => [...nodes]);
}
