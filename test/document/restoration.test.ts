import test from 'ava';
import fc from 'fast-check';
import { changedBytes } from '../../src/document/apply-change.ts';
import { computeChange } from '../../src/document/compute-change.ts';
import { computeRestoration } from '../../src/document/compute-restoration.ts';
import type { DocumentName } from '../../src/document/document-name.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { GlobalNode } from '../../src/document/global.ts';
import { readGlobal, writeGlobal } from '../../src/document/global.ts';
import { editOf, nodeEditsOf } from '../../src/document/node-edits.ts';
import { globalNodes, value } from './global-arbitraries.ts';

type Bytes = Uint8Array | null;

const page = documentName('/csp/lab/index.csp');
const global = documentName('^G');
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const globalBytes = (nodes: readonly GlobalNode[]): Bytes => (nodes.length === 0 ? null : writeGlobal(nodes));
const anyGlobal = globalNodes().map(globalBytes);
const anyPage = fc.option(fc.constantFrom('one', 'two', 'three', '').map(bytesOf), { nil: null });

/** The bytes after the change from one state to the other was applied to the first. */
function change(name: DocumentName, from: Bytes, to: Bytes): Bytes | 'conflict' {
  const step = computeChange(name, from, to);
  if (step === null) return from;
  const changed = changedBytes(step, from);
  return changed.kind === 'applied' ? changed.bytes : 'conflict';
}

function restore(name: DocumentName, before: Bytes, written: Bytes, now: Bytes): Bytes | 'conflict' {
  const restoration = computeRestoration({ name, before, written, now });
  if (restoration.change === null) return now;
  const changed = changedBytes(restoration.change, now);
  return changed.kind === 'applied' ? changed.bytes : 'conflict';
}

const families = [
  ['page', page, anyPage],
  ['global', global, anyGlobal],
] as const;

for (const [word, name, states] of families) {
  test(`a change brings any state of a ${word} to any other`, (t) => {
    t.notThrows(() => {
      fc.assert(
        fc.property(states, states, (before, after) => {
          t.deepEqual(change(name, before, after), after);
        }),
      );
    });
  });

  test(`with no foreign writer a ${word} is afterwards what it was, byte for byte`, (t) => {
    t.notThrows(() => {
      fc.assert(
        fc.property(states, states, (before, written) => {
          t.deepEqual(restore(name, before, written, written), before);
          t.deepEqual(computeRestoration({ name, before, written, now: written }).foreign, []);
        }),
      );
    });
  });

  test(`restoring a ${word} twice does nothing the second time`, (t) => {
    t.notThrows(() => {
      fc.assert(
        fc.property(states, states, states, (before, written, now) => {
          const once = restore(name, before, written, now);
          t.not(once, 'conflict');
          t.deepEqual(once === 'conflict' ? null : restore(name, before, written, once), once);
        }),
      );
    });
  });
}

test('nodes that others wrote survive a restore and are listed; all that we wrote is undone', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(globalNodes(), globalNodes(), globalNodes(), (was, wrote, others) => {
        const foreign = new Map(others.map((node) => [node.reference, `${node.value} of others`]));
        const now = withValues(wrote, foreign);
        const after = restore(global, globalBytes(was), globalBytes(wrote), globalBytes(now));
        t.deepEqual(after, globalBytes(withValues(was, foreign)));
        const listed = computeRestoration({
          name: global,
          before: globalBytes(was),
          written: globalBytes(wrote),
          now: globalBytes(now),
        }).foreign;
        t.deepEqual([...listed].sort(), [...foreign.keys()].sort());
      }),
    );
  });
});

test('a node that others removed stays removed and is listed', (t) => {
  const [before, written, now] = ['^G(1)="a"\n^G(2)="b"\n', '^G(1)="A"\n^G(2)="B"\n', '^G(2)="B"\n'].map(
    bytesOf,
  );
  const restoration = computeRestoration({
    name: global,
    before: before ?? null,
    written: written ?? null,
    now: now ?? null,
  });
  t.deepEqual(restoration.foreign, ['^G(1)']);
  t.deepEqual(restoration.change, editOf(global, [{ reference: '^G(2)', from: 'B', to: 'b' }]));
});

test('a document that the patch added is gone after a restore', (t) => {
  t.is(restore(page, null, bytesOf('new'), bytesOf('new')), null);
  t.is(restore(global, null, bytesOf('^G(1)=""\n'), bytesOf('^G(1)=""\n')), null);
});

test('a page that somebody else changed or removed meanwhile is left and listed', (t) => {
  const states = { name: page, before: bytesOf('old'), written: bytesOf('new') };
  t.deepEqual(computeRestoration({ ...states, now: bytesOf('theirs') }), { change: null, foreign: [page] });
  t.deepEqual(computeRestoration({ ...states, now: null }), { change: null, foreign: [page] });
});

test('a change does not apply to a state that it does not expect', (t) => {
  const put = computeChange(page, bytesOf('old'), bytesOf('new'));
  const edit = computeChange(global, bytesOf('^G(1)="a"\n'), bytesOf('^G(1)="b"\n'));
  t.truthy(put && edit);
  if (put === null || edit === null) return;
  t.is(changedBytes(put, bytesOf('theirs')).kind, 'conflict');
  t.is(changedBytes(put, null).kind, 'conflict');
  t.is(changedBytes(edit, bytesOf('^G(1)="theirs"\n')).kind, 'conflict');
  t.is(changedBytes(edit, bytesOf('^G(2)="a"\n')).kind, 'conflict');
  t.is(changedBytes(edit, null).kind, 'conflict');
});

test('an edit leaves the nodes that it does not name', (t) => {
  const edit = computeChange(global, bytesOf('^G(1)="a"\n'), bytesOf('^G(1)="b"\n^G(3)=""\n'));
  t.truthy(edit);
  if (edit === null) return;
  const changed = changedBytes(edit, bytesOf('^G(1)="a"\n^G(2)="x"\n'));
  t.deepEqual(changed, { kind: 'applied', bytes: bytesOf('^G(1)="b"\n^G(2)="x"\n^G(3)=""\n') });
});

test('an absent value and an empty one differ', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(value, (text) => {
        const step = computeChange(global, null, writeGlobal([{ reference: '^G(1)', value: text }]));
        t.deepEqual(step?.kind === 'edit' ? nodeEditsOf(step) : null, [
          { reference: '^G(1)', from: null, to: text },
        ]);
      }),
    );
  });
});

test('nodes outside of the document that they are said to belong to are a mistake of the caller', (t) => {
  t.throws(() => computeChange(documentName('^G(1)'), null, bytesOf('^G(2)=""\n')), { message: /\^G\(2\)/ });
  t.is(readGlobal(bytesOf('')).length, 0);
});

/** Nodes with these values set over them. */
function withValues(nodes: readonly GlobalNode[], values: ReadonlyMap<string, string>): GlobalNode[] {
  const all = new Map([...nodes.map((node) => [node.reference, node.value] as const), ...values]);
  return Array.from(all, ([reference, text]) => ({ reference, value: text }));
}
