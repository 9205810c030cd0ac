import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { openChangeTimes } from '../../src/apps/studio/change-times.ts';
import {
  filterDocuments,
  foldersOf,
  queryOf,
  readDocumentFilter,
} from '../../src/apps/studio/document-filter.ts';
import { keyOf } from '../../src/apps/studio/document-source.ts';

const at = (text: string): number => Date.parse(text);
const documents = (
  [
    ['Lab.Router.cls', at('2026-11-20T10:00:00Z')],
    ['Lab.Sub.Ward.cls', at('2026-11-22T23:30:00Z')],
    ['Laboratory.cls', null],
    ['LABIN.mac', at('2026-11-01T10:00:00Z')],
    ['/csp/lab/index.csp', at('2026-10-01T10:00:00Z')],
    ['^LabConfig', null],
  ] as const
).map(([text, changedAt]) => {
  const name = documentName(text);
  return { key: keyOf(name, 'a.xml'), name, from: 'a.xml', changedAt };
});

const found = (query: string, picks: readonly string[] = []) =>
  filterDocuments(
    documents,
    readDocumentFilter((name) => new URLSearchParams(query).get(name) ?? undefined),
    {
      picks: new Set(picks),
      zone: 'Europe/Madrid',
    },
  ).map(({ name }) => name as string);

test('a text without a star is looked for inside of names, in any case', (t) => {
  t.deepEqual(found('q=labin'), ['LABIN.mac']);
  t.deepEqual(found('q=ward.cls'), ['Lab.Sub.Ward.cls']);
});

test('a text with stars is the whole name, and nothing else in it is a pattern', (t) => {
  t.deepEqual(found('q=lab.*.cls'), ['Lab.Router.cls', 'Lab.Sub.Ward.cls']);
  t.deepEqual(found('q=*.c(s|p)*'), []);
  t.deepEqual(found('q=^*'), ['^LabConfig']);
});

test('a package holds its classes and those of packages inside of it, and nothing whose name only begins alike', (t) => {
  t.deepEqual(found('in=Lab'), ['Lab.Router.cls', 'Lab.Sub.Ward.cls']);
  t.deepEqual(found('in=Lab.Sub'), ['Lab.Sub.Ward.cls']);
  t.deepEqual(found('in=/csp'), ['/csp/lab/index.csp']);
  t.deepEqual(foldersOf(documents), ['/csp', '/csp/lab', 'Lab', 'Lab.Sub']);
});

test('a day begins in the zone of the page, and a document of which nobody knows the time was not changed since', (t) => {
  t.deepEqual(found('since=2026-11-23'), ['Lab.Sub.Ward.cls']);
  t.deepEqual(found('since=2026-11-24'), []);
});

test('the latest change comes first where that is asked for, and what is not known last', (t) => {
  t.deepEqual(found('sort=changed').slice(0, 2), ['Lab.Sub.Ward.cls', 'Lab.Router.cls']);
  t.deepEqual(found('sort=changed').slice(-2), ['Laboratory.cls', '^LabConfig']);
});

test('kinds and picks can be asked for, and what an address says besides counts as nothing', (t) => {
  t.deepEqual(found('kind=global'), ['^LabConfig']);
  t.deepEqual(found('picked=yes', [keyOf(documentName('LABIN.mac'), 'a.xml')]), ['LABIN.mac']);
  t.is(found('kind=toString&since=tomorrow&from=-1').length, documents.length);
});

test('an address holds the whole filter', (t) => {
  const query = '?q=Lab.*&in=Lab&kind=class&since=2026-11-01&picked=yes&sort=changed&from=200';
  t.is(queryOf(readDocumentFilter((name) => new URLSearchParams(query).get(name) ?? undefined)), query);
});

test('an XML export tells when its classes and routines were changed, in the local time of the server', (t) => {
  const { take, times } = openChangeTimes('Europe/Madrid');
  for (const line of [
    '<Class name="Lab.A">',
    '<TimeChanged>67888,36000.25</TimeChanged>',
    '<TimeChanged>60000,1</TimeChanged>',
    '<Routine name="LABIN" type="MAC" timestamp="67888,0">',
    '<Routine name="NONE" type="INT">',
  ])
    take(line);
  t.deepEqual(
    [...times].map(([name, instant]) => [name, new Date(instant).toISOString()]),
    [
      ['Lab.A.cls', '2026-11-14T09:00:00.000Z'],
      ['LABIN.mac', '2026-11-13T23:00:00.000Z'],
    ],
  );
});
