import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import type { KitDocument } from '../../src/kit/kit-document.ts';
import { parseManifest } from '../../src/kit/parse-manifest.ts';
import { asHeldBy } from '../../src/plan/as-held-by.ts';

const kitOf = (...documents: (readonly [name: string, text: string])[]): KitDocument[] =>
  documents.map(([name, text]) => ({
    document: { name: documentName(name), bytes: Buffer.from(text) },
    file: 'kit/a.xml',
    line: 1,
    globals: name.startsWith('^') ? 'merge' : null,
  }));

const manifest = parseManifest(
  'patch.yaml',
  `id: LAB-1
title: Lab
kit: [{ file: kit/a.xml }]
remove: [OLD.int, OLD.mac, ^Old]
verify:
  - { document: LABIN.mac, exists: true }
  - { global: '^Lab("mac")', equals: "1" }
`,
);

test('routines of IRIS are .m routines where the target knows only these, without their first line', (t) => {
  const kit = kitOf(
    ['LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ;in\n q\n'],
    ['%ZLAB.int', 'ROUTINE %ZLAB [Type=INT]\n q "é"\n'],
    ['RAW.m', 'ROUTINE\r\n'],
    ['^Lab', '^Lab(1)="x"\n'],
  );
  const held = asHeldBy(['m'], { manifest, kit });
  if ('why' in held) return t.fail(held.why);
  t.deepEqual(
    held.kit.map(({ document }) => [document.name, Buffer.from(document.bytes).toString()]),
    [
      ['LABIN.m', 'LABIN ;in\n q\n'],
      ['%ZLAB.m', ' q "é"\n'],
      ['RAW.m', 'ROUTINE\r\n'],
      ['^Lab', '^Lab(1)="x"\n'],
    ].map(([name = '', text = '']) => [documentName(name), text]),
  );
  t.deepEqual(held.manifest.remove, ['OLD.m', '^Old'].map(documentName));
  t.deepEqual(held.manifest.verify, [
    { kind: 'document-exists', name: documentName('LABIN.m') },
    { kind: 'global-equals', reference: '^Lab("mac")', value: '1' },
  ]);
});

test('nothing changes where the target knows routines of IRIS', (t) => {
  const release = { manifest, kit: kitOf(['LABIN.mac', 'ROUTINE LABIN [Type=MAC]\n#include X\n']) };
  t.deepEqual(asHeldBy(['mac', 'int'], release), release);
  t.deepEqual(asHeldBy(['mac', 'int', 'm'], release), release);
});

const refused: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'A.mac needs the macro preprocessor (line 3)': [
    ['A.mac', 'ROUTINE A [Type=MAC]\n q\n#include %occStatus\n'],
  ],
  'A.mac needs the macro preprocessor (line 2)': [['A.mac', 'ROUTINE A [Type=MAC]\n s x=$$$OK\n']],
  'A.int needs the macro preprocessor (line 2)': [['A.int', 'ROUTINE A [Type=INT]\n d ##class(A.B).C()\n']],
  'B.mac needs the macro preprocessor (line 2)': [['B.mac', 'ROUTINE B [Type=MAC]\n &sql(select 1)\n']],
  'Lab.In.int is no name of a routine here': [['Lab.In.int', 'ROUTINE Lab.In [Type=INT]\n q\n']],
  'Two documents of the kit are the routine A.m here': [
    ['A.mac', 'ROUTINE A [Type=MAC]\n q\n'],
    ['A.int', 'ROUTINE A [Type=INT]\n q\n'],
  ],
};

for (const [why, documents] of Object.entries(refused))
  test(`a reason is given: ${why}`, (t) => {
    const held = asHeldBy(['m'], { manifest, kit: kitOf(...documents) });
    t.true('why' in held && held.why.startsWith(why), 'why' in held ? held.why : 'it was taken');
  });

test('plain M passes, whatever looks like a macro in it', (t) => {
  const kit = kitOf(['A.mac', 'ROUTINE A [Type=MAC]\nA s x=$$FUN^B(1),y=x#2\n # q\n s z="&sql"\n']);
  t.false('why' in asHeldBy(['m'], { manifest, kit }));
});
