import test from 'ava';
import fc from 'fast-check';
import { changedLines, lineDiff } from '../../src/report/line-diff.ts';

const aText = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

test('whatever the two texts, the old lines give the old text back and the new lines the new one', (t) => {
  fc.assert(
    fc.property(aText, aText, (before, after) => {
      const lines = lineDiff(before, after);
      const kept = (kind: 'old' | 'new') =>
        lines
          .filter((line) => line.kind === 'same' || line.kind === kind)
          .map(({ text }) => `${text}\n`)
          .join('');
      t.is(kept('old'), before);
      t.is(kept('new'), after);
      if (before === after) t.true(lines.every(({ kind }) => kind === 'same'));
    }),
  );
});

test('a comparison shows what changed with two lines around it, and leaves the rest out', (t) => {
  const before = '1\n2\n3\n4\n5\n6\n7\n';
  const after = '1\n2\n3\n4\nfive\n6\n7\n';
  const shown = changedLines(lineDiff(before, after)).map(({ kind, text }) => `${kind} ${text}`);
  t.deepEqual(shown, ['same 3', 'same 4', 'old 5', 'new five', 'same 6', 'same 7']);
  t.deepEqual(changedLines(lineDiff(before, before)), []);
});
