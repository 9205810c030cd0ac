import test from 'ava';
import { digestOfDocument } from '../../../src/document/document.ts';
import { isEnsembleDeployment } from '../../../src/kit/formats/ensemble-deployment.ts';
import { anExport, bytesOf, documents, found, textOf, texts } from './files.ts';

const aClass = (inside: string): string => `<Class name="Lab.Router">\n${inside}\n</Class>`;
const digest = async (content: string | Uint8Array): Promise<string | undefined> => {
  const [document] = await documents('kit/a.xml', content);
  return document && digestOfDocument(document);
};

test('each kind of element becomes the document that it is', async (t) => {
  const content = anExport(
    aClass('<Super>%RegisteredObject</Super>'),
    '<Routine name="LABIN" type="MAC" languagemode="0" timestamp="64128,34461.75"><![CDATA[\nLABIN ;in\n q\n]]></Routine>',
    '<Routine name="LAB" type="INC"><![CDATA[\n#define X 1\n]]></Routine>',
    '<Global>\n<Node><Sub>^LabConfig</Sub>\n<Data>x</Data>\n</Node>\n</Global>',
    '<CSP name="js/a.js" application="/csp/lab/" default="1"><![CDATA[\nlet a = 1 < 2;\n]]></CSP>',
    '<CSPBase64 name="a.png" application="/csp/lab/">\nAP8N\nCg==\n</CSPBase64>',
    '<Project name="Lab" LastModified="2015-12-06 12:10:07.906721">\n  <Items>\n    <ProjectItem name="LAB.INC" type="MAC"></ProjectItem>\n  </Items>\n</Project>',
    '<Document name="Lab.hl7">\n<Category name="Lab" std="1"/>\n</Document>',
  );
  t.deepEqual(await texts('kit/a.xml', content), [
    ['Lab.Router.cls', '<Class name="Lab.Router">\n<Super>%RegisteredObject</Super>\n</Class>\n'],
    ['LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ;in\n q\n'],
    ['LAB.inc', 'ROUTINE LAB [Type=INC]\n#define X 1\n'],
    ['^LabConfig', '^LabConfig="x"\n'],
    ['/csp/lab/js/a.js', 'let a = 1 < 2;\n'],
    ['/csp/lab/a.png', textOf(Uint8Array.of(0, 255, 13, 10))],
    [
      'Lab.prj',
      '<Project name="Lab">\n<Items>\n<ProjectItem name="LAB.INC" type="MAC"/>\n</Items>\n</Project>\n',
    ],
    ['Lab.HL7', '<Category name="Lab" std="1"/>\n'],
  ]);
});

test('documents are told with the line at which they begin', async (t) => {
  const all = await found(
    'kit/a.xml',
    anExport(aClass('<Super>A</Super>'), aClass('').replace('Router', 'Other')),
  );
  t.deepEqual(
    all.map(({ document, line }) => `${line} ${document.name}`),
    ['3 Lab.Router.cls', '6 Lab.Other.cls'],
  );
});

const plain = aClass(
  '<Description>\na\n  b</Description>\n<Super>A</Super>\n<Method name="M">\n<Body>x</Body>\n</Method>',
);

test('a class keeps its digest when only what changes by itself changes', async (t) => {
  const wanted = await digest(anExport(plain));
  const times = '<TimeChanged>65460,53119.190982</TimeChanged>\n<TimeCreated>64000,1</TimeCreated>';
  const same = [
    anExport(plain.replace('<Method', `${times}\n<Method`)),
    anExport(plain).replaceAll('\n', '\r\n'),
    `\ufeff${anExport(plain)}`,
    anExport(plain).replace('version="26"', 'version="25" zv="Cache 2017" ts="2017-12-05 18:08:57"'),
    anExport(plain).replace(' version="26"', ''),
    anExport(plain.replace('</Method>', '\n\n</Method>\n')),
    anExport(plain.replace('<Super>A</Super>', '<Super><![CDATA[A]]></Super>')),
  ];
  for (const content of same) t.is(await digest(content), wanted);
});

test('a class gets another digest when anything else changes', async (t) => {
  const seen = new Set([await digest(anExport(plain))]);
  const others = [
    plain.replace('  b', ' b'),
    plain.replace('<Super>A</Super>', '<Super>B</Super>'),
    plain.replace('<Super>A</Super>', ''),
    plain.replace('name="M"', 'name="m"'),
    plain.replace('<Body>x', '<Body>x '),
    plain.replace('<Body>x', '<Body>\nx'),
    plain.replace('<Method', '<TimeChanged2>1</TimeChanged2><Method'),
    plain.replace('<Body>x', '<TimeChanged>1</TimeChanged><Body>x'),
    plain.replace('<Description>\n', '<Description>\n\n'),
  ];
  for (const content of others) {
    const other = await digest(anExport(content));
    t.false(seen.has(other), content);
    seen.add(other);
  }
});

