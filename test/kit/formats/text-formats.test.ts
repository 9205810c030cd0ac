import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { readGlobal } from '../../../src/document/global.ts';
import { anExport, bytesOf, documents, found, textOf, texts } from './files.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const corpus = process.env['PATCHFLEET_CORPUS'] ?? join(root, '..', 'shared', 'corpus');

test('a class in UDL is named by its class line, and its newlines are LF', async (t) => {
  const text = '\ufeff/// Routes.\r\nClass Lab.Router Extends %RegisteredObject\r\n{\r\n\r\n}';
  t.deepEqual(await texts('kit/anything.cls', text), [
    ['Lab.Router.cls', '/// Routes.\nClass Lab.Router Extends %RegisteredObject\n{\n\n}\n'],
  ]);
});

const routine = ['LABIN ;in', '', ' q "]]>é"', ''].join('\n');

test('a routine has the same canonical bytes by XML, UDL and %RO', async (t) => {
  const expected = [['LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ;in\n\n q "]]>é"\n']];
  const xml = routine.replace(']]>', ']]]]><![CDATA[>');
  const header = '^MAC^Save for Source Control^^~Format=Cache.S~^UTF8\n%RO';
  const raw = 'Cache for Windows^INT^comment^~Format=Cache.S~^RAW\r\n%RO on 09 Mar 2025 01:00 AM';
  const output = 'LABIN^MAC^^67273,52365.0^0^\nLABIN ;in\n.\n q "]]>é"\n\n';
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    [
      'a.xml',
      anExport(
        `<Routine name="LABIN" type="MAC" languagemode="0" timestamp="1,1"><![CDATA[\n${xml}]]></Routine>`,
      ),
    ],
    [
      'a.xml',
      anExport(`<Routine name="LABIN" type="MAC"><![CDATA[\n${xml}]]></Routine>`).replaceAll('\n', '\r\n'),
    ],
    ['LABIN.mac', `ROUTINE LABIN [Type=MAC]\n${routine}`],
    ['LABIN.mac', `\ufeffRoutine LABIN [ type = mac, LanguageMode=0 ]\n${routine}`.replaceAll('\n', '\r\n')],
    ['LABIN.mac', `ROUTINE LABIN\n${routine}`],
    ['a.ro', `${header}\n${output}\n\n`],
    ['a.rtn', `${header}\n${output.trimEnd()}`],
    ['a.ro', Buffer.from(`${raw}\n${output}`, 'latin1')],
  ];
  for (const [path, content] of files) t.deepEqual(await texts(`kit/${path}`, content), expected, path);
});

test('the language mode and what else a header says are kept', async (t) => {
  t.deepEqual(await texts('kit/A.int', 'ROUTINE A [Type=INT,Generated,LanguageMode=1] ; x\n q'), [
    ['A.int', 'ROUTINE A [Type=INT,LanguageMode=1,Generated] ; x\n q\n'],
  ]);
  t.deepEqual(
    await texts(
      'kit/a.xml',
      anExport('<Routine name="A" type="INT" languagemode="1"><![CDATA[\n q\n]]></Routine>'),
    ),
    [['A.int', 'ROUTINE A [Type=INT,LanguageMode=1]\n q\n']],
  );
});

test('a routine of a type that is no M source is kept as XML', async (t) => {
  const content = anExport('<Routine name="A" type="BAS" timestamp="1,1"><![CDATA[\nprint 1\n]]></Routine>');
  t.deepEqual(await texts('kit/a.xml', content), [
    ['A.BAS', '<Routine name="A" type="BAS">\nprint 1\n</Routine>\n'],
  ]);
});

test('what %RO of GT.M writes gives all its routines, whatever its label and the name of the file', async (t) => {
  const body =
    '%LABU\n%LABU ;util \xe9\n quit 1\n\nLABA\nLABA ;first\n quit\nTAG(x)  set y="a;b"\n        quit:x\n \n\n\n\n';
  for (const head of ['my header\nGT.M 22-NOV-2026 17:22:13\n', '\nYottaDB  3-JAN-2026 07:02:03\r\n'])
    for (const path of ['kit/a.ro', 'kit/routines.txt2', 'kit/a.rtn']) {
      const read = await found(path, Buffer.from(`${head}${body}`, 'latin1'));
      t.deepEqual(
        read.map(({ document: { name, bytes }, line }) => [
          name,
          Buffer.from(bytes).toString('latin1'),
          line,
        ]),
        [
          ['%LABU.m', '%LABU ;util \xe9\n quit 1\n', 3],
          ['LABA.m', 'LABA ;first\n quit\nTAG(x)  set y="a;b"\n        quit:x\n \n', 7],
        ],
      );
    }
});

test('a %RO file of neither dialect, and one of GT.M with something after a routine, are told with their line', async (t) => {
  const whyNot = async (text: string) => String(await t.throwsAsync(found('kit/a.ro', text)));
  t.regex(
    await whyNot('A\n q\n'),
    /a\.ro:1:1: expected a %RO header: ~Format=Cache\.S~ .* or `GT\.M`, date and time/,
  );
  const rest = 'x\nGT.M 22-NOV-2026 17:22:13\nA\n q\n\n q\n';
  t.regex(await whyNot(rest), /a\.ro:6:1: expected the name of a routine/);
});

