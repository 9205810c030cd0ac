import test from 'ava';
import { failure } from '../../src/base/failure.ts';
import { attemptAsText, attemptRemarksAsText, attemptsAsText } from '../../src/report/attempts-as-text.ts';
import { failureAsText } from '../../src/report/failure-as-text.ts';
import { unpainted } from '../../src/report/paint.ts';
import { statusAsText } from '../../src/report/status-as-text.ts';
import { digest, emptyStatus, sampleAttempt, sampleStatus } from '../status/status-samples.ts';

const zone = 'Europe/Madrid';
const short = digest.slice(0, 12);

test('attempts are a table with their outcome and their proofs', (t) => {
  t.is(
    attemptsAsText([sampleAttempt], zone, unpainted),
    `NO  PATCH         ACTION   OUTCOME      STARTED                         PROOF BEFORE  PROOF AFTER   WHY
3   LAB-2026.014  install  rolled-back  2026-11-30 01:59 Europe/Madrid  ${short}  ${short}  a check failed`,
  );
  t.is(attemptsAsText([], zone, unpainted), 'No attempt was made.');
});

test('what an attempt wrote outside of its backup, and what others wrote, is named, but not without end', (t) => {
  const many = Array.from({ length: 23 }, (_, index) => `^LabNew(${index})`);
  const remarks = [
    {
      attempt: 1,
      outcome: 'installed',
      outside: ['^LabLog(1)', '^LabNew("a")'],
      foreign: [],
      printed: 'a\nb\n',
    },
    { attempt: 2, outcome: 'rolled-back', outside: [], foreign: ['^LabConfig("x")'], printed: '' },
    { attempt: 3, outcome: 'inconsistent', outside: many, foreign: ['^LabOdd(1)'], printed: '' },
  ] as const;
  t.deepEqual(attemptRemarksAsText(remarks, unpainted), [
    'What the code of attempt 1 printed:',
    '  | a',
    '  | b',
    'Attempt 1 wrote outside of its backup: ^LabLog(1), ^LabNew("a")',
    'Attempt 2 left as somebody else had written it: ^LabConfig("x")',
    `Attempt 3 wrote outside of its backup: ${many.slice(0, 20).join(', ')} and 3 more`,
    'Attempt 3 left what is neither old nor new: ^LabOdd(1)',
  ]);
});

test('one attempt is told with its steps, its proof, its documents and what somebody else wrote', (t) => {
  t.is(
    attemptAsText(sampleAttempt, zone, unpainted),
    `LAB-2026.014: rolled back, the old state is proven (attempt 3, install)
Set off by policy: a check failed
  2026-11-30 01:59:10 Europe/Madrid  staged  3 documents
  2026-11-30 02:00 Europe/Madrid  rolled-back
  Proof over the declared documents: before ${digest}, after ${digest}
  + Lab.Router.cls
  ! ^LabConfig  written by somebody else meanwhile: left as it is
  | Load started
  | Load finished successfully.`,
  );
});

test('a status is told with what holds, what is where and what comes next', (t) => {
  t.is(
    statusAsText(sampleStatus, zone, unpainted),
    `prod-madrid at 2026-11-30 02:00 Europe/Madrid: directory 1, channel default, counter 42
Last attempt: LAB-2026.014 installed (attempt 3)

Drifted since 2026-11-30 02:00 Europe/Madrid: Lab.Router.cls was edited.

PATCH         STATE        SINCE                                 WHY
LAB-2026.014  installed    2026-11-30 02:00 Europe/Madrid
LAB-2026.015  rolled-back  2026-11-30 02:00 Europe/Madrid        ^LabSite(…) is not "HL7 2.5"
LAB-2026.016  NotYet       until 2026-11-30 03:00 Europe/Madrid  Waits for its date.

Next: install LAB-2026.016 at 2026-11-30 03:00 Europe/Madrid, its date`,
  );
});

test('a site that has done nothing yet is told in one line', (t) => {
  t.is(
    statusAsText(emptyStatus, zone, unpainted),
    'prod-madrid at 2026-11-30 02:00 Europe/Madrid: directory 1, no channel seen yet',
  );
});

test('a failure is told with its hint, every issue on a line of its own', (t) => {
  const issues = [1, 2].map((line) => ({
    file: 'patch.yaml',
    line,
    column: 1,
    path: 'id',
    message: 'is missing',
  }));
  t.regex(
    failureAsText(failure('INVALID_FILE', { issues }), unpainted),
    /^Error: patch.yaml:1:1 id: is missing\npatch.yaml:2:1 id: is missing\nHint: Mend /,
  );
});

test('a secret and a terminal escape do not reach the text of a failure', (t) => {
  const why = 'https://bot:swordfish-1@host/x magic-word \u001b[2J';
  const text = failureAsText(failure('TARGET_UNREACHABLE', { target: 'lab', why }), unpainted, [
    'magic-word',
  ]);
  t.notRegex(text, /swordfish|magic-word/);
  t.false(text.includes('\u001b'));
});