test('adjacent CDATA sections are one text, and "]]>" inside code survives', async (t) => {
  const content = anExport('<CSP name="a.js" application="/x"><![CDATA[\na[b[0]]]]><![CDATA[> 1;]]></CSP>');
  t.deepEqual(await texts('kit/a.xml', content), [['/x/a.js', 'a[b[0]]> 1;']]);
});

test('in a global, absent and empty values differ, blanks are data, base64 is bytes', async (t) => {
  const content = anExport(
    '<Global>\n<Node><Sub>^G</Sub>\n  <Node><Sub> 7</Sub>\n<Node><Sub>11</Sub>\n<Data></Data>\n</Node></Node>',
    '<Node><SubBase64>AQ==</SubBase64><Data> x\ny </Data></Node>',
    '<Node><Sub>2</Sub><DataBase64>\nAgEN\nCv8=\n</DataBase64>\n</Node>\n</Node>\n</Global>',
  );
  t.deepEqual(await texts('kit/a.xml', content), [
    ['^G', '^G(2)=$C(2,1,13,10,255)\n^G($C(1))=" x"_$C(10)_"y "\n^G(" 7",11)=""\n'],
  ]);
});

test('a global without any value is a document without bytes', async (t) => {
  t.deepEqual(await texts('kit/a.xml', anExport('<Global><Node><Sub>^G</Sub></Node></Global>')), [
    ['^G', ''],
  ]);
});

test('blanks inside a schema are kept, blanks around it are not', async (t) => {
  const inside = '<a x="1">  <b/>\n\n<!-- c --><?d e?></a>';
  const bare = await texts('kit/Lab.x12', `<?xml version="1.0"?>\r\n\r\n<Category> ${inside}</Category>`);
  const exported = await texts(
    'kit/a.xml',
    anExport(`<Document name="Lab.X12">\n\n<Category> ${inside}</Category>\n</Document>`),
  );
  t.deepEqual(bare, [['Lab.X12', `<Category> ${inside}</Category>\n`]]);
  t.deepEqual(exported, bare);
});

test('a lookup table and a dashboard that stand alone get the name of their file', async (t) => {
  const table = '<?xml version="1.0"?>\n<lookupTable>\n<entry table="T" key="k">v</entry>\n</lookupTable>';
  t.is((await texts('kit/hl7_2.5.lut', table))[0]?.[0], 'hl7_2.5.LUT');
  t.is((await texts('kit/Sales.dashboard.dfi', '<dashboard/>'))[0]?.[0], 'Sales.dashboard.DFI');
});

const legacy: readonly (readonly [encoding: string, bytes: readonly number[], text: string])[] = [
  ['iso-8859-1', [0xe9, 0x85], 'é\u0085'],
  ['windows-1252', [0xe9, 0x80], 'é€'],
  ['windows-1251', [0xe4, 0xe0], 'да'],
  ['utf-8', [0xc3, 0xa9, 0xe2, 0x82, 0xac], 'é€'],
];

for (const [encoding, bytes, text] of legacy) {
  test(`text in ${encoding} is read as the file declares it`, async (t) => {
    const [before, after] = anExport('<Global><Node><Sub>^G</Sub><Data>@</Data></Node></Global>')
      .replace('UTF-8', encoding)
      .split('@');
    const content = Buffer.concat([bytesOf(before ?? ''), Uint8Array.from(bytes), bytesOf(after ?? '')]);
    const expected = `^G=$C(${Array.from(text, (character) => character.charCodeAt(0)).join(',')})\n`;
    t.deepEqual(await texts('kit/a.xml', content), [['^G', expected]]);
  });
}

test('UTF-16 is read with either byte order', async (t) => {
  const text = anExport(aClass('<Super>é€</Super>')).replace('UTF-8', 'UTF-16');
  const little = Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]);
  const big = Buffer.from(little).swap16();
  t.deepEqual(await texts('kit/a.xml', little), await texts('kit/a.xml', big));
  t.regex((await texts('kit/a.xml', big))[0]?.[1] ?? '', /é€/);
});

test('an Ensemble deployment package is told from other exports', async (t) => {
  const notes = '<Document name="EnsExportNotes.Lab.PTD"><ProjectTextDocument name="x"/></Document>';
  const names = async (content: string) => (await documents('kit/a.xml', content)).map(({ name }) => name);
  t.true(isEnsembleDeployment(await names(anExport(plain, notes))));
  t.false(isEnsembleDeployment(await names(anExport(plain))));
});
