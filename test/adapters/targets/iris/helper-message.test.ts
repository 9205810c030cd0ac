import test from 'ava';
import fc from 'fast-check';
import { helperVersion } from '../../../../src/adapters/targets/iris/helper-class.ts';
import {
  byteLines,
  escapeText,
  readAnswer,
  requestAsText,
  unescapeText,
} from '../../../../src/adapters/targets/iris/helper-message.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { holdsAlways } from '../../../worlds/hold-always.ts';
import { escape } from '../../../worlds/iris/helper-stand-in.ts';

test('any text comes back from its spelling, which is printable ASCII and the same as the stand-in’s own', (t) => {
  holdsAlways(
    t,
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const spelt = escapeText(text);
      return /^[ -~]*$/.test(spelt) && unescapeText(spelt) === text && escape(text) === spelt;
    }),
  );
});

test('a request is ASCII in lines that a server without long strings can hold, whatever its values are', (t) => {
  const text = requestAsText(
    {
      action: 'put',
      lines: [
        ['document', 'Größe.日本.cls'],
        ['edit', '1', 'x\u0000'.repeat(20_000), '0', ''],
        ...byteLines('load', new Uint8Array(5000).fill(255)),
      ],
    },
    'n0.1',
  );
  const lines = text.split('\n');
  t.true(lines.every((line) => line.length < 6000 && /^[\t -~]*$/.test(line)));
  t.is(lines[0], 'patchfleet-request 1 n0.1 put');
  t.is(lines.at(-2), 'end n0.1');
  t.true(lines.includes('edit\t1\t%+1\t0\t'));
});

const answer = (wish: Partial<Record<'head' | 'body' | 'end', string>> = {}) =>
  [
    wish.head ?? `patchfleet-answer 1 n0.1 ${helperVersion}`,
    wish.body ?? 'done\ta%09b',
    wish.end ?? 'end n0.1 ok 0 1',
    '',
  ].join('\n');

test('an answer is read with its values as they were', (t) => {
  t.deepEqual(readAnswer(answer(), 'n0.1', 'T').lines, [{ key: 'done', values: ['a\tb'] }]);
});

const damaged: Readonly<Record<string, string>> = {
  'is empty': '',
  'is cut off in its last line': answer().slice(0, -3),
  'is cut off after a line': answer({ end: '' }),
  'belongs to another request': answer({ head: `patchfleet-answer 1 n0.2 ${helperVersion}` }),
  'comes from another version of the helper': answer({ head: 'patchfleet-answer 1 n0.1 0123456789abcdef' }),
  'ends with the nonce of another': answer({ end: 'end n0.2 ok 0 1' }),
  'lost a line': answer({ end: 'end n0.1 ok 0 2' }),
  'left a transaction open': answer({ end: 'end n0.1 ok 1 1' }),
  'is a page of a web server': '<html><body>Service Unavailable</body></html>\n',
};
for (const [how, text] of Object.entries(damaged))
  test(`an answer that ${how} is not believed`, (t) => {
    const error = t.throws(() => readAnswer(text, 'n0.1', 'TEST:LAB'));
    t.true(isFailure(error, 'TARGET_ANSWER_INVALID'), error.message);
  });

test('what the server says of its error is told in its words', (t) => {
  const text = answer({ body: 'error\tERROR #5475: no', end: 'end n0.1 error 0 1' });
  const error = t.throws(() => readAnswer(text, 'n0.1', 'TEST:LAB'));
  t.true(isFailure(error, 'TARGET_REFUSED'));
  t.regex(error.message, /ERROR #5475: no/);
});
