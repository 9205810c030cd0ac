import test from 'ava';
import { documentName } from '../../../src/document/document-name.ts';
import { entryPointsOf } from '../../../src/kit/legacy/entry-points.ts';
import { releaseCall } from '../../../src/kit/legacy/release-call.ts';

const labels = (routine: string, ...names: readonly string[]) =>
  entryPointsOf({
    name: documentName(`${routine}.m`),
    bytes: new TextEncoder().encode(
      `${routine} ;\n quit\n${names.map((name) => `${name} ;\n quit\n`).join('')}`,
    ),
  });

const cases: readonly (readonly [
  what: string,
  id: string,
  entries: ReturnType<typeof labels>,
  call: string | null,
  candidates: readonly string[],
])[] = [
  ['P014, as is documented', 'LAB-2026.014', labels('LABIN', 'P014'), 'P014^LABIN', []],
  ['one of a series', 'LABM-17', labels('LABM', 'P16', 'P17'), 'P17^LABM', []],
  ['all numbers of the id', 'LAB-2011.08', labels('LABREL', 'R201106', 'R201108'), null, ['R201108^LABREL']],
  [
    'the same in a routine of patches',
    'LAB-2011.08',
    labels('LABPATCH', 'R201106', 'R201108'),
    'R201108^LABPATCH',
    [],
  ],
  ['a label without its zeros', 'LAB-2009.03', labels('LABPATCH', 'R2', 'R3'), null, ['R3^LABPATCH']],
  ['a series of loops', 'LAB-2009.03', labels('LABX', 'LOOP02', 'LOOP03'), null, ['LOOP03^LABX']],
  ['labels as they are all over M code', 'LAB-3', labels('LABX', 'P1', 'P2', 'P3'), null, ['P3^LABX']],
  ['a label alone', 'LAB-3', labels('LABX', 'P3'), null, ['P3^LABX']],
  ['a number that is no part of its own', 'LAB-X014', labels('LABIN', 'P013', 'P014'), null, ['P014^LABIN']],
  ['a number that is not the last part', 'LAB-014.X', labels('LABIN', 'P013', 'P014'), null, ['P014^LABIN']],
  [
    'two that could be it',
    'LAB-2026.014',
    [...labels('LABIN', 'P014'), ...labels('LABY', 'P014')],
    null,
    ['P014^LABIN', 'P014^LABY'],
  ],
];
for (const [what, id, entries, call, candidates] of cases) {
  test(`an old kit runs ${call ?? 'nothing'} for ${id}: ${what}`, (t) => {
    const found = releaseCall(id, entries, false);
    t.is(found.call?.call ?? null, call);
    t.deepEqual(
      found.candidates.map((one) => one.call),
      candidates,
    );
  });
}

test('in a class that a person named a series is enough', (t) => {
  const entries = labels('LABREL', 'R201106', 'R201108');
  t.is(releaseCall('LAB-2011.08', entries, true).call?.call, 'R201108^LABREL');
});
