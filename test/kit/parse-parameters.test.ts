import test from 'ava';
import fc from 'fast-check';
import { isFailure } from '../../src/base/failure.ts';
import type { RingName, SiteName } from '../../src/base/names.ts';
import type { Parameters } from '../../src/kit/parameters.ts';
import { parametersFor } from '../../src/kit/parameters.ts';
import { parseParameters } from '../../src/kit/parse-parameters.ts';
import { writeParameters } from '../../src/kit/write-parameters.ts';

const text = `; a comment
archiveDays = 90
mode=fast # why

[ring:uat]
archiveDays = 7

[site:prod.lisbon]
archiveDays = "365"
path = C:\\lab\\in
`;

test('a site’s value comes before its ring’s, a ring’s before the default', (t) => {
  const parameters = parseParameters('patch.ini', text);
  const at = (site: string, ring: string) => parametersFor(parameters, site as SiteName, ring as RingName);
  t.deepEqual(at('uat-1', 'uat'), { archiveDays: '7', mode: 'fast' });
  t.deepEqual(at('prod.lisbon', 'prod'), { archiveDays: '365', mode: 'fast', path: 'C:\\lab\\in' });
  t.deepEqual(at('prod-1', 'prod'), { archiveDays: '90', mode: 'fast' });
});

test('values arrive as texts, whatever they look like', (t) => {
  const odd =
    'a = true\nb = null\nc = 5\nd = \'5\'\ne = "false"\nf =\ng = "a;b # c"\nh = "two\\nlines"\ni.j = x\nk = 0x10\nl = \'{"a":1}\'\n';
  t.deepEqual(parametersFor(parseParameters('p', odd), 's' as SiteName, 'r' as RingName), {
    a: 'true',
    b: 'null',
    c: '5',
    d: '5',
    e: 'false',
    f: '',
    g: 'a;b # c',
    h: 'two\nlines',
    'i.j': 'x',
    k: '0x10',
    l: '{"a":1}',
  });
});

const wrong: readonly (readonly [what: string, text: string, expected: RegExp])[] = [
  ['a key twice', 'a = 1\na = 2\n', /^p:2:1 a: stands twice/],
  ['a section twice', '[site:a]\n[site:a]\n', /^p:2:1: is a second section for a/],
  [
    'a section without kind',
    '[uat]\n',
    /^p:1:1: is the section "uat", expected \[site:NAME\] or \[ring:NAME\]/,
  ],
  ['a section with a wrong name', '[site:Prod Madrid]\n', /expected \[site:NAME\]/],
  ['a line without =', 'archive\n', /^p:1:1: has no =/],
  ['an array', 'a[] = 1\n', /has the key "a\[\]"/],
  ['__proto__', '__proto__ = 1\n', /has the key "__proto__"/],
  ['__proto__ as section', '[__proto__]\npolluted = 1\n', /is the section "__proto__"/],
  ['a comment sign inside a value', 'password = a#b\n', /^p:1:1 password: has ; or # inside/],
  ['a quote that is not closed', 'a = "x\n', /^p:1:1 a: is not closed/],
  ['a wrong escape', 'a = "C:\\lab"\n', /^p:1:1 a: has an escape that is none/],
  ['a huge file', 'a = '.padEnd(2_000_000, 'x'), /has 2000000 characters/],
];
for (const [what, ini, expected] of wrong) {
  test(`parameters with a mistake are refused with the line: ${what}`, (t) => {
    const error = t.throws(() => parseParameters('p', ini));
    t.true(isFailure(error, 'INVALID_FILE'));
    t.regex(error.message, expected);
    t.is(({} as Record<string, unknown>)['polluted'], undefined);
  });
}

test('all mistakes of a file are told at once', (t) => {
  t.is(t.throws(() => parseParameters('p', 'x\ny\n[z]\na = "b\n')).message.split('\n').length, 4);
});

test('parameters that are written read back as the same parameters', (t) => {
  const keys = fc.stringMatching(/^[A-Za-z%][\w.%-]{0,9}$/);
  const values = fc
    .dictionary(keys, fc.string({ unit: 'binary' }))
    .map((object) => new Map(Object.entries(object)));
  const sections = fc
    .dictionary(fc.constantFrom('a', 'b.c', 'd-1'), values)
    .map((object) => new Map(Object.entries(object)));
  fc.assert(
    fc.property(values, sections, sections, (defaults, rings, sites) => {
      const parameters = { defaults, rings, sites } as unknown as Parameters;
      t.deepEqual(parseParameters('p', writeParameters(parameters)), parameters);
    }),
  );
});

test('no text makes the reader crash', (t) => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', '=', '"', "'", '\\', ';', '#', '[', ']', '\n', ' ', ':', 'site'),
      }),
      (ini) => {
        try {
          parseParameters('p', ini);
        } catch (error) {
          if (!isFailure(error, 'INVALID_FILE')) throw error;
        }
      },
    ),
  );
  t.pass();
});
