import test from 'ava';
import { found, texts } from './files.ts';

const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const expected = [['LABIN.int', 'ROUTINE LABIN [Type=INT]\nLABIN ;é\n q\n']];
const body = '\nLABIN ;é\n q\n\n\n';

const headers: readonly (readonly [
  what: string,
  head: string,
  first: string,
  encode: (text: string) => Uint8Array,
])[] = [
  [
    'that says no encoding, of a server with Unicode',
    'Cache for Windows^INT^comment^~Format=Cache.S~\n%RO on 1 Jan 2006   6:30 AM',
    'LABIN^INT^1^59973,59905^0',
    utf8,
  ],
  [
    'that says no encoding, of a server without Unicode',
    'Cache for UNIX^INT^^~Format=Cache.S~\n%RO on Jun 2 2000   9:25 PM',
    'LABIN^INT^^59973,59905^0',
    latin,
  ],
  [
    'of IRIS',
    'IRIS for Windows^INT^^~Format=IRIS.S~^RAW\n%RO on 22 Jun 2023 2:33 PM',
    'LABIN^INT^^66647,52367.6^0',
    latin,
  ],
  [
    'of old, without a format in its first line',
    'Title^INT^description\n%RO on 08 Feb 1999',
    'LABIN.INT.1.57039,33072',
    latin,
  ],
  ['with name and type only', '^INT^Save for Source Control^^~Format=Cache.S~^UTF8\n%RO', 'LABIN^INT', utf8],
];
for (const [what, head, first, encode] of headers) {
  test(`a %RO file ${what} gives its routines`, async (t) => {
    const content = encode(`${head}\n${first}${body}`);
    const [[name, text] = []] = await texts('kit/labin.ro', content);
    t.deepEqual([[name, text?.replace(',LanguageMode=1', '')]], expected);
    t.deepEqual((await texts('kit/export.txt.ro', content)).length, 1);
  });
}

test('a routine without a ROUTINE line is named by its file', async (t) => {
  t.deepEqual(await texts('kit/src/LABIN.int', 'LABIN ;é\r\n q\r\n'), expected);
  t.deepEqual(await texts('kit/%LABX.inc', '#define X'), [
    ['%LABX.inc', 'ROUTINE %LABX [Type=INC]\n#define X\n'],
  ]);
  t.deepEqual(await texts('kit/a.rtn', 'ROUTINE LABIN [Type=INT]\nLABIN ;é\n q\n'), expected);
  const error = String(await t.throwsAsync(found('kit/no name.mac', ' q\n')));
  t.regex(error, /no name\.mac:1:1: /);
});

test('what is no kit file is refused with the kinds that are known', async (t) => {
  for (const path of ['kit/manual.docx', 'kit/setup.exe', 'kit/notes']) {
    const error = String(await t.throwsAsync(found(path, 'PK\u0003')));
    t.regex(
      error,
      /the format is not known: expected an XML export, UDL \(\.cls .*\), %RO .*web file \(\.csp .*\.pdf\)/,
    );
  }
  const object = 'Cache for UNIX^OBJ^^~Format=Cache.O~\n%RO on Jun 2 2000\n';
  t.regex(String(await t.throwsAsync(found('kit/a.ro', object))), /object code/);
});
