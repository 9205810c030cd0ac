import test from 'ava';
import fc from 'fast-check';
import { globalBuilder } from '../../src/document/global-builder.ts';
import type { GlobalNode } from '../../src/document/global.ts';
import { parseReference, sortNodes, writeGlobal } from '../../src/document/global.ts';
import { globalNodes } from './global-arbitraries.ts';

/** Adds the nodes one by one; gives the bytes, and which were refused. */
function build(nodes: readonly GlobalNode[]): { bytes: Uint8Array; refused: boolean[] } {
  const builder = globalBuilder();
  const refused = nodes.map(({ reference, value }) => {
    const parsed = parseReference(reference);
    return parsed === null || !builder.add(parsed, value);
  });
  return { bytes: builder.finish(), refused };
}

test('a global that is built node by node has the same bytes as one that is written at once, in any order', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(globalNodes(), (nodes) => {
        for (const order of [nodes, sortNodes(nodes), sortNodes(nodes).reverse()]) {
          const { bytes, refused } = build(order);
          t.deepEqual(bytes, writeGlobal(nodes));
          t.false(refused.includes(true));
        }
      }),
    );
  });
});

test('a node that was given before is refused and changes nothing, wherever it comes', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(globalNodes(), globalNodes(), fc.boolean(), (first, second, sorted) => {
        const nodes = [...(sorted ? sortNodes(first) : first), ...second];
        const seen = new Set<string>();
        const twice = nodes.map(({ reference }) => seen.size === seen.add(reference).size);
        const { bytes, refused } = build(nodes);
        t.deepEqual(refused, twice);
        t.deepEqual(bytes, writeGlobal(nodes.filter((_, index) => !twice[index])));
      }),
    );
  });
});

test('a global of many nodes, of which the last is out of order, is sorted all the same', (t) => {
  const nodes = Array.from({ length: 9000 }, (_, index) => ({
    reference: `^G(${index})`,
    value: 'x'.repeat(20),
  }));
  const [first, ...rest] = nodes;
  t.deepEqual(build([...rest, ...(first === undefined ? [] : [first])]).bytes, writeGlobal(nodes));
});
