import test from 'ava';
import { documentName } from '../../../src/document/document-name.ts';
import { writeKitFile } from '../../../src/kit/export/write-kit-file.ts';
import { readKitFile } from '../../../src/kit/formats/read-kit-file.ts';
import { checkKitPath } from '../../../src/kit/formats/kit-path.ts';

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const cases: readonly (readonly [name: string, content: string | Buffer, file: string])[] = [
  [
    'Lab.Router.cls',
    '<Class name="Lab.Router">\n<Super>%Persistent</Super>\n</Class>\n',
    'kit/Lab/Router.xml',
  ],
  ['Lab.Router.cls', 'Class Lab.Router\n{\n}\n', 'kit/Lab/Router.cls'],
  ['%ZLab.Aux.cls', 'Class %ZLab.Aux\n{\n}\n', 'kit/%ZLab/=Aux.cls'],
  ['LABIN.mac', 'ROUTINE LABIN [Type=MAC]\n q\n', 'kit/LABIN.mac'],
  ['LAB.inc', 'ROUTINE LAB [Type=INC]\n#define A 1\n', 'kit/LAB.inc'],
  ['LABIN.m', 'LABIN ; é\n q\n', 'kit/LABIN.m'],
  ['%ZLAB.m', Buffer.from([0xe9, 0x0a, 0x20]), 'kit/_ZLAB.m'],
  ['CON.m', 'CON ;\n q\n', 'kit/=CON.m.ro'],
  ['/csp/lab/index.csp', '<html>\n</html>\n', 'kit/csp/lab/index.csp'],
  ['/csp/lab/logo.gif', Buffer.from([0, 13, 10, 255]), 'kit/csp/lab/logo.gif'],
  ['/csp/lab/data.bin', Buffer.from([0, 13, 10, 255]), 'kit/csp/lab/data.bin.xml'],
  ['/csp/a b/ü?.js', 'x\n', 'kit/csp/a b/=C3=BC=3F.js.xml'],
  ['^LabConfig', '^LabConfig("a")="1"\n^LabConfig("b",2)=""\n', 'kit/LabConfig.zwr'],
  ['ITB.HL7', '<Category name="ITB">\n  <A>1</A>\n</Category>\n', 'kit/ITB.HL7.xml'],
];
for (const [name, content, file] of cases) {
  test(`${name} goes into ${file}, and comes back with the same bytes`, async (t) => {
    const bytes = Buffer.from(content);
    const written = await writeKitFile({ name: documentName(name), bytes }, null);
    if ('why' in written) return t.fail(written.why);
    t.is(written.file, file);
    t.is(checkKitPath(written.file), null);
    const found = [];
    for await (const { document } of readKitFile(written.file, piecesOf(written.bytes))) found.push(document);
    t.deepEqual(
      found.map((one) => [String(one.name), Buffer.from(one.bytes).toString('latin1')]),
      [[name, bytes.toString('latin1')]],
    );
  });
}

test('the server that a class was read from stays known', async (t) => {
  const bytes = Buffer.from('<Class name="Lab.A">\n</Class>\n');
  const zv = 'IRIS for UNIX "2024.1" <x>';
  const written = await writeKitFile({ name: documentName('Lab.A.cls'), bytes }, zv);
  if ('why' in written) return t.fail(written.why);
  for await (const { madeBy } of readKitFile(written.file, piecesOf(written.bytes))) t.is(madeBy, zv);
});

test('what no format holds without loss is said, and not written', async (t) => {
  const bytes = Buffer.from('ROUTINE LABIN [Type=MAC]\n s x="\0"\n');
  t.deepEqual(await writeKitFile({ name: documentName('LABIN.mac'), bytes }, null), {
    why: 'no format of kit files holds it without loss',
  });
});
