import test from 'ava';
import fc from 'fast-check';
import { parseReference } from '../../src/document/global-reference.ts';
import { parseAttempt, writeAttempt } from '../../src/status/attempt-file.ts';
import { statusMessage } from '../../src/status/status-message.ts';
import { parseStatus, writeStatus } from '../../src/status/status-file.ts';
import { sampleAttempt, sampleStatus } from './status-samples.ts';
import { withoutSubscripts } from '../../src/status/without-subscripts.ts';

const cases: readonly (readonly [string, string])[] = [
  ['^Lab("4711") has no value', '^Lab(…) has no value'],
  ['^Lab(4711,"a b","c""d")=1', '^Lab(…)=1'],
  ['^Lab("a)b",1) and ^%Z(1)', '^Lab(…) and ^%Z(…)'],
  ['^Lab("x"_$C(1)_"y") ', '^Lab(…) '],
  ['P014^Lab(no global)', 'P014^Lab(…)'],
  ['^Größe("4711") ', '^Größe(…) '],
  [
    '^|"LAB"|Lab("4711") and ^["LAB","A"]Lab(4711) and ^(4711)',
    '^|"LAB"|Lab(…) and ^["LAB","A"]Lab(…) and ^(…)',
  ],
  ['^Lab(f(1),"4711")=1', '^Lab(…)=1'],
  ['^Lab("4711 Jane', '^Lab(…'],
  ['^Lab(4711…', '^Lab(…'],
  ['^Lab( and ^Lab()', '^Lab(…'],
  ['^Lab()', '^Lab()'],
  ['^Lab(…) was told before, ^Lab(… too: "fine"', '^Lab(…) was told before, ^Lab(… too: "fine"'],
  ['bad ^x(" then ^Lab("b)4711") end', 'bad ^x(…) end'],
  ['^Lab("47\n11")=1\nnext', '^Lab(…)=1\nnext'],
  ['^Lab is whole (really)', '^Lab is whole (really)'],
];

for (const [text, shown] of cases) {
  test(`of ${text} is shown ${shown}`, (t) => {
    t.is(withoutSubscripts(text), shown);
  });
}

const letter = fc.oneof(
  fc.constantFrom('a', 'B', 'z'),
  fc.integer({ min: 0xaa, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
);
const name = fc
  .tuple(fc.constantFrom('^', '^%'), letter, fc.array(fc.oneof(letter, fc.constantFrom('1', '.a'))))
  .map(([caret, first, rest]) => `${caret}${first}${rest.join('')}`);
/** Of all that is made here, only a subscript holds a 7 or a Q. */
const subscript = fc.oneof(
  fc.constantFrom('7', '77.7', '$C(77)'),
  fc
    .array(fc.constantFrom('7', 'Q', '""', '(', ')', ',', ' ', '^', '\n'))
    .map((parts) => `"${parts.join('')}"`),
);
const reference = fc
  .tuple(name, fc.array(subscript, { minLength: 1, maxLength: 4 }))
  .map(([global, subscripts]) => `${global}(${subscripts.join(',')})`);
const between = fc
  .array(fc.constantFrom('a', ' ', '"', ')', '(', '…', '\n', '^x("', '^x(', '^%y("a"'))
  .map((parts) => parts.join(''));
const text = fc.array(fc.tuple(between, reference)).map((parts) => parts.flat().join(''));

test('the names in which a subscript is planted are names of globals', (t) => {
  fc.assert(
    fc.property(reference, (planted) => parseReference(planted) !== null),
    { numRuns: 300 },
  );
  t.pass();
});

test('a subscript never shows, in whatever name, wherever the text is cut', (t) => {
  const property = fc.property(text, fc.nat(), (whole, cut) => {
    const shown = withoutSubscripts(whole.slice(0, cut % (whole.length + 1)));
    return !/[7Q]/.test(shown) && withoutSubscripts(shown) === shown && shown.length <= whole.length;
  });
  fc.assert(property, { numRuns: 1000 });
  t.pass();
});

test('what a malformed name hides ends where no subscript can reach', (t) => {
  const shown = withoutSubscripts(`^x(" ${'line\n'.repeat(2000)}the end`);
  t.true(shown.startsWith('^x(…'));
  t.true(shown.endsWith('line\nthe end'));
});

test('a text of a megabyte of openings is read in a moment', (t) => {
  const shown = withoutSubscripts('^a("'.repeat(250_000));
  t.true(shown.length < 20);
});

test('a subscript that goes on in the next line of a transcript never shows', (t) => {
  const property = fc.property(text, fc.integer({ min: 0, max: 600 }), (planted, before) => {
    const transcript = `${'x'.repeat(before)}\n${planted}`.split('\n');
    const told = parseAttempt('attempt.json', writeAttempt({ ...sampleAttempt, transcript })).transcript;
    return !/[7Q]/.test(told.join('\n')) && told.every((line) => line.length <= 500);
  });
  fc.assert(property, { numRuns: 300 });
  t.pass();
});

test('a subscript never shows in what leaves the site, however long the text is', (t) => {
  const property = fc.property(text, fc.integer({ min: 0, max: 1010 }), (planted, before) => {
    const why = `${'x'.repeat(before)} ${planted}`;
    const [failed = null] = sampleStatus.failed;
    if (failed === null) throw new Error('the sample has a failed patch');
    const status = { ...sampleStatus, failed: [{ ...failed, why }] };
    const record = { ...sampleAttempt, why, transcript: [why] };
    const attempt = parseAttempt('attempt.json', writeAttempt(record));
    const shown = [
      parseStatus('status.json', writeStatus(status)).failed[0]?.why,
      attempt.why,
      ...attempt.transcript,
      statusMessage(sampleStatus, 'moved', why).split('\n')[0],
    ];
    return !/[7Q]/.test(shown.join(' '));
  });
  fc.assert(property, { numRuns: 300 });
  t.pass();
});
