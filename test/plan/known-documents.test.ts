import test from 'ava';
import type { Digest } from '../../src/base/digest.ts';
import type { PatchId } from '../../src/base/names.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { PatchRecord } from '../../src/installed/installed-state.ts';
import { knownDocuments } from '../../src/plan/known-documents.ts';

/** What is known after patches that left these documents, in this order; each digest is the patch's number. */
function knownAfter(...patches: readonly (readonly string[])[]): string {
  return knownWith([], ...patches);
}

/** The same, and of the last patch these globals are loose. */
function knownWith(loose: readonly string[], ...patches: readonly (readonly string[])[]): string {
  const records = patches.map((names, index): [PatchId, PatchRecord] => [
    `LAB-${index + 1}` as PatchId,
    {
      state: 'installed',
      order: index + 1,
      leftEdited: [],
      loose: index + 1 === patches.length ? loose.map((name) => documentName(name)) : [],
      documents: names.map((name) => ({ name: documentName(name), digest: `${index + 1}` as Digest })),
    } as unknown as PatchRecord,
  ]);
  const known = knownDocuments({ patches: new Map(records.reverse()) });
  return Array.from(known, ([name, digest]) => `${name}=${String(digest)}`).join(' ');
}

for (const [what, known, ...patches] of [
  [
    'the last patch says what a document is',
    'Lab.A.cls=2 ^Lab=2',
    ['Lab.A.cls', '^Lab'],
    ['Lab.A.cls', '^Lab'],
  ],
  ['a later subtree makes the whole unknown', '^Lab("in")=2', ['^Lab'], ['^Lab("in")']],
  ['a later whole stands for its subtrees', '^Lab=2', ['^Lab("in")', '^Lab(1,2)'], ['^Lab']],
  [
    'subtrees side by side do not touch each other',
    '^Lab("in")=1 ^Lab("out")=2',
    ['^Lab("in")'],
    ['^Lab("out")'],
  ],
  [
    'what is one global by its first letters only is another',
    '^Lab=1 ^LabX("in")=2',
    ['^Lab'],
    ['^LabX("in")'],
  ],
  ['one patch may leave a whole and a subtree of it', '^Lab=1 ^Lab("in")=1', ['^Lab', '^Lab("in")']],
] as const)
  test(what, (t) => {
    t.is(knownAfter(...patches), known);
  });

for (const [what, known, loose, ...patches] of [
  ['into a global that was merged, others write', '', ['^Lab'], ['^Lab'], ['^Lab']],
  ['a run that wrote there makes a global unknown', 'Lab.A.cls=2', ['^Lab'], ['^Lab'], ['Lab.A.cls']],
  ['so it does with all its subtrees', '^Log=1', ['^Lab'], ['^Lab("in")', '^Log'], []],
  ['and with the whole of a subtree', '^Log=1', ['^Lab("in")'], ['^Lab', '^Log'], []],
  ['but not with what the same patch set', '^Lab("in")=2', ['^Lab'], ['^Lab'], ['^Lab("in")']],
] as const)
  test(what, (t) => {
    t.is(knownWith(loose, ...patches), known);
  });
