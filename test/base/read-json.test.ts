import test from 'ava';
import { z } from 'zod';
import { isFailure } from '../../src/base/failure.ts';
import { requiredFormat } from '../../src/base/format-version.ts';
import { readJson } from '../../src/base/read-json.ts';

const schema = z.strictObject({ format: requiredFormat, items: z.array(z.strictObject({ n: z.int() })) });
const read = (text: string) => readJson(schema, 'a.json', text);

test('a generated file is read', (t) => {
  t.deepEqual(read('{"format":1,"items":[{"n":1}]}').items, [{ n: 1 }]);
});

const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['no JSON', '{"format":1,\n"items":[}', /^a\.json: is no JSON, expected JSON/],
  ['empty', '', /is no JSON/],
  ['no format', '{"items":[]}', /format: is missing, expected 1/],
  [
    'unknown key',
    '{"format":1,"items":[],"x":1}',
    /^a\.json x: is not a known key, expected format or items/,
  ],
  ['__proto__', '{"format":1,"items":[],"__proto__":{"polluted":1}}', /__proto__: is not a known key/],
  ['deep', `{"format":1,"items":${'['.repeat(200_000)}`, /is no JSON|nested/],
  ['two issues', '{"format":1,"items":[{"n":1.5},{"n":"x"}]}', /items\[0\]\.n: .*\n.*items\[1\]\.n/],
];
for (const [what, text, expected] of wrong) {
  test(`a wrong file is INVALID_FILE with every issue: ${what}`, (t) => {
    const error = t.throws(() => read(text));
    t.true(isFailure(error, 'INVALID_FILE'));
    t.regex(error.message, expected);
  });
}

test('a generated file of a newer format is refused as such', (t) => {
  t.true(
    isFailure(
      t.throws(() => read('{"format":2,"things":[]}')),
      'NEWER_FORMAT',
    ),
  );
});
