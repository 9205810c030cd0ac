import test from 'ava';
import { complaintsOf } from '../../../../src/adapters/targets/iris/session-transcript.ts';

/** As a Caché 2014.1.2 wrote it: the report of a load that failed in part (a public report about webterminal). */
const real = `Load started on 09/29/2014 07:34:09
Loading file C:\\CacheWebTerminal.xml as xml
Imported class: %WebTerminal.Engine
ERROR #6301 Line: 1468 Offset: 67 ERROR #5912: Page '/csp/sys/webterminal/favicon.ico' does not exist Will skip this item.
Imported CSP/CSR or file: csp/sys/webterminal/js/terminal.js
Detected 2 errors during load.
`;

test('of a real transcript of a load in part, the errors are told and what went well is not', (t) => {
  t.is(
    complaintsOf(real.replaceAll('\n', '\r\n')),
    "ERROR #6301 Line: 1468 Offset: 67 ERROR #5912: Page '/csp/sys/webterminal/favicon.ico' does not exist Will skip this item. Detected 2 errors during load.",
  );
});

const lines: readonly (readonly [line: string, isComplaint: boolean])[] = [
  [
    "ERROR: MyApp.Info.cls(version+2) #1003: Expected space : '}' : Offset:14 [zversion+1^MyApp.Info.1]",
    true,
  ],
  ['Detected 1 errors during compilation in 0.010s.', true],
  ['<UNDEFINED>*x+1^Rtn', true],
  ['USER><CLASS DOES NOT EXIST> *PatchFleet.Helper', true],
  ['<PROTECT>zLoad+4^%SYSTEM.OBJ.1 *^oddDEF', true],
  ['Access Denied', true],
  ['Username: ', true],
  ['ERROR #302: the database is read-only', true],
  ['Load finished successfully.', false],
  ['Imported class: Lab.ErrorLog', false],
  ['LAB>', false],
  ['Exporting global: ^X', false],
];
for (const [line, isComplaint] of lines)
  test(`a session that says “${line.trim()}” ${isComplaint ? 'complains' : 'does not complain'}`, (t) => {
    t.is(complaintsOf(`LAB>\n${line}\n`), isComplaint ? line.trim() : '');
  });

test('a long complaint is cut, and so are many', (t) => {
  t.true(complaintsOf(`ERROR #1: ${'x'.repeat(10_000)}\n`.repeat(100)).length < 4000);
});
