import test from 'ava';
import fc from 'fast-check';
import { isFailure } from '../../src/base/failure.ts';
import { parseStatus, writeStatus } from '../../src/status/status-file.ts';
import { emptyStatus, sampleStatus } from './status-samples.ts';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const written = textOf(writeStatus(sampleStatus));

test('a status comes back as it was written', (t) => {
  for (const status of [sampleStatus, emptyStatus])
    t.deepEqual(parseStatus('status.json', writeStatus(status)), status);
});

test('a status is written for people too: its format first, one value a line, times in UTC', (t) => {
  t.regex(
    written,
    /^\{\n {2}"format": 1,\n {2}"site": "prod-madrid",\n {2}"at": "2026-11-30T01:00:00.000Z",\n/,
  );
  t.regex(written, /\n\}\n$/);
});

test('equal statuses have equal bytes, whatever the order of their keys', (t) => {
  const reversed = Object.fromEntries(
    Object.entries(sampleStatus).reverse(),
  ) as unknown as typeof sampleStatus;
  t.is(textOf(writeStatus(reversed)), written);
});

const refused = test.macro((t, change: (text: string) => string, expected: RegExp) => {
  t.not(change(written), written);
  const error = t.throws(() => parseStatus('x:status.json', bytesOf(change(written))));
  t.true(isFailure(error, 'INVALID_FILE'), error.message);
  t.regex(error.message, expected);
  t.is(error.message.search(/[^\P{Cc}\n]|\u202e/u), -1);
});

test('a status with a key that is not known is refused', refused, insert('"extra": 1'), /extra/);
test(
  'a status with a key of the prototype is refused',
  refused,
  insert('"__proto__": {"site": "x"}'),
  /__proto__/,
);
test('a status without its format is refused', refused, (text) => text.replace('"format": 1,', ''), /format/);
test(
  'a status with a site name of another alphabet is refused',
  refused,
  (text) => text.replace('prod-madrid', 'pr\u043ed-madrid'),
  /site/,
);
test(
  'a status with terminal escapes in a text is refused',
  refused,
  (text) => text.replace('its date', String.raw`\u001b[2Jits date`),
  /waiting\[0\]\.message.*control characters/,
);
test(
  'a status with text that runs backwards is refused',
  refused,
  (text) => text.replace('its date', '\u202eits date'),
  /waiting\[0\]\.message/,
);
test(
  'a status with a text of a megabyte is refused',
  refused,
  (text) => text.replace('its date', 'x'.repeat(1_000_000)),
  /waiting\[0\]\.message/,
);
test(
  'a status with a date that does not exist is refused',
  refused,
  (text) => text.replace('2026-11-30T01', '2026-11-31T25'),
  /at/,
);
test('a status that is cut is refused', refused, (text) => text.slice(0, -20), /JSON/);
test('ten thousand nested lists are refused', refused, () => '['.repeat(10_000), /JSON/);
test(
  'ten thousand closed nested lists are refused',
  refused,
  (text) => text.replace('"next": {', `"next": ${'['.repeat(10_000)}${']'.repeat(10_000)}, "x": {`),
  /next/,
);

test('a status that is no UTF-8 is refused', (t) => {
  const bytes = Uint8Array.from([...bytesOf(written.slice(0, 40)), 0xff, 0xfe]);
  t.true(
    isFailure(
      t.throws(() => parseStatus('status.json', bytes)),
      'INVALID_FILE',
    ),
  );
});

test('a status longer than 16 MiB is refused unread', (t) => {
  const error = t.throws(() => parseStatus('status.json', new Uint8Array(16 * 1024 * 1024 + 1)));
  t.regex(error.message, /16777217 bytes/);
});

test('a status of a newer program is refused in words that say so', (t) => {
  const text = written.replace('"format": 1', '"format": 2').replace('"engine"', '"motor"');
  const error = t.throws(() => parseStatus('x:status.json', bytesOf(text)));
  t.true(isFailure(error, 'NEWER_FORMAT'));
  t.regex(error.message, /format 2/);
});

test('all issues of a status are told at once', (t) => {
  const text = written.replace('prod-madrid', 'X').replace('"counter": 42', '"counter": -1');
  const error = t.throws(() => parseStatus('status.json', bytesOf(text)));
  t.regex(error.message, /site/);
  t.regex(error.message, /observed\.counter/);
});

test('whatever text goes into a status, it can be written and read back', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (message) => {
      const waiting = sampleStatus.waiting.map((entry) => ({ ...entry, message }));
      const [entry] = parseStatus('status.json', writeStatus({ ...sampleStatus, waiting })).waiting;
      t.true((entry?.message ?? 'x'.repeat(2000)).length <= 1000);
    }),
    { verbose: true },
  );
});

test('a secret does not reach a status, whether it looks like one or was named', (t) => {
  const why = 'push to https://bot:swordfish-1@git.example.org failed: password=hunter22, magic-word';
  const failed = sampleStatus.failed.map((one) => ({ ...one, why }));
  const text = textOf(writeStatus({ ...sampleStatus, failed }, ['magic-word']));
  t.notRegex(text, /swordfish|hunter22|magic-word/);
  t.regex(text, /git\.example\.org failed/);
});

test('what looks like a secret does not reach a status, though nobody named it', (t) => {
  const why = 'push to https://bot:swordfish-1@git.example.org failed: password=hunter22';
  const failed = sampleStatus.failed.map((one) => ({ ...one, why }));
  t.notRegex(textOf(writeStatus({ ...sampleStatus, failed })), /swordfish|hunter22/);
});

function insert(member: string): (text: string) => string {
  return (text) => text.replace('"engine"', `${member}, "engine"`);
}
