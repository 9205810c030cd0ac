import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/base/digest.ts';
import type { PatchId } from '../../src/base/names.ts';
import { foldJournal } from '../../src/journal/journal-state.ts';
import type { JournalFact } from '../../src/journal/journal-event.ts';
import { anyJournal } from './any-events.ts';

const patch = 'LAB-1' as PatchId;
const releaseDigest = digestOf('release');
const by = { who: 'ines', why: 'because' };
const started: JournalFact = {
  ...{ kind: 'started', attempt: 1, action: 'install', patch, releaseDigest, trigger: 'policy', who: null },
  why: '',
};
const fold = (...facts: readonly JournalFact[]) =>
  foldJournal(facts.map((fact, index) => ({ ...fact, at: index })));

test('an attempt has no end until a fact says so', (t) => {
  t.is(fold(started).attempts.get(1)?.end, null);
  const committed: JournalFact = {
    kind: 'committed',
    attempt: 1,
    proof: digestOf('p'),
    documents: [],
    foreign: [],
  };
  t.is(fold(started, committed).attempts.get(1)?.end?.outcome, 'installed');
});

test('a rollback keeps the reason for which it was begun', (t) => {
  const story = fold(
    started,
    { kind: 'rolling-back', attempt: 1, why: 'verification failed', interrupted: false },
    { kind: 'rolled-back', attempt: 1, proof: digestOf('p'), foreign: ['^X'] },
  ).attempts.get(1);
  t.like(story?.end, { outcome: 'rolled-back', why: 'verification failed', foreign: ['^X'] });
});

test('a leave is spent when an attempt of its patch starts', (t) => {
  const leave: JournalFact = { kind: 'install-now', patch, releaseDigest, ...by };
  t.false(fold(leave).acts[0]?.spent);
  t.true(fold(leave, started).acts[0]?.spent);
});

test('facts of an attempt that never started are left out', (t) => {
  t.is(fold({ kind: 'done', attempt: 9 }).attempts.size, 0);
});

test('what was said last is remembered', (t) => {
  const said = (text: string): JournalFact => ({ kind: 'said', status: digestOf(text), conditions: [] });
  t.is(fold(said('a'), said('b')).said?.status, digestOf('b'));
});

test('a journal that is folded in parts comes to the same as the whole, wherever it is cut, and the part stays as it was', (t) => {
  fc.assert(
    fc.property(anyJournal, (events) => {
      const whole = foldJournal(events);
      for (let cut = 0; cut <= events.length; cut += 1) {
        const part = foldJournal(events.slice(0, cut));
        t.deepEqual(foldJournal(events.slice(cut), part), whole);
        t.deepEqual(part, foldJournal(events.slice(0, cut)));
      }
    }),
    { numRuns: 100, seed: 4 },
  );
});