test('a %RO file gives all its routines, with their lines', async (t) => {
  const content = '^MAC^c^^~Format=Cache.S~^UTF8\n%RO\nA^MAC^^^0\n q\n\nB^INC^^^0\n#define X\n\n\n';
  t.deepEqual(
    (await found('kit/a.ro', content)).map(({ document, line }) => [
      document.name,
      textOf(document.bytes),
      `${line}`,
    ]),
    [
      ['A.mac', 'ROUTINE A [Type=MAC]\n q\n', '3'],
      ['B.inc', 'ROUTINE B [Type=INC]\n#define X\n', '6'],
    ],
  );
});

test('a ZWR file gives each global, however GT.M spells it', async (t) => {
  const content =
    'GT.M MUPIP EXTRACT\n22-NOV-2026  07:37:57 ZWR\n^A=1\n^A("x ""q""")="a"_$C(13,10,0,255)_"b"\n^B(2)=-.5\n';
  t.deepEqual(await texts('kit/a.zwr', content), [
    ['^A', '^A="1"\n^A("x ""q""")="a"_$C(13,10,0,255)_"b"\n'],
    ['^B', '^B(2)="-.5"\n'],
  ]);
});

test('bytes of a ZWR file are characters, unless its header says UTF-8', async (t) => {
  const nodes = '^A="é"\n';
  t.deepEqual(await texts('kit/a.zwr', Buffer.from(`x\nZWR\n${nodes}`, 'latin1')), [['^A', '^A=$C(233)\n']]);
  t.deepEqual(await texts('kit/a.zwr', bytesOf(`GT.M MUPIP EXTRACT UTF-8\n22-NOV-2026 ZWR\n${nodes}`)), [
    ['^A', '^A=$C(233)\n'],
  ]);
});

test('a web file is taken as it is, but for the newlines of text', async (t) => {
  t.deepEqual(await texts('kit/csp/lab/index.csp', '<csp:class/>\r\n<p>'), [
    ['/csp/lab/index.csp', '<csp:class/>\n<p>'],
  ]);
  const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const [document] = await documents('kit/csp/lab/a.png', picture);
  t.deepEqual(document && [document.name, ...document.bytes], ['/csp/lab/a.png', ...picture] as never);
});

const present = existsSync(corpus);
const real = 'a national VistA file in ZWR gives a node for each of its lines';
(present ? test : test.skip)(present ? real : `${real} (skipped: no folder ../shared/corpus)`, async (t) => {
  const bytes = await readFile(join(corpus, 'zwr', 'ec-725-0.zwr'));
  const [document] = await documents('kit/ec.zwr', bytes, 65_536);
  const lines = bytes.toString('latin1').trimEnd().split('\n').length - 2;
  t.is(document && readGlobal(document.bytes).length, lines);
});

test('a routine of GT.M is its file, byte for byte', async (t) => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const names = { 'kit/LABIN.m': 'LABIN.m', 'kit/r/_ZLAB.m': '%ZLAB.m', 'kit/EMPTY.m': 'EMPTY.m' };
  for (const [path, name] of Object.entries(names)) {
    const content = name === 'EMPTY.m' ? new Uint8Array() : bytes;
    const [document] = await documents(path, content);
    t.deepEqual([document?.name, Buffer.from(document?.bytes ?? [])], [name, Buffer.from(content)] as never);
  }
  await t.throwsAsync(documents('kit/Lab.In.m', ' q'), { message: /is that of no routine/ });
  await t.throwsAsync(documents(`kit/${'A'.repeat(32)}.m`, ' q'), { message: /is that of no routine/ });
});

test('what %GO of GT.M wrote is told from what its %RO wrote by content, whatever its name', async (t) => {
  const text = 'wards\nGT.M 22-NOV-2026 17:22:13\n^ZW("bed",1)\nold\n^ZW("bed",2)\nnew\n';
  for (const name of ['kit/zw.go', 'kit/zw.gsa', 'kit/zw.glo', 'kit/zw.ro'])
    t.deepEqual(
      await texts(name, bytesOf(text)),
      [['^ZW', '^ZW("bed",1)="old"\n^ZW("bed",2)="new"\n']],
      name,
    );
});

const globalOutput = 'GT.M MUPIP EXTRACT\n22-NOV-2026  13:13:22\n';

test('nodes in GO are read with their raw values', async (t) => {
  const nodes = '^A\n\n^A(1)\n2\n^A("x""y")\na"b\t\xe9\n^B(-1.5)\n^A(1)\n';
  const content = Buffer.from(globalOutput + nodes, 'latin1');
  t.deepEqual(await texts('kit/a.go', content), [
    ['^A', '^A=""\n^A(1)="2"\n^A("x""y")="a""b"_$C(9,233)\n'],
    ['^B', '^B(-1.5)="^A(1)"\n'],
  ]);
});

test('GO from which a newline in a value was lost is refused with the line', async (t) => {
  for (const [nodes, line, why] of [
    ['^A(1)\none\ntwo\n^A(2)\nx\n', 5, /cannot hold: export as ZWR/],
    ['^A(1)\none\n^A(1)\nx\n', 5, /out of order/],
    ['^A(1)\none\r\n', 4, /carriage return/],
    ['^A(1)\none\n^A(2)', 0, /value is missing/],
  ] as const) {
    const error = await t.throwsAsync(documents('kit/a.go', globalOutput + nodes), { message: why });
    t.regex(error.message, new RegExp(`a\\.go${line === 0 ? '' : `:${line}:`}`));
  }
});
