import test from 'ava';
import fc from 'fast-check';
import { compareReferences, writeGlobal } from '../../src/document/global.ts';
import { compareLines, firstLine, isAtEnd, nextLine, referenceAt } from '../../src/document/node-lines.ts';
import { holdsAlways } from '../worlds/hold-always.ts';
import { globalNodes } from './global-arbitraries.ts';

const lineOf = (reference: string, value = '') => firstLine(writeGlobal([{ reference, value }]));

test('lines are ordered as their references are', (t) => {
  holdsAlways(
    t,
    fc.property(globalNodes(), (nodes) => {
      for (const [at, { reference }] of nodes.entries())
        for (const other of nodes.slice(0, at + 1)) {
          const order = compareLines(lineOf(reference, 'x'), lineOf(other.reference));
          t.is(
            Math.sign(order),
            Math.sign(compareReferences(reference, other.reference)),
            `${reference} ${other.reference}`,
          );
        }
    }),
    { runs: 2000 },
  );
});

test('lines are found one after the other, whatever their subscripts and values hold', (t) => {
  holdsAlways(
    t,
    fc.property(globalNodes(), (nodes) => {
      const references: string[] = [];
      const place = firstLine(nodes.length === 0 ? null : writeGlobal(nodes));
      while (!isAtEnd(place)) {
        references.push(referenceAt(place));
        nextLine(place);
      }
      t.deepEqual(references, nodes.map(({ reference }) => reference).sort(compareReferences));
    }),
    { runs: 500 },
  );
});
