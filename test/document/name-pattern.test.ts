import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { parseNamePattern } from '../../src/document/name-pattern.ts';

const all = [
  'Lab.Router.cls',
  'Lab.In.Queue.cls',
  'Other.Lab.cls',
  'LABIN.mac',
  'LABIN.m',
  '%ZLAB.m',
  'LAB.inc',
  'ITB.HL7',
  '/csp/lab/index.csp',
  '/csp/lab/deep/x.js',
  '^LabConfig',
  '^LabRoute',
  '^%ZLab',
].map(documentName);

function chosen(text: string): readonly string[] | string | null {
  const pattern = parseNamePattern(text);
  if (pattern === null) return null;
  return pattern.kind === 'one' ? pattern.name : all.filter(pattern.matches);
}

const many: readonly (readonly [text: string, names: readonly string[]])[] = [
  ['Lab.*.cls', ['Lab.Router.cls', 'Lab.In.Queue.cls']],
  ['Lab.*.CLS', ['Lab.Router.cls', 'Lab.In.Queue.cls']],
  ['Lab.*', ['Lab.Router.cls', 'Lab.In.Queue.cls']],
  ['LABIN.*', ['LABIN.mac', 'LABIN.m']],
  ['*.m', ['LABIN.m', '%ZLAB.m']],
  ['%*', ['%ZLAB.m']],
  ['^Lab*', ['^LabConfig', '^LabRoute']],
  ['Lab*.GBL', ['^LabConfig', '^LabRoute']],
  ['^*', ['^LabConfig', '^LabRoute', '^%ZLab']],
  ['/csp/lab/*', ['/csp/lab/index.csp', '/csp/lab/deep/x.js']],
  ['lab.*.cls', []],
  ['Lab.Route*cls*', ['Lab.Router.cls']],
];
for (const [text, names] of many) {
  test(`${text} chooses ${names.join(', ') || 'nothing'}`, (t) => {
    t.deepEqual(chosen(text), names);
  });
}

test('a star alone chooses neither globals nor pages', (t) => {
  t.deepEqual(
    chosen('*'),
    all.filter((name) => !/^[\^/]/.test(name)),
  );
});

test('a name without a star is one document in its canonical spelling; a star in a subscript is a character', (t) => {
  t.is(chosen('Lab.Router.CLS'), 'Lab.Router.cls');
  t.is(chosen('^LabRoute("a*b",01)'), '^LabRoute("a*b",1)');
  t.is(chosen('LabConfig.GBL'), '^LabConfig');
  t.is(chosen('/csp/lab/index.csp'), '/csp/lab/index.csp');
});

test('what no document can be called is no pattern', (t) => {
  for (const text of ['', 'Lab', '^Lab(', '^Lab("x"', '^Lab*("x")', 'a\n*', '/csp/../x', '*'.repeat(501)])
    t.is(chosen(text), null, text);
});

test('many stars are matched without a hang', (t) => {
  const name = documentName(`${'a'.repeat(400)}.cls`);
  const pattern = parseNamePattern(`${'*a'.repeat(12)}*b.cls`);
  t.false(pattern?.kind === 'many' && pattern.matches(name));
});
