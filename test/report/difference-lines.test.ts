import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { differenceLines } from '../../src/report/difference-lines.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const shown = (states: Parameters<typeof differenceLines>[0], most?: number) => {
  const { lines, more } = differenceLines(states, most);
  return { lines: lines.map(({ kind, text }) => `${kind} ${text}`), more };
};

test('a global is compared node by node, in whatever order its nodes stand', (t) => {
  const before = bytes('^G(1)="a"\n^G(2)="b"\n^G(3)="c"\n');
  const after = bytes('^G(1)="a"\n^G(2)="B"\n^G(4)="d"\n');
  t.deepEqual(shown({ name: documentName('^G'), before, after }), {
    lines: ['old ^G(2)="b"', 'new ^G(2)="B"', 'old ^G(3)="c"', 'new ^G(4)="d"'],
    more: 0,
  });
});

test('of many nodes the first are shown, and the rest is counted', (t) => {
  const after = bytes(Array.from({ length: 1000 }, (_, index) => `^G(${index + 1})="x"\n`).join(''));
  const { lines, more } = shown({ name: documentName('^G'), before: null, after }, 3);
  t.deepEqual(lines, ['new ^G(1)="x"', 'new ^G(2)="x"', 'new ^G(3)="x"']);
  t.is(more, 997);
});

test('of a long text the first changed lines are shown, and the rest is counted', (t) => {
  const after = bytes('line\n'.repeat(50));
  t.is(shown({ name: documentName('Lab.A.cls'), before: null, after }, 10).more, 40);
});

test('a file that is no text is shown by its size and digest', (t) => {
  const name = documentName('/csp/lab/logo.png');
  const { lines } = shown({ name, before: null, after: new Uint8Array([1, 0, 2]) });
  t.is(lines.length, 1);
  t.regex(lines[0] ?? '', /^new 3 bytes that are no text, SHA-256 [0-9a-f]{64}$/);
});

test('how many nodes of a global differ is said in words', (t) => {
  const [before, after] = [bytes('^G(1)="a"\n^G(2)="b"\n'), bytes('^G(2)="B"\n^G(3)="c"\n^G(4)="d"\n')];
  const name = documentName('^G');
  t.is(differenceLines({ name, before, after }).nodes, 'nodes: 2 added, 1 changed, 1 deleted');
  t.is(differenceLines({ name, before: null, after: bytes('^G(1)="a"\n') }).nodes, 'node: 1 added');
});
