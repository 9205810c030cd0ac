import test from 'ava';
import fc from 'fast-check';
import { computeRunEffect } from '../../src/document/compute-run-effect.ts';
import { isUnder } from '../../src/document/global.ts';
import type { GlobalWrite } from '../../src/document/global-write.ts';
import { holdsAlways } from '../worlds/hold-always.ts';

const references = ['^A', '^A(1)', '^A(1,2)', '^A("x")', '^A("x",1)', '^B', '^B(1)'];
const reference = fc.constantFrom(...references);
const values = fc.constantFrom('', '0', 'a', 'b');
const own = fc.boolean();
const write: fc.Arbitrary<GlobalWrite> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), reference, value: values, own }),
  fc.record({ kind: fc.constantFrom('kill' as const, 'kill-node' as const), reference, own }),
);

/** The same by brute force: a map of all nodes, changed write by write. */
function byBruteForce(start: ReadonlyMap<string, string>, writes: readonly GlobalWrite[]) {
  const now = new Map<string, string>(start);
  const found = new Map<string, { before: string | null; after: string | null }>();
  for (const one of writes) {
    for (const at of references) {
      const hit = one.kind === 'kill' ? isUnder(at, one.reference) && now.has(at) : at === one.reference;
      if (!hit) continue;
      const before = now.get(at) ?? null;
      const after = one.kind === 'set' ? one.value : null;
      if (one.own) found.set(at, { before: found.get(at)?.before ?? (found.has(at) ? null : before), after });
      if (after === null) now.delete(at);
      else now.set(at, after);
    }
  }
  return found;
}

test('what a run did is what a replay of all writes shows', (t) => {
  holdsAlways(
    t,
    fc.property(fc.dictionary(reference, values), fc.array(write, { maxLength: 12 }), (nodes, writes) => {
      const start = new Map(Object.entries(nodes));
      t.deepEqual([...computeRunEffect(start, writes)].sort(), [...byBruteForce(start, writes)].sort());
    }),
  );
});

test('what others wrote before the run touched a node is what was there; what they wrote after is left out', (t) => {
  const writes: GlobalWrite[] = [
    { kind: 'set', reference: '^A(1)', value: 'theirs', own: false },
    { kind: 'kill', reference: '^A', own: true },
    { kind: 'set', reference: '^A(2)', value: 'theirs too', own: false },
  ];
  t.deepEqual(
    [...computeRunEffect(new Map([['^A(1)', 'first']]), writes)],
    [['^A(1)', { before: 'theirs', after: null }]],
  );
});
