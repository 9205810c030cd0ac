import { anExport, bytesOf } from './files.ts';

const open = '<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26">\n';
const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
export const aGlobal = (inside: string): string =>
  anExport(`<Global>\n<Node><Sub>^G</Sub>\n${inside}\n</Node>\n</Global>`);
const aClass = (name: string): string => `<Class name="${name}">\n<Super>X</Super>\n</Class>`;
const page = (name: string, application = '/csp/'): string =>
  `<CSP name="${name}" application="${application}"><![CDATA[x]]></CSP>`;

/** What each says, at which place. */
export const hostileFiles: readonly (readonly [
  what: string,
  path: string,
  content: string | Uint8Array,
  says: RegExp,
])[] = [
  [
    'an entity bomb',
    'kit/a.xml',
    `<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY a "aaaa">\n<!ENTITY b "&a;&a;&a;">\n]>\n<Export>&b;</Export>`,
    /^kit\/a\.xml:5:\d+: a document type/,
  ],
  [
    'an external entity',
    'kit/a.xml',
    `<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<Export/>`,
    /^kit\/a\.xml:2:\d+: a document type/,
  ],
  [
    'an entity that nobody declared',
    'kit/a.xml',
    `${open}<Class name="A">&x;</Class></Export>`,
    /^kit\/a\.xml:3:\d+: undefined entity/,
  ],
  [
    'ten thousand nested elements',
    'kit/a.xml',
    anExport(`<Document name="A.HL7">\n${nested(10_000)}</Document>`),
    /^kit\/a\.xml:4:\d+: elements nested more than 260 deep/,
  ],
  [
    'ten thousand nested nodes',
    'kit/a.xml',
    aGlobal('<Node><Sub>1</Sub>\n'.repeat(10_000) + '</Node>'.repeat(10_000)),
    /^kit\/a\.xml:\d+:\d+: elements nested more than 260 deep/,
  ],
  [
    'a file that ends in the middle of an element',
    'kit/a.xml',
    `${open}<Class name="A">\n<Super>X</Sup`,
    /^kit\/a\.xml:4:\d+: /,
  ],
  [
    'a file that ends in the middle of CDATA',
    'kit/a.xml',
    `${open}<Class name="A">\n<X><![CDATA[ab`,
    /^kit\/a\.xml:4:\d+: /,
  ],
  [
    'a file that ends before the end of the export',
    'kit/a.xml',
    `${open}${aClass('A')}\n`,
    /^kit\/a\.xml:6:\d+: /,
  ],
  ['an empty file', 'kit/a.xml', '', /^kit\/a\.xml:1:1: the file is empty/],
  ['a second root', 'kit/a.xml', `${anExport()}<Export/>`, /^kit\/a\.xml:5:\d+: /],
  [
    'bytes that are not in the declared encoding',
    'kit/a.xml',
    Buffer.concat([
      bytesOf(`${open}<Class name="A">\n<Super>`),
      Uint8Array.of(0xe9),
      bytesOf('</Super></Class></Export>'),
    ]),
    /^kit\/a\.xml:4:0: bytes that are not utf-8/,
  ],
  [
    'a character that is cut off at the end',
    'kit/a.cls',
    Buffer.concat([bytesOf('Class A\n{\n'), Uint8Array.of(0xe2, 0x82)]),
    /^kit\/a\.cls:3:0: bytes that are not utf-8/,
  ],
  [
    'an encoding that nobody knows',
    'kit/a.xml',
    '<?xml version="1.0" encoding="x-lab"?><Export/>',
    /encoding x-lab is not known/,
  ],
  [
    'a declaration of UTF-16 in a file that is not',
    'kit/a.xml',
    '<?xml version="1.0" encoding="UTF-16"?><Export/>',
    /^kit\/a\.xml:1:1: declares utf-16/,
  ],
  [
    'XML 1.1, which can hold control characters',
    'kit/a.xml',
    '<?xml version="1.1"?><Export/>',
    /expected 1\.0/,
  ],
  [
    'a NUL in XML',
    'kit/a.xml',
    `${open}<Class name="A">\n<X>\0</X></Class></Export>`,
    /^kit\/a\.xml:4:\d+: disallowed character/,
  ],
  [
    'a NUL as a reference',
    'kit/a.xml',
    `${open}<Class name="A">\n<X>&#0;</X></Class></Export>`,
    /^kit\/a\.xml:4:\d+: /,
  ],
  ['a NUL in UDL', 'kit/A.cls', 'Class A\n{\n\0}\n', /^kit\/A\.cls:3:1: a NUL byte/],
  ['a NUL in ZWR', 'kit/a.zwr', 'x\nZWR\n^A="\0"\n', /^kit\/a\.zwr:3:5: a NUL byte/],
  [
    'a document that comes twice',
    'kit/a.xml',
    anExport(aClass('A'), aClass('A')),
    /^kit\/a\.xml:6:1: A\.cls stands in one file, first at line 3/,
  ],
  [
    'class names that differ by case only',
    'kit/a.xml',
    anExport(aClass('Lab'), aClass('LAB')),
    /^kit\/a\.xml:6:1: LAB\.cls and Lab\.cls, which differ by case only/,
  ],
  [
    'page names that differ by case only',
    'kit/a.xml',
    anExport(page('a.js'), page('A.js')),
    /^kit\/a\.xml:4:1: .*differ by case only/,
  ],
  [
    'a global that comes twice',
    'kit/a.zwr',
    'x\nZWR\n^A=1\n^B=1\n^A(1)=1\n',
    /^kit\/a\.zwr:5:1: \^A stands in one file, first at line 3/,
  ],
  [
    'a page that leaves its application',
    'kit/a.xml',
    anExport(page('../../etc/passwd')),
    /^kit\/a\.xml:3:\d+: .* is no name of a document/,
  ],
  [
    'an element that is not known',
    'kit/a.xml',
    anExport('<Rubbish name="x"/>'),
    /^kit\/a\.xml:3:\d+: <Rubbish> is not known/,
  ],
  ['text between elements', 'kit/a.xml', anExport('rubbish'), /^kit\/a\.xml:4:\d+: text between/],
  [
    'a class without a name',
    'kit/a.xml',
    anExport('<Class>\n</Class>'),
    /^kit\/a\.xml:3:\d+: <Class> has no attribute name/,
  ],
  [
    'an attribute given twice',
    'kit/a.xml',
    anExport('<Class name="A" name="B"/>'),
    /^kit\/a\.xml:3:\d+: duplicate attribute/,
  ],
  [
    'a class inside a Document',
    'kit/a.xml',
    anExport('<Document name="A.cls"><x/></Document>'),
    /^kit\/a\.xml:3:\d+: A\.cls inside <Document>/,
  ],
  [
    'an element inside code',
    'kit/a.xml',
    anExport('<Routine name="A" type="MAC"><b/></Routine>'),
    /^kit\/a\.xml:3:\d+: <b> where only text/,
  ],
  [
    'a node given twice',
    'kit/a.xml',
    aGlobal('<Node><Sub>1</Sub><Data/></Node>\n<Node><Sub>1</Sub><Data/></Node>'),
    /^kit\/a\.xml:6:\d+: a node is given twice/,
  ],
  [
    'a value given twice',
    'kit/a.xml',
    aGlobal('<Data>1</Data>\n<DataBase64>AA==</DataBase64>'),
    /^kit\/a\.xml:6:\d+: a node is given twice/,
  ],
  [
    'a node without subscript',
    'kit/a.xml',
    aGlobal('<Node><Data/></Node>'),
    /^kit\/a\.xml:5:\d+: a value before/,
  ],
  [
    'a value that is no base64',
    'kit/a.xml',
    aGlobal('<DataBase64>@@@@</DataBase64>'),
    /^kit\/a\.xml:5:\d+: this is no base64/,
  ],
  [
    'a value whose base64 is cut',
    'kit/a.xml',
    aGlobal('<DataBase64>AAA</DataBase64>'),
    /^kit\/a\.xml:5:\d+: this is no base64/,
  ],
  [
    'a name that is no global',
    'kit/a.xml',
    anExport('<Global><Node><Sub>1+1</Sub></Node></Global>'),
    /^kit\/a\.xml:3:\d+: the first <Sub>/,
  ],
  ['another root in a lookup table', 'kit/a.lut', '<x/>', /^kit\/a\.lut:1:\d+: the root element is <x>/],
  [
    'another root in an XML file',
    'kit/a.xml',
    '<x/>',
    /^kit\/a\.xml:1:\d+: the root element is <x>; an export has <Export>/,
  ],
  ['a line that is no node', 'kit/a.zwr', 'x\nZWR\n^A=1\n^A(1)="x\n', /^kit\/a\.zwr:4:1: this is no node/],
  ['a routine header without a name', 'kit/A.mac', 'ROUTINE [x]\n', /A\.mac:1:1: \[x\] is no routine name/],
  [
    'a routine of another type than its file',
    'kit/A.mac',
    'ROUTINE A [Type=INC]\n',
    /^kit\/A\.mac:1:1: type INC/,
  ],
  [
    'a %RO file with something else after a routine',
    'kit/a.ro',
    '^MAC^^^~Format=Cache.S~^UTF8\n%RO\nA^MAC^^^0\n q\n\n q\n',
    /^kit\/a\.ro:6:1: expected `NAME/,
  ],
  [
    'a compressed file',
    'kit/a.xml',
    Uint8Array.of(0x1f, 0x8b, 8, 0),
    /^kit\/a\.xml:1:1: the file is compressed/,
  ],
  [
    'an export of globals that cannot hold all values',
    'kit/a.gof',
    'x~Format=5.S~\n04 Feb 2013\n^A\n1\n',
    /^kit\/a\.gof:1:1: a global in %GO format/,
  ],
  ['a file of no known format', 'kit/a.bin', 'hello', /^kit\/a\.bin:1:1: the format is not known/],
];
