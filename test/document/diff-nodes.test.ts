import test from 'ava';
import fc from 'fast-check';
import { diffNodes } from '../../src/document/diff-nodes.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { GlobalNode } from '../../src/document/global.ts';
import { writeGlobal } from '../../src/document/global.ts';
import { holdsAlways } from '../worlds/hold-always.ts';
import { byteText, globalNodes } from './global-arbitraries.ts';

const name = documentName('^G');
const bytesOf = (nodes: readonly GlobalNode[]) => (nodes.length === 0 ? null : writeGlobal(nodes));
const lineOf = (node: GlobalNode) =>
  Buffer.from(writeGlobal([node]))
    .toString()
    .slice(0, -1);

test('a comparison of two states names every node that differs, with its values, and no other', (t) => {
  const nodes = globalNodes(byteText);
  holdsAlways(
    t,
    fc.property(nodes, nodes, fc.nat(12), (old, fresh, stay) => {
      const kept = old.slice(0, stay);
      const there = new Set(kept.map(({ reference }) => reference));
      const after = [...kept, ...fresh.filter(({ reference }) => !there.has(reference))];
      const [was, is] = [old, after].map((all) => new Map(all.map((one) => [one.reference, one])));
      if (was === undefined || is === undefined) throw new Error('two states');
      const differs = (one: GlobalNode) => was.get(one.reference)?.value !== is.get(one.reference)?.value;
      const found = diffNodes(name, bytesOf(old), bytesOf(after), 1_000);
      const shown = (kind: 'old' | 'new') =>
        found.lines.filter((line) => line.kind === kind).map(({ text }) => text);
      t.deepEqual(shown('old').sort(), old.filter(differs).map(lineOf).sort());
      t.deepEqual(shown('new').sort(), after.filter(differs).map(lineOf).sort());
      t.is(found.deleted, old.filter(({ reference }) => !is.has(reference)).length);
      t.is(found.added, after.filter(({ reference }) => !was.has(reference)).length);
      t.is(found.changed, old.filter((one) => is.has(one.reference) && differs(one)).length);
      t.is(found.length, found.added + found.deleted + 2 * found.changed);
      const few = diffNodes(name, bytesOf(old), bytesOf(after), 2);
      t.deepEqual(few, { ...found, lines: found.lines.slice(0, 2) });
    }),
  );
});

test('one changed node of a large global is one changed node', (t) => {
  const nodes = Array.from({ length: 50_000 }, (_, index) => ({ reference: `^G(${index})`, value: 'x' }));
  const after = nodes.map((node, index) => (index === 40_000 ? { ...node, value: 'y' } : node));
  t.deepEqual(diffNodes(name, bytesOf(nodes), bytesOf(after), 10), {
    lines: [
      { kind: 'old', text: '^G(40000)="x"' },
      { kind: 'new', text: '^G(40000)="y"' },
    ],
    ...{ length: 2, added: 0, changed: 1, deleted: 0 },
  });
});
