import test from 'ava';
import fc from 'fast-check';
import { changedBytes } from '../../src/document/apply-change.ts';
import { computeChange } from '../../src/document/compute-change.ts';
import { documentName } from '../../src/document/document-name.ts';
import { writeGlobal } from '../../src/document/global.ts';
import type { GlobalNode } from '../../src/document/global.ts';
import { editOf, nodeEditsOf } from '../../src/document/node-edits.ts';
import { holdsAlways } from '../worlds/hold-always.ts';
import { byteText, globalNodes } from './global-arbitraries.ts';

const bytesOf = (nodes: readonly GlobalNode[]) => (nodes.length === 0 ? null : writeGlobal(nodes));
const textOf = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();

test('a change of a global leads from what was to what is to be, its edits in M collation, none for a node that stays', (t) => {
  const values = fc.constantFrom('', '1', 'a');
  const nodes = globalNodes(byteText);
  holdsAlways(
    t,
    fc.property(nodes, nodes, fc.array(fc.tuple(fc.nat(), values)), (old, fresh, kept) => {
      const stay = old.filter((_, at) => kept.some(([pick]) => pick % (at + 2) === 0));
      const names = new Set(stay.map(({ reference }) => reference));
      const after = [...stay, ...fresh.filter(({ reference }) => !names.has(reference))];
      const [was, is] = [bytesOf(old), bytesOf(after)];
      const change = computeChange(documentName('^G'), was, is);
      if (change?.kind !== 'edit') {
        t.is(textOf(was), textOf(is));
        return;
      }
      const changed = changedBytes(change, was);
      t.is(changed.kind === 'applied' ? textOf(changed.bytes) : 'conflict', textOf(is));
      const edits = nodeEditsOf(change);
      t.true(edits.every(({ from, to }) => from !== to));
      t.deepEqual(change, editOf(change.name, edits));
    }),
    { runs: 500 },
  );
});
