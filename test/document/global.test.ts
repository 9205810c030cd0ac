import test from 'ava';
import fc from 'fast-check';
import { Failure } from '../../src/base/failure.ts';
import { compareSubscripts } from '../../src/document/global-reference.ts';
import {
  compareReferences,
  isUnder,
  parseReference,
  readGlobal,
  sortNodes,
  writeGlobal,
} from '../../src/document/global.ts';
import { globalNodes, mText, subscriptOf } from './global-arbitraries.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test('what is written is read again, whatever bytes it holds', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(globalNodes(), (nodes) => {
        const bytes = writeGlobal(nodes);
        t.true(bytes.every((byte) => byte === 10 || (byte >= 32 && byte < 127)));
        t.deepEqual(readGlobal(bytes), sortNodes(nodes));
        t.deepEqual(writeGlobal(readGlobal(bytes)), bytes);
      }),
    );
  });
});

test('nodes are written in M collation: the empty string, numbers by value, strings by code unit', (t) => {
  const inOrder = [
    '',
    '-10',
    '-9.5',
    '-.5',
    '0',
    '.05',
    '.5',
    '1',
    '1.5',
    '2',
    '10',
    ' 1',
    '01',
    '1.0',
    'A',
    'a',
    'b',
  ];
  t.deepEqual([...inOrder].reverse().sort(compareSubscripts), inOrder);
});

test('M collation is a total order', (t) => {
  const subscript = subscriptOf(mText);
  t.notThrows(() => {
    fc.assert(
      fc.property(subscript, subscript, subscript, (a, b, c) => {
        t.is(Math.sign(compareSubscripts(a, b)), -Math.sign(compareSubscripts(b, a)) + 0);
        t.is(compareSubscripts(a, b) === 0, a === b);
        if (compareSubscripts(a, b) <= 0 && compareSubscripts(b, c) <= 0)
          t.true(compareSubscripts(a, c) <= 0);
      }),
    );
  });
});

test('the canonical form is as GT.M writes it, with every value in quotes', (t) => {
  const nodes = readGlobal(
    bytesOf('^G("b")="x"\n^G("2")=14\n^G(010)="a ""q"""_$C(13,10,0,255)_"b"\n^G=$CHAR(7)\n'),
  );
  t.is(
    textOf(writeGlobal(nodes)),
    '^G=$C(7)\n^G(2)="14"\n^G(10)="a ""q"""_$C(13,10,0,255)_"b"\n^G("b")="x"\n',
  );
});

test('all lines that are no node, and nodes given twice, are told at once', (t) => {
  const error = t.throws(
    () => readGlobal(bytesOf('^G=1\nrubbish\n^G("1")=""\n^G(1)="x"\n^G(1)=x\n'), 'some.zwr'),
    {
      instanceOf: Failure,
    },
  );
  t.regex(error.message, /some\.zwr:2:1: /);
  t.regex(error.message, /some\.zwr:4:1: node given twice/);
  t.regex(error.message, /some\.zwr:5:1: /);
});

test('bytes that are no text are an error, not other characters', (t) => {
  t.throws(() => readGlobal(Uint8Array.of(0x5e, 0x47, 0x3d, 0x22, 0xe9, 0x22), 'some.zwr'), {
    instanceOf: Failure,
    message: /some\.zwr: /,
  });
});

test('a subtree is told by levels, not by how the text begins', (t) => {
  t.true(isUnder('^G("a",1)', '^G("a")'));
  t.true(isUnder('^G("a")', '^G'));
  t.true(isUnder('^G', '^G'));
  t.false(isUnder('^G("ab",1)', '^G("a")'));
  t.false(isUnder('^G(10)', '^G(1)'));
  t.false(isUnder('^GX(1)', '^G'));
  t.false(isUnder('^G($C(1,2))', '^G($C(1))'));
});

test('references are compared as M would, and taken apart', (t) => {
  t.true(compareReferences('^G(2)', '^G(10)') < 0);
  t.true(compareReferences('^G("a")', '^G("a",1)') < 0);
  t.is(compareReferences('^G("a")', '^G("a")'), 0);
  t.deepEqual(parseReference('^G("a"_$C(10),1.0)'), { name: '^G', subscripts: ['a\n', '1'] });
});
