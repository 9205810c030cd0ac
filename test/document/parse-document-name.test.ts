import test from 'ava';
import { kindOf } from '../../src/document/document-name.ts';
import { parseDocumentName } from '../../src/document/parse-document-name.ts';

const spellings: readonly (readonly [text: string, name: string, kind: string])[] = [
  ['Lab.Router.CLS', 'Lab.Router.cls', 'class'],
  ['%Z.Lab.cls', '%Z.Lab.cls', 'class'],
  ['LABIN.MAC', 'LABIN.mac', 'routine'],
  ['%ZLAB.Int', '%ZLAB.int', 'routine'],
  ['LAB.INC', 'LAB.inc', 'include'],
  ['Lab.PRJ', 'Lab.prj', 'project'],
  ['ITB.hl7', 'ITB.HL7', 'other'],
  ['hl7_2.5.lut', 'hl7_2.5.LUT', 'other'],
  ['Settings:Lab Router|Lab.Router.ptd', 'Settings:Lab Router|Lab.Router.PTD', 'other'],
  ['/csp/lab/Index.csp', '/csp/lab/Index.csp', 'file'],
  ['^LabConfig', '^LabConfig', 'global'],
  ['^LabRoute("in", "x")'.replace(' ', ''), '^LabRoute("in","x")', 'global'],
  ['^LabRoute("7",007,1.50)', '^LabRoute(7,7,1.5)', 'global'],
  ['^Aviation.AircraftD', '^Aviation.AircraftD', 'global'],
  ['LabConfig.GBL', '^LabConfig', 'global'],
];

for (const [text, name, kind] of spellings) {
  test(`${text} means the ${kind} ${name}`, (t) => {
    const parsed = parseDocumentName(text);
    if (parsed === null) {
      t.fail('no name');
      return;
    }
    t.deepEqual([parsed, kindOf(parsed), parseDocumentName(parsed)], [name, kind, name]);
  });
}

const nonsense = [
  '',
  'Lab',
  '.cls',
  'Lab.',
  'Lab Router.cls',
  'a/../b.HL7',
  'Lab\\x.LUT',
  'Lab\u0000.cls',
  'Lab\n.LUT',
  '/csp/../etc/passwd',
  '/csp//x.csp',
  '/csp/lab/',
  '/',
  '^',
  '^1abc',
  '^Lab(',
  '^Lab()',
  '^Lab("a"',
  '^Lab("a")x',
  '^Lab($J)',
  ' ^Lab',
  `${'x'.repeat(600)}.cls`,
];

for (const text of nonsense) {
  test(`${JSON.stringify(text.slice(0, 40))} names no document`, (t) => {
    t.is(parseDocumentName(text), null);
  });
}
