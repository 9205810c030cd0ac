import test from 'ava';
import fc from 'fast-check';
import { documentOfPath, documentPath, foldCase, twinOf } from '../../../src/adapters/files/document-path.ts';
import { documentName } from '../../../src/document/document-name.ts';

const paths = test.macro<[string, string]>({
  exec(t, name, path) {
    t.is(documentPath(documentName(name)).join('/'), path);
    t.is(documentOfPath(path.split('/')), documentName(name));
  },
  title: (_, name, path) => `${name} lies in ${path}`,
});

test(paths, 'Lab.Router.cls', 'classes/Lab/Router.cls');
test(paths, '%ZLab.Util.cls', 'classes/%ZLab/Util.cls');
test(paths, 'con.cls', 'classes/=63on.cls');
test(paths, 'LABIN.mac', 'routines/LABIN.mac');
test(paths, 'LAB.IN.int', 'routines/LAB.IN.int');
test(paths, 'aux.int', 'routines/=61ux.int');
test(paths, 'LAB.inc', 'includes/LAB.inc');
test(paths, '/csp/lab/index.csp', 'files/csp/lab/index.csp');
test(paths, '/csp/../.hidden', 'files/csp/=2E=2E/=2Ehidden'.replace('=2E=2E', '=2E=2E'));
test(paths, '/csp//a b.txt', 'files/csp/~0/a b.txt');
test(paths, '/a:b*/x~=y ', 'files/a=3Ab=2A/x=7E=3Dy=20');
test(paths, '^LabConfig', 'globals/LabConfig.zwr');
test(paths, '^%ZLAB', 'globals/%ZLAB.zwr');
test(paths, '^LabRoute("in")', 'globals/LabRoute(=22in=22).zwr');
test(paths, 'Lab.prj', 'projects/Lab.prj');
test(paths, 'ITB.HL7', 'documents/ITB.HL7');
test(paths, 'Größe.cls', 'classes/Gr=C3=B6=C3=9Fe.cls');

test('a very long name goes on in folders, each short enough for any system', (t) => {
  const name = documentName(`${'ä'.repeat(300)}.cls`);
  const path = documentPath(name);
  t.true(path.length > 5);
  t.true(path.every((segment) => segment.length <= 130));
  t.is(documentOfPath(path), name);
});

test('a file that patchfleet would name otherwise is no document', (t) => {
  for (const path of [
    'classes/Größe.cls',
    'classes/=52outer.cls',
    'routines/aux.int',
    'globals/LabConfig.txt',
    'classes/a=FF.cls',
  ])
    t.is(documentOfPath(path.split('/')), null, path);
});

test('a twin has a name of its own whatever the case, and is the same document', (t) => {
  t.is(twinOf('Router.cls'), 'Router~i200.cls');
  t.is(twinOf('lab'), 'lab~i0');
  t.is(documentOfPath(['classes', 'lab~i0', 'Router~i200.cls']), documentName('lab.Router.cls'));
});

const nameOf = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).map((text) => `/${text}`),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).map((text) => `${text}.cls`),
  fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((text) => `^${text}`),
  fc
    .constantFrom('CON', 'nul.txt', 'lpt1 .x', '..', '.', ' ', 'x. ', 'COM1')
    .map((text) => `/${text}/${text}`),
);

test('every name comes back from its path, and the path is safe on every system', (t) => {
  fc.assert(
    fc.property(nameOf, (text) => {
      const name = documentName(
        text.startsWith('/') || text.startsWith('^') ? text : text.replace(/^[/^]+/, 'x'),
      );
      const path = documentPath(name);
      t.is(documentOfPath(path), name);
      for (const segment of path) {
        t.regex(segment, /^[\x20-\x7e]{1,140}$/);
        t.notRegex(segment, /[<>:"/\\|?*]|^[. ]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i);
      }
      const twins = path.map(twinOf);
      t.is(documentOfPath([path[0] ?? '', ...twins.slice(1)]), name);
    }),
  );
});

test('two names never share a path, even where case does not count and both are twins', (t) => {
  fc.assert(
    fc.property(nameOf, nameOf, (a, b) => {
      fc.pre(a !== b);
      const twins = (text: string) => documentPath(documentName(text)).map(twinOf).map(foldCase).join('/');
      t.not(documentPath(documentName(a)).join('/'), documentPath(documentName(b)).join('/'));
      t.not(twins(a), twins(b));
    }),
  );
});
