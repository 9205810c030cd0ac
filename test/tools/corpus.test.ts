import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { checkFile, compareViews } from '../../tools/corpus/check-file.ts';
import { corpusFiles } from '../../tools/corpus/corpus-files.ts';
import {
  viewOfGlobalOutput,
  viewOfRoutineOutput,
  viewOfUdl,
  viewOfZwr,
} from '../../tools/corpus/text-view.ts';
import { viewOfXml } from '../../tools/corpus/xml-view.ts';
import { anExport, bytesOf } from '../kit/formats/files.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const corpus = process.env['PATCHFLEET_CORPUS'] ?? join(root, '..', 'shared', 'corpus');

const whole = anExport(
  '<Class name="Lab.A">\n<Description>\na  b</Description>\n<Super>X</Super>\n<Method name="M">\n<Body><![CDATA[\n q 1\n]]></Body>\n</Method>\n<TimeChanged>1,1</TimeChanged>\n</Class>',
  '<Routine name="LABIN" type="MAC" languagemode="1" timestamp="1,1"><![CDATA[\nLABIN ;\n q]]></Routine>',
  '<Global>\n<Node><Sub>^G</Sub>\n<Node><Sub> 7</Sub>\n<Data></Data>\n<Node><Sub>8</Sub>\n<DataBase64>AgEN\n</DataBase64></Node>\n</Node>\n</Node>\n</Global>',
  '<CSP name="a.js" application="/x/" default="1"><![CDATA[\nlet a;]]></CSP>',
  '<CSPBase64 name="a.png" application="/x/">\nAP8N\n</CSPBase64>',
  '<Project name="Lab" LastModified="2015">\n<Items>\n<ProjectItem name="A" type="CLS"/>\n</Items>\n</Project>',
  '<Document name="T.LUT">\n<lookupTable>\n<!-- c --><entry table="T" key="k">v &amp; w</entry>\n</lookupTable>\n</Document>',
);

/** What a reader that drops or changes data would make of the export above. */
const mutations: readonly (readonly [what: string, from: string, to: string])[] = [
  ['a blank inside a description', 'a  b', 'a b'],
  ['a leading newline of a description', '<Description>\n', '<Description>'],
  ['an element of a class', '<Super>X</Super>\n', ''],
  ['an attribute', '<Method name="M">', '<Method>'],
  ['indentation of code', '\n q 1', '\nq 1'],
  ['the newline at the end of code', 'q 1\n]]>', 'q 1]]>'],
  ['the language mode', ' languagemode="1"', ''],
  ['a line of a routine', 'LABIN ;\n', ''],
  ['the leading blank of a subscript', '<Sub> 7', '<Sub>7'],
  ['an empty value', '<Data></Data>\n', ''],
  ['a byte of a binary value', 'AgEN', 'AgEK'],
  ['a node', '<Node><Sub>8</Sub>\n<DataBase64>AgEN\n</DataBase64></Node>', ''],
  ['the application of a page', '/x/" default', '/y/" default'],
  ['an unknown attribute of a page', ' default="1"', ''],
  ['a byte of a picture', 'AP8N', 'AP8K'],
  ['an item of a project', '<ProjectItem name="A" type="CLS"/>', ''],
  ['a comment in a table', '<!-- c -->', ''],
  ['a character of a table', 'v &amp; w', 'v  w'],
  ['blanks in a table', '<lookupTable>\n', '<lookupTable>'],
  ['the base name of a document', 'T.LUT', 't.LUT'],
  ['a whole document', '<CSP name="a.js" application="/x/" default="1"><![CDATA[\nlet a;]]></CSP>', ''],
];

for (const [what, from, to] of mutations) {
  test(`the comparison of exports sees that ${what} was lost or changed`, (t) => {
    t.true(whole.includes(from));
    const differences = compareViews(
      viewOfXml('a.xml', bytesOf(whole)),
      viewOfXml('a.xml', bytesOf(whole.replace(from, to))),
    );
    t.not(differences.length, 0);
  });
}

test('the comparison of exports does not see what changes by itself', (t) => {
  const same = whole
    .replace('<TimeChanged>1,1</TimeChanged>', '<TimeCreated>2,2</TimeCreated>')
    .replace('LastModified="2015"', 'LastModified="2016"')
    .replace(' timestamp="1,1"', '')
    .replace('T.LUT', 'T.lut')
    .replace('v &amp; w', '<![CDATA[v & w]]>')
    .replace('<DataBase64>AgEN', '<DataBase64>\nAg\nEN')
    .replaceAll('\n', '\r\n');
  t.deepEqual(compareViews(viewOfXml('a.xml', bytesOf(whole)), viewOfXml('a.xml', bytesOf(same))), []);
});

const ro = '^MAC^c^^~Format=Cache.S~^UTF8\n%RO\nA^MAC^1^^0\n q\n.\n w\n\nB^INC^^^0\n#d\n\n';
const lines: readonly (readonly [
  what: string,
  view: typeof viewOfZwr,
  text: string,
  from: string,
  to: string,
])[] = [
  ['a line of UDL', viewOfUdl, 'Class A\n{\n\n}\n', '\n\n', '\n'],
  ['a trailing blank in UDL', viewOfUdl, 'Class A \n{\n}\n', 'A ', 'A'],
  ['the type in UDL', viewOfUdl, 'ROUTINE A [Type=INC]\n', 'INC', 'MAC'],
  ['an empty line of a routine in %RO', viewOfRoutineOutput, ro, '.\n', ''],
  ['the mode of a routine in %RO', viewOfRoutineOutput, ro, '^1^', '^^'],
  ['a routine in %RO', viewOfRoutineOutput, ro, 'B^INC^^^0\n#d\n\n', ''],
  ['a node of ZWR', viewOfZwr, 'x\nZWR\n^A(1)=""\n^A(2)=""\n', '^A(2)=""\n', ''],
  ['a value in GO', viewOfGlobalOutput, 'x\ny\n^A(1)\n"a\t\n^A(2)\nb\n', '"a', 'a'],
  ['a blank in ZWR', viewOfZwr, 'x\nZWR\n^A(" 1")=""\n', '" 1"', '"1"'],
];

for (const [what, view, text, from, to] of lines) {
  test(`the comparison of text files sees that ${what} was lost or changed`, (t) => {
    t.true(text.includes(from));
    t.not(
      compareViews(view('a.mac', bytesOf(text)), view('a.mac', bytesOf(text.replace(from, to)))).length,
      0,
    );
  });
}

test('a file that says the same when it is written again is counted, with its documents', async (t) => {
  const checked = await checkFile({ path: 'a.xml', bytes: bytesOf(whole) });
  t.deepEqual(checked.kind === 'same' ? checked.documents.length : checked, 7);
});

test('a file in GO says the same when it is written again in ZWR', async (t) => {
  const text = 'GT.M MUPIP EXTRACT\n22-NOV-2026  13:13:22\n^A\n\n^A(1)\n"a"\tb\n^A("x")\n\t\n';
  const checked = await checkFile({ path: 'a.go', bytes: bytesOf(text) });
  t.deepEqual(checked.kind === 'different' ? checked.differences : checked.kind, 'same');
});

const present = existsSync(corpus);
const title = 'every real file of the corpus says the same when it is written again';
(present ? test : test.skip)(
  present ? title : `${title} (skipped: no folder ../shared/corpus)`,
  async (t) => {
    let files = 0;
    for await (const file of corpusFiles(corpus)) {
      const checked = await checkFile(file);
      t.is(checked.kind, 'same', JSON.stringify([file.path, checked]).slice(0, 500));
      files += 1;
    }
    t.true(files >= 16);
  },
);
