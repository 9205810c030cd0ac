import test from 'ava';
import {
  bytesAsCharacters,
  decodedAs,
  decodeLegacyText,
} from '../../../src/kit/legacy/decode-legacy-text.ts';
import { globalOutputAsZwr } from '../../../src/kit/legacy/global-output-as-zwr.ts';
import { legacyId } from '../../../src/kit/legacy/legacy-id.ts';
import { chooseNotes } from '../../../src/kit/legacy/legacy-notes.ts';
import { legacyParameters } from '../../../src/kit/legacy/legacy-parameters.ts';
import { readLegacyIni } from '../../../src/kit/legacy/read-legacy-ini.ts';
import { parseParameters } from '../../../src/kit/parse-parameters.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

test('old texts are read in the encoding that they are in, whatever they say', (t) => {
  const read = (bytes: Uint8Array) => decodeLegacyText(bytes);
  t.deepEqual(read(new TextEncoder().encode('año')), { text: 'año', encoding: 'utf-8' });
  t.deepEqual(read(latin('a\xf1o \x96 \x80')), { text: 'año – €', encoding: 'windows-1252' });
  t.deepEqual(read(latin('<meta charset="iso-8859-1">\x93')), {
    text: '<meta charset="iso-8859-1">“',
    encoding: 'windows-1252',
  });
  t.like(read(latin('<meta http-equiv=x content="text/html; charset=iso-8859-2">\xb1')), {
    encoding: 'iso-8859-2',
  });
  t.deepEqual(read(latin('\xff\xfea\0b\0')), { text: 'ab', encoding: 'utf-16le' });
  t.is(read(latin('a\0b')), null);
  t.like(read(latin('<meta charset=no-such>\x81\xf1')), { encoding: 'windows-1252' });
});

test('%GO of Caché becomes ZWR with every node, and is refused where a value may have been cut', (t) => {
  const text = (...lines: string[]) => ['x~Format=5.S~', '1 Jan 2010', ...lines, ''].join('\r\n');
  const zwr = new TextDecoder().decode(
    globalOutputAsZwr('g.gof', text('^A(1)', '', '^A(2)', 'é', '^B', '=')),
  );
  t.is(zwr, 'written anew from %GO\nZWR\n^A(1)=""\n^A(2)=$C(233)\n^B="="\n');
  for (const lines of [
    ['^A(1)', 'one', 'two'],
    ['^A(2)', 'x', '^A(1)', 'y'],
    ['no', 'x'],
    ['^A(1)', 'a', '', 'b'],
  ])
    t.throws(() => globalOutputAsZwr('g.gof', text(...lines)), undefined, lines.join('|'));
});

test('a value of %GO keeps every byte, also those that windows-1252 has none for and a carriage return at its end', (t) => {
  const bytes = latin(`x~Format=5.S~\n1 Jan 2010\n^A(1)\n\x03\x01\x81\x00\x9f\xff\r\n`);
  const text = decodedAs(bytes, bytesAsCharacters) ?? '';
  t.regex(
    new TextDecoder().decode(globalOutputAsZwr('g.gof', text)),
    /\^A\(1\)=\$C\(3,1,129,0,159,255,13\)\n/,
  );
  const mixed = 'x~Format=5.S~\r\n1 Jan 2010\r\n^A(1)\r\none\ntwo\r\n';
  t.throws(() => globalOutputAsZwr('g.gof', mixed), { message: /%GO cannot hold a value with a newline/ });
});

test('ids are made of what folders are called', (t) => {
  t.deepEqual(
    ['LAB-2009.03', 'lab 2009.03', 'LAB_2009_03 (final)', '2009.3', 'kit é', '..', 'x'.repeat(70)].map(
      legacyId,
    ),
    [
      'LAB-2009.03',
      'LAB-2009.03',
      'LAB-2009-03-FINAL',
      'P-2009-3',
      'KIT-E',
      null,
      null,
    ] as (typeof legacyId extends (text: string) => infer Id ? Id : never)[],
  );
});

test('whatever an ini file holds, patch.ini reads back as that, and what is not taken is named', (t) => {
  const ini = readLegacyIni(
    'old.ini',
    '\ta = 1 \nb=x;y\nc="q;r" ; said\nd=e ; f\na=2\nnonsense\n[PROD]\nward no = 3\n[UAT-north]\nA=\\"\n[9]\nk=v\nurl=http://u:pw@host/\n',
  );
  const made = legacyParameters(ini.entries, {
    sites: ['uat-north', 'prod-madrid', 'prod-lisbon'],
    rings: ['prod'],
  });
  const read = parseParameters('patch.ini', made.text ?? '');
  t.deepEqual(
    [...read.defaults],
    [
      ['a', '1'],
      ['b', 'x;y'],
      ['c', 'q;r'],
      ['d', 'e'],
      ['section_9.k', 'v'],
    ],
  );
  t.deepEqual(
    [...read.rings].map(([name, values]) => [name, [...values]]),
    [['prod', [['ward_no', '3']]]] as never,
  );
  t.deepEqual(
    [...read.sites].map(([name, values]) => [name, [...values]]),
    [['uat-north', [['A', '\\"']]]] as never,
  );
  t.deepEqual(
    ini.odd.map(({ line }) => line),
    [5, 6],
  );
  t.deepEqual(made.unused.length, 1);
  t.regex(made.unused[0] ?? '', /old\.ini:13 \[9\] url: it looks like a secret/);
  t.true(made.guesses.some((guess) => guess.startsWith('old.ini:4 d: what follows ; or #')));
  t.true(made.guesses.some((guess) => guess.includes('ward no is called ward_no')));
});

test('of several texts the notes are those that the ini file names, else those that are called so', (t) => {
  const [a, b] = ['a.html', 'doc/release-notes.txt'].map((path) => ({
    path,
    text: '<title>A &amp; B</title>',
    encoding: 'utf-8',
  }));
  if (a === undefined || b === undefined) throw new Error('two texts');
  t.like(chooseNotes([a, b], null), { from: 'doc/release-notes.txt', file: 'notes.txt' });
  t.like(chooseNotes([b, a], 'x\\A.HTML'), { from: 'a.html', file: 'notes.html', title: 'A & B' });
  t.is(chooseNotes([], null), null);
});
