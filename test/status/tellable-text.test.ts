import test from 'ava';
import fc from 'fast-check';
import { parseAttempt, writeAttempt } from '../../src/status/attempt-file.ts';
import { parseStatus, writeStatus } from '../../src/status/status-file.ts';
import { tellableText } from '../../src/status/tellable-text.ts';
import { sampleAttempt, sampleStatus } from './status-samples.ts';

const cases: readonly (readonly [string, readonly string[], string])[] = [
  ['token=^Lab("4711") next', [], 'token=*** next'],
  ['password="^Lab(""4711"")" next', [], 'password="***" next'],
  ['bearer ^Lab("abc-4711-def")', [], 'bearer ^Lab(…)'],
  ['got ^Lab("4711") x', ['^Lab("'], 'got ***) x'],
  ['got a^b(c"d rest', ['a^b(c"d'], 'got ***'],
];
for (const [text, secrets, shown] of cases) {
  test(`of ${text} is told ${shown}${secrets.length > 0 ? ', with a secret that looks like a global' : ''}`, (t) => {
    t.is(tellableText(text, secrets), shown);
  });
}

/** Of all that is made here, only secrets hold a Z, and only subscripts a 7 or a Q. */
const secrets = fc.array(
  fc
    .array(fc.constantFrom('Z', '^', '(', '"', ')', '=', '/'), { minLength: 4, maxLength: 12 })
    .map((parts) => `Z${parts.join('')}Z`),
  { minLength: 1, maxLength: 3 },
);
const reference = fc
  .array(fc.constantFrom('"7"', '77', '"Q)7"', '"Q""7"', '"Q\n7"'), { minLength: 1, maxLength: 3 })
  .map((subscripts) => `^Lab(${subscripts.join(',')})`);
const noise = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '"',
  '^x("',
  'token=',
  'password: ',
  'bearer ',
  '(',
  ')',
  '://',
);
const planted = secrets.chain((known) =>
  fc.record({
    known: fc.constant(known),
    text: fc
      .array(fc.oneof(noise, reference, fc.constantFrom(...known)), { maxLength: 25 })
      .map((parts) => parts.join('')),
  }),
);

test('no secret and no subscript is told, whatever stands around them', (t) => {
  const property = fc.property(planted, ({ known, text }) => {
    const told = tellableText(text, known);
    return !/[7QZ]/.test(told) && tellableText(told, known) === told;
  });
  fc.assert(property, { numRuns: 2000 });
  t.pass();
});

test('no secret and no subscript reaches a status or a record, not even a half where a text is cut', (t) => {
  const property = fc.property(planted, fc.integer({ min: 0, max: 1010 }), ({ known, text }, before) => {
    const why = `${'x'.repeat(before)} ${text}`;
    const status = { ...sampleStatus, failed: sampleStatus.failed.map((one) => ({ ...one, why })) };
    const record = { ...sampleAttempt, why, transcript: why.split('\n') };
    const attempt = parseAttempt('a.json', writeAttempt(record, known));
    const told = [parseStatus('s.json', writeStatus(status, known)).failed[0]?.why ?? '', attempt.why];
    return (
      !/[7QZ]/.test([...told, ...attempt.transcript].join('\n')) &&
      told.every((one) => one.length <= 1000) &&
      attempt.transcript.every((line) => line.length <= 500)
    );
  });
  fc.assert(property, { numRuns: 500 });
  t.pass();
});

test('what is hidden may be longer than what was there: the text keeps to its length all the same', (t) => {
  const why = 'token=x '.repeat(125);
  const failed = sampleStatus.failed.map((one) => ({ ...one, why }));
  const told = parseStatus('s.json', writeStatus({ ...sampleStatus, failed })).failed[0]?.why ?? '';
  t.is(told.length, 1000);
  t.regex(told, /^token=\*\*\* .*…$/);
});

test('a secret that is spelled like an identifier of the site does not spoil its status', (t) => {
  const { site } = parseStatus('s.json', writeStatus(sampleStatus, [sampleStatus.site]));
  t.is(site, sampleStatus.site);
});
