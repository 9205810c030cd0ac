import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { proposeRun } from '../../src/kit/propose-run.ts';

const aClass = (name: string, ...methods: readonly string[]) => ({
  name: documentName(`${name}.cls`),
  bytes: Buffer.from(
    `Class ${name}\n{\n${methods.map((method) => `\nClassMethod ${method}(ByRef p) As %Status\n{\n  quit 1\n}\n`).join('')}\n}\n`,
  ),
});
const aRoutine = (name: string, ...labels: readonly string[]) => ({
  name: documentName(`${name}.m`),
  bytes: Buffer.from(`${name} ;\n quit\n${labels.map((label) => `${label} ;\n quit\n`).join('')}`),
});

const cases: readonly (readonly [
  what: string,
  documents: Parameters<typeof proposeRun>[1],
  run: string | null,
  candidates?: readonly string[] | undefined,
])[] = [
  ['the method of a patch class', [aClass('Lab.Patches', 'P013', 'P014')], '##class(Lab.Patches).P014'],
  ['a word for patches', [aClass('Lab.Install', 'Upgrade014')], '##class(Lab.Install).Upgrade014'],
  ['a label of a routine of patches', [aRoutine('LABPATCH', 'PATCH014')], 'PATCH014^LABPATCH'],
  ['a label that is called as patches are', [aRoutine('LABIN', 'IN', 'P014')], 'P014^LABIN'],
  ['no method of another release', [aClass('Lab.Patches', 'P013')], null],
  ...[
    aClass('Lab.Crypto', 'MD14', 'Test14'),
    aRoutine('LABIN', 'P13', 'P14'),
    aClass('Lab.Patches', 'Undo014'),
    aClass('Lab.Patches', 'Go014'),
    aClass('Lab.Patches', 'P14'),
    aClass('Lab.Installation', 'Device14', 'Device014'),
    aClass('Lab.Installation', 'Install014'),
    aClass('Lab.Uninstall', 'P014'),
    aRoutine('LABPATCH', 'EXIT14', 'EXIT014'),
    aRoutine('LABROLLBACK', 'P014'),
  ].map(
    (document) => [`none of ${document.name}, which is only named`, [document], null, undefined] as const,
  ),
  [
    'none of two',
    [aClass('Lab.Patches', 'P014'), aRoutine('LABPATCH', 'PATCH014')],
    null,
    ['##class(Lab.Patches).P014', 'PATCH014^LABPATCH'],
  ],
];
for (const [index, [what, documents, run, candidates]] of cases.entries()) {
  test(`the code of a release is proposed: ${what} (${index})`, (t) => {
    const found = proposeRun('LAB-2026.014', documents);
    t.is(found.run, run);
    if (candidates !== undefined) t.deepEqual(found.candidates, candidates);
    if (what.endsWith('only named')) t.true(found.candidates.length > 0);
  });
}
