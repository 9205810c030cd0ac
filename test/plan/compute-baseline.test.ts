import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { CandidateRelease } from '../../src/plan/compute-baseline.ts';
import { computeBaseline } from '../../src/plan/compute-baseline.ts';

type Found = 'matches' | 'other' | 'missing';

const release = (patch: string, documents: Readonly<Record<string, Found>>): CandidateRelease => ({
  patch: patch as PatchId,
  documents: Object.entries(documents).map(([name, found]) => ({
    name: documentName(name),
    matches: found === 'matches',
    exists: found !== 'missing',
    wanted: null,
  })),
});
const states = (...releases: readonly CandidateRelease[]) =>
  computeBaseline(releases).map(({ state }) => state);

test('a release all of whose documents are there is present', (t) => {
  t.deepEqual(states(release('A-1', { 'A.cls': 'matches', 'B.cls': 'matches' })), ['present']);
});

test('a release whose documents a later one has replaced is present too', (t) => {
  t.deepEqual(
    states(release('A-1', { 'A.cls': 'other', 'B.cls': 'matches' }), release('A-2', { 'A.cls': 'matches' })),
    ['present', 'present'],
  );
});

test('a release whose document is as an earlier one put it is not there', (t) => {
  t.deepEqual(states(release('A-1', { 'A.cls': 'matches' }), release('A-2', { 'A.cls': 'other' })), [
    'present',
    'absent',
  ]);
});

test('a document that no release explains is a local edit on top', (t) => {
  const [finding] = computeBaseline([release('A-1', { 'A.cls': 'other', 'B.cls': 'matches' })]);
  t.is(finding?.state, 'edited');
  t.deepEqual(finding?.edits, [documentName('A.cls')]);
});

test('a release of which a document is missing is there in part', (t) => {
  const [finding] = computeBaseline([release('A-1', { 'A.cls': 'missing', 'B.cls': 'matches' })]);
  t.is(finding?.state, 'partly');
  t.deepEqual(finding?.missing, [documentName('A.cls')]);
});
