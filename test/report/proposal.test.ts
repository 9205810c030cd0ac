import test from 'ava';
import type { Issue } from '../../src/base/issue.ts';
import { annotationsOf } from '../../src/report/proposal/annotations.ts';
import { proposalAsMarkdown } from '../../src/report/proposal/proposal-as-markdown.ts';

const issue = (file: string, line: number, message = 'is wrong'): Issue => ({
  ...{ file, line, column: line, path: '', message },
});
const many = (count: number): readonly Issue[] =>
  Array.from({ length: count }, (_, index) => issue('a.yaml', index + 1, 'ß'.repeat(200)));

test('ten errors and ten warnings are shown, of each file one before a second of any, and the rest is counted', (t) => {
  const problems = [...many(12), issue('b.yaml', 0), issue('c.yaml', 3)];
  const { shown, left } = annotationsOf({ problems, remarks: many(11) });
  t.deepEqual(left, { errors: 4, warnings: 1 });
  t.deepEqual(
    shown.slice(0, 4).map(({ level, file, line, column }) => [level, file, line, column]),
    [
      ['error', 'a.yaml', 1, 1],
      ['error', 'b.yaml', 1, null],
      ['error', 'c.yaml', 3, 3],
      ['error', 'a.yaml', 2, 2],
    ],
  );
  t.is(shown.filter(({ level }) => level === 'warning').length, 10);
});

test('a page that would be too long ends after a row, within its bytes, and says how much is left out', (t) => {
  const most = 100_000;
  const report = { problems: many(1000), remarks: [], changed: ['LAB-1'], preview: null, notes: [] };
  const page = proposalAsMarkdown(report, most);
  t.true(Buffer.byteLength(page) <= most);
  t.true(Buffer.byteLength(page) > most - 2000);
  const [rows, tail = ''] = page.split('**Cut here**');
  t.true(rows?.trimEnd().endsWith(' |'));
  t.regex(tail, /\d+ rows left out/);
});
