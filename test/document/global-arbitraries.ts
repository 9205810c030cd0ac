import fc from 'fast-check';
import { writeReference } from '../../src/document/global-reference.ts';
import type { GlobalNode } from '../../src/document/global.ts';

const awkward = [0, 9, 10, 13, 32, 34, 38, 60, 62, 93] as const;

function textOf(code: fc.Arbitrary<number>): fc.Arbitrary<string> {
  return fc.array(code, { maxLength: 12 }).map((codes) => String.fromCharCode(...codes));
}

/** Any bytes, with quotes, controls and newlines often. */
export const byteText = textOf(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...awkward)));

/** Wide and printable characters. */
export const wideText = fc
  .array(fc.constantFrom('a', ' ', '<', '&', 'é', '€', '😀'), { maxLength: 8 })
  .map((all) => all.join(''));

/** Any M characters together, even halves of surrogate pairs. */
export const mText = fc.oneof(
  byteText,
  textOf(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(...awkward))),
);

/** Subscripts of which many are numbers, or nearly. */
export function subscriptOf(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    fc.integer({ min: -50, max: 50 }).map(String),
    fc.constantFrom('.5', '-.5', '1.5', '01', '1.0', '-0', '1E3', ' 7', '12345678901234567890', 'a', 'B'),
    text,
  );
}

/** A value that tells absent from empty: many are empty. */
export const value = fc.oneof(fc.constant(''), mText);

/** Nodes of the global `^G`, none twice. */
export function globalNodes(text: fc.Arbitrary<string> = mText): fc.Arbitrary<GlobalNode[]> {
  const reference = fc
    .array(subscriptOf(text), { maxLength: 3 })
    .map((subscripts) => writeReference({ name: '^G', subscripts }));
  const node = fc.record({ reference, value: fc.oneof(fc.constant(''), text) });
  return fc.uniqueArray(node, { selector: (one) => one.reference, maxLength: 12 }).map((nodes) => [...nodes]);
}
