import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import type { TargetSession } from '../../src/ports/target.ts';
import type { Batch, OtherChange } from '../../src/reconcile/batch-changes.ts';
import type { PassEvent } from '../../src/reconcile/pass-event.ts';
import { progressOf } from '../../src/reconcile/progress-of.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { writeBatch } from '../../src/reconcile/write-batch.ts';
import { World } from '../worlds/a-world.ts';

type Written = Extract<PassEvent, { kind: 'written' }>;

function writtenIn(events: readonly PassEvent[]): readonly Written[] {
  return events.filter((event) => event.kind === 'written');
}

test('an attempt tells how many of its documents it has written, to the last', async (t) => {
  const kit = Object.fromEntries(
    Array.from({ length: 7 }, (_, index) => [`Lab.C${index}.cls`, `Class Lab.C${index}\n{\n}\n`]),
  );
  const world = new World({ patches: { 'LAB-1': { kit } } });
  const events: PassEvent[] = [];
  await reconcileOnce(world.ports, world.setup, (event) => events.push(event));
  const written = writtenIn(events);
  t.deepEqual(
    written.map(({ done }) => done),
    [1, 2, 3, 4, 5, 6, 7],
  );
  t.true(written.every(({ attempt, of }) => attempt === 1 && of === 7));
});

test('however many documents an attempt writes, it tells of them a hundred times at most', (t) => {
  const events: PassEvent[] = [];
  const changes = Array.from({ length: 12_345 }, () => ({ name: 'Lab.A.cls' as never, after: () => null }));
  const told = progressOf({ tell: (event) => events.push(event) }, { attempt: 1, changes, nodes: [] });
  for (const [index] of changes.entries()) {
    if (index % 3 === 0) told.unchanged();
    else told.wrote(1);
  }
  t.true(events.length <= 100);
  t.deepEqual(events.at(-1), { kind: 'written', attempt: 1, done: 12_345, of: 12_345 });
});

test('what was not written because of a conflict is not told as written', async (t) => {
  const told: number[] = [];
  const name = documentName('Lab.A.cls');
  const session = { applyInOrder: () => Promise.resolve(name), applyTogether: () => Promise.resolve(name) };
  const change = { name } as OtherChange;
  const batches: readonly Batch[] = [
    { kind: 'documents', changes: [change, change] },
    { kind: 'edits', edits: [] },
  ];
  for (const batch of batches)
    t.is(await writeBatch(session as unknown as TargetSession, batch, (count) => told.push(count)), name);
  t.deepEqual(told, []);
});
