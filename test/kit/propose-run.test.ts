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
  call: string | null,
])[] = [
  ['the method of a patch class', [aClass('Lab.Patches', 'P013', 'P014')], '##class(Lab.Patches).P014'],
  ['the only method of a patch class', [aClass('Lab.Install', 'Go14')], '##class(Lab.Install).Go14'],
  ['a label that is called as patches are', [aRoutine('LABIN', 'IN', 'P014')], 'P014^LABIN'],
  ['no method of another release', [aClass('Lab.Patches', 'P013')], null],
  [
    'no method that has the number by chance',
    [aClass('Lab.Crypto', 'MD14', 'Test14'), aRoutine('LABIN', 'P13', 'P14')],
    null,
  ],
  ['none of two', [aClass('Lab.Patches', 'P014'), aRoutine('LABPATCH', 'X14')], null],
];
for (const [what, documents, call] of cases) {
  test(`the code of a release is proposed: ${what}`, (t) => {
    t.is(proposeRun('LAB-2026.014', documents), call);
  });
}
