import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import type { TargetSession } from '../../src/ports/target.ts';
import type { Batch, OtherChange } from '../../src/reconcile/batch-changes.ts';
import type { PassEvent, Progress } from '../../src/reconcile/pass-event.ts';
import { progressOf } from '../../src/reconcile/progress-of.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { writeBatch } from '../../src/reconcile/write-batch.ts';
import { World } from '../worlds/a-world.ts';

function toldOf(step: Progress['step'], events: readonly PassEvent[]): readonly Progress[] {
  return events.filter((event) => event.kind === 'progress').filter((event) => event.step === step);
}

test('an attempt tells how many of its documents it has backed up and written, to the last', async (t) => {
  const kit = Object.fromEntries(
    Array.from({ length: 7 }, (_, index) => [`Lab.C${index}.cls`, `Class Lab.C${index}\n{\n}\n`]),
  );
  const world = new World({ patches: { 'LAB-1': { kit } } });
  const events: PassEvent[] = [];
  await reconcileOnce(world.ports, world.setup, (event) => events.push(event));
  for (const step of ['backing-up', 'installing'] as const) {
    const told = toldOf(step, events);
    t.deepEqual(
      told.map(({ done }) => done),
      [1, 2, 3, 4, 5, 6, 7],
    );
    t.true(told.every(({ attempt, of }) => attempt === 1 && of === 7));
  }
});

test('however many documents an attempt writes, it tells of them a hundred times at most', (t) => {
  const events: PassEvent[] = [];
  const of = 12_345;
  const told = progressOf({ tell: (event) => events.push(event) }, { attempt: 1, step: 'installing', of });
  for (let document = 0; document < of; document += 1) {
    told.isAt(0.5);
    told.did(1);
  }
  t.true(events.length <= 100);
  t.deepEqual(events.at(-1), { kind: 'progress', attempt: 1, step: 'installing', done: of, of, share: 1 });
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
    t.is(await writeBatch(session as unknown as TargetSession, batch, toldInto(told)), name);
  t.deepEqual(told, []);
});

test('a document that is long under way is told in parts, and what an engine says of it goes never back', async (t) => {
  const told: number[] = [];
  const session = {
    applyTogether: (_: unknown, wrote: (share: number) => void) => {
      for (const share of [0.25, 0.5, 0.4, 1]) wrote(share);
      return Promise.resolve(null);
    },
  };
  const progress = progressOf(
    { tell: (event) => event.kind === 'progress' && told.push(event.share) },
    { attempt: 1, step: 'installing', of: 2 },
  );
  const edits: Batch = {
    kind: 'edits',
    edits: [{ kind: 'edit', name: documentName('^Lab'), from: null, to: null }],
  };
  t.is(await writeBatch(session as unknown as TargetSession, edits, progress), null);
  t.deepEqual(told, [0.125, 0.25, 0.5]);
});

function toldInto(told: number[]) {
  return { isAt: () => undefined, did: (count: number) => void told.push(count) };
}
