import test from 'ava';
import { z } from 'zod';
import { Failure, isFailure } from '../../src/base/failure.ts';
import { optionalFormat } from '../../src/base/format-version.ts';
import { readYaml } from '../../src/base/read-yaml.ts';

const schema = z.strictObject({
  format: optionalFormat,
  id: z.string().regex(/^[A-Z]+$/, 'expected capital letters'),
  mode: z.enum(['merge', 'replace']).optional(),
  when: z.union([z.literal('automatic'), z.strictObject({ at: z.string() })]).optional(),
  list: z.array(z.strictObject({ n: z.int() })).optional(),
});

function issuesOf(text: string): string[] {
  try {
    readYaml(schema, 'a.yaml', text);
    return [];
  } catch (error) {
    if (!isFailure(error, 'INVALID_FILE')) throw error;
    return error.message.split('\n');
  }
}

test('a sound file is read with its values', (t) => {
  const text = 'id: AB # comment\nwhen: { at: "2026" }\nlist:\n  - n: 3\n';
  t.deepEqual(readYaml(schema, 'a.yaml', text), { id: 'AB', when: { at: '2026' }, list: [{ n: 3 }] });
});

test('all issues of a file are told at once, each with line, column, path, what is wrong and what is expected', (t) => {
  const text = 'id: lower\nmode: melt\nlist:\n  - n: x\n  - n: 1\n    extra: 2\nunknown: 1\n';
  t.deepEqual(issuesOf(text), [
    'a.yaml:1:5 id: is "lower", expected capital letters',
    'a.yaml:2:7 mode: is "melt", expected "merge" or "replace"',
    'a.yaml:4:8 list[0].n: is "x", expected a number',
    'a.yaml:6:5 list[1].extra: is not a known key, expected n',
    'a.yaml:7:1 unknown: is not a known key, expected format, id, mode, when or list',
  ]);
});

test('a missing key is told at the place of the map that lacks it', (t) => {
  t.deepEqual(issuesOf('mode: merge\n'), [
    'a.yaml:1:1 id: is missing, expected a text (numbers, true, false and null need quotes)',
  ]);
});

test('of a choice, the branch that the value was meant for is told', (t) => {
  t.deepEqual(issuesOf('id: A\nwhen: { at: 5 }\n'), [
    'a.yaml:2:13 when.at: is the number 5, expected a text (numbers, true, false and null need quotes)',
  ]);
  t.deepEqual(issuesOf('id: A\nwhen: 5\n'), [
    'a.yaml:2:7 when: is the number 5, expected "automatic" or a map of keys and values',
  ]);
});

test('an empty file says what is expected', (t) => {
  t.deepEqual(issuesOf(''), ['a.yaml: is empty, expected a map of keys and values']);
});

const hostile: readonly (readonly [what: string, text: string, expected: RegExp])[] = [
  ['a duplicate key', 'id: A\nid: B\n', /^a\.yaml:2:1 id: stands twice in this map/],
  ['a tab as indentation', 'list:\n\t- n: 1\n', /^a\.yaml:2:1: .*tab/i],
  ['a number as key', 'id: A\n5: x\n', /^a\.yaml:2:1: a key here is no text/],
  ['a list as key', 'id: A\n[a, b]: x\n', /no text/],
  ['__proto__', 'id: A\n__proto__: { polluted: 1 }\n', /^a\.yaml:2:1 __proto__: is not allowed/],
  ['constructor', 'id: A\nconstructor: 1\n', /^a\.yaml:2:1 constructor: is not a known key/],
  ['two documents', 'id: A\n---\nid: B\n', /document/],
  ['a foreign tag', 'id: !!js/function "x"\n', /^a\.yaml:1:5: .*tag/i],
  ['binary', 'id: !!binary QQ==\n', /tag/i],
  ['an unclosed quote', 'id: "A\n', /quote/],
  ['an alias to nothing', 'id: *nowhere\n', /alias/i],
  ['a cyclic alias', 'id: A\nlist: &a [*a]\n', /nested too deeply/],
  ['a merge key', 'id: A\n<<: { id: B }\n', /<<.*not a known key/],
  ['nested flow', `id: ${'['.repeat(100_000)}`, /nested too deeply/],
  [
    'nested blocks',
    `id:\n${Array.from({ length: 200 }, (_, n) => `${' '.repeat(n + 1)}a:\n`).join('')}`,
    /nested too deeply/,
  ],
  ['a huge text', `id: ${'A'.repeat(5_000_000)}`, /has 5000004 characters/],
  ['NUL', 'id: A\0\n', /id/],
];
for (const [what, text, expected] of hostile) {
  test(`hostile or careless input is an issue, never a crash: ${what}`, (t) => {
    const issues = issuesOf(text);
    t.true(
      issues.some((issue) => expected.test(issue)),
      issues.join('\n').slice(0, 500),
    );
    t.is(({} as Record<string, unknown>)['polluted'], undefined);
  });
}

test('an alias bomb is refused quickly', (t) => {
  const levels = Array.from(
    { length: 12 },
    (_, n) => `k${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]`,
  );
  const issues = issuesOf(`k0: &a0 [x]\n${levels.join('\n')}\n`);
  t.regex(issues[0] ?? '', /is too much, expected at most 200000 values once aliases are followed/);
});

test('of very many issues a hundred are told', (t) => {
  const text = `id: A\n${Array.from({ length: 20_000 }, (_, n) => `k${n}: 1\n`).join('')}`;
  t.is(issuesOf(text).length, 100);
});

test('aliases within bounds are followed', (t) => {
  t.deepEqual(readYaml(schema, 'a.yaml', 'id: &x A\nwhen: { at: *x }\n').when, { at: 'A' });
});

test('YAML 1.2: yes and no are texts', (t) => {
  t.is(readYaml(z.strictObject({ a: z.string() }), 'a.yaml', 'a: no\n').a, 'no');
});

test('a file of a newer format is refused with both versions, before anything else is checked', (t) => {
  const error = t.throws(() => readYaml(schema, 'a.yaml', 'format: 7\nnew-thing: 1\n'), {
    instanceOf: Failure,
  });
  t.true(isFailure(error, 'NEWER_FORMAT'));
  t.is(error.message, 'a.yaml is written in format 7, and this patchfleet reads up to format 1.');
});
