import test from 'ava';
import { addToYamlList, replaceInYaml, setInYaml } from '../../src/base/edit-yaml.ts';

const manifest = `# yaml-language-server: $schema=x
id: LAB-1   # the id
kit:
  - file: kit/a.xml   # first
    # about the second
  - file: kit/b.xml
    sha256: 'old' # was
    globals: merge
title:   "Two  spaces"
`;

test('a new key goes below the last one of its mapping, and comments and layout stay', (t) => {
  const edited = setInYaml(manifest, ['kit', 0, 'sha256'], 'abc');
  t.is(edited, manifest.replace('kit/a.xml   # first\n', 'kit/a.xml   # first\n    sha256: abc\n'));
});

test('an existing value is replaced in its place', (t) => {
  t.is(setInYaml(manifest, ['kit', 1, 'sha256'], 'new'), manifest.replace("'old'", 'new'));
});

test('a value that YAML would read as something else than text is quoted', (t) => {
  t.is(setInYaml('a: 1\n', ['a'], '12e5'), 'a: "12e5"\n');
  t.is(setInYaml('a: 1\n', ['a'], '0042'), 'a: "0042"\n');
});

test('a mapping in braces gets its new key inside the braces', (t) => {
  t.is(
    setInYaml('kit: [{ file: kit/a.xml }]\n', ['kit', 0, 'sha256'], 'abc'),
    'kit: [{ file: kit/a.xml, sha256: abc }]\n',
  );
});

test('a file with CRLF keeps CRLF, and one without a last newline gets none', (t) => {
  t.is(setInYaml('kit:\r\n  - file: a\r\n', ['kit', 0, 'b'], 'c'), 'kit:\r\n  - file: a\r\n    b: c\r\n');
  t.is(setInYaml('kit:\n  - file: a', ['kit', 0, 'b'], 'c'), 'kit:\n  - file: a\n    b: c');
});

test('the last value may be a list of its own', (t) => {
  t.is(
    setInYaml('a:\n  b:\n    - 1\n    - 2\nz: 1\n', ['a', 'c'], 'x'),
    'a:\n  b:\n    - 1\n    - 2\n  c: x\nz: 1\n',
  );
});

const entry = [
  { pair: 'file: kit/new.xml' },
  { pair: 'sha256: abc' },
  { pair: 'globals: merge', remark: 'or replace' },
];
const added = '- file: kit/new.xml\n    sha256: abc\n    globals: merge # or replace\n';

test('an entry goes behind the last one of its list, and comments and layout stay', (t) => {
  const edited = addToYamlList(manifest, 'kit', entry);
  t.is(edited, manifest.replace('globals: merge\n', `globals: merge\n  ${added}`));
  t.is(
    addToYamlList('kit:\n- file: a # x', 'kit', entry.slice(0, 1)),
    'kit:\n- file: a # x\n- file: kit/new.xml',
  );
});

test('an empty list, and one that is not there, become lines', (t) => {
  t.is(addToYamlList('kit: [] # files\nz: 1\n', 'kit', entry), `kit: # files\n  ${added}z: 1\n`);
  t.is(addToYamlList('kit: []\n', 'kit', entry), `kit:\n  ${added}`);
  t.is(addToYamlList('a: 1', 'kit', entry), `a: 1\nkit:\n  ${added}`);
});

test('a list in brackets gets its entry inside the brackets', (t) => {
  t.is(
    addToYamlList('kit: [{ file: kit/a.xml }] # x\n', 'kit', entry.slice(0, 2)),
    'kit: [{ file: kit/a.xml }, { file: kit/new.xml, sha256: abc }] # x\n',
  );
});

test('an entry in a file with CRLF has CRLF', (t) => {
  t.is(
    addToYamlList('kit:\r\n  - file: a\r\n', 'kit', entry.slice(0, 1)),
    'kit:\r\n  - file: a\r\n  - file: kit/new.xml\r\n',
  );
});

test('a key of the top mapping is replaced with all that belongs to it, and nothing around it changes', (t) => {
  const policy = ['policy:', '  default: automatic'];
  for (const old of [
    'policy: operator',
    'policy: # when',
    'policy:\n  default: operator # or automatic\n  approvals: 0',
  ]) {
    const text = `id: LAB-1 # the id\n${old}\ntitle: T\n`;
    t.is(
      replaceInYaml(text, 'policy', policy),
      'id: LAB-1 # the id\npolicy:\n  default: automatic\ntitle: T\n',
      old,
    );
  }
  t.is(
    replaceInYaml('id: LAB-1\nremove: [] # none', 'remove', ['remove:', '  - A.cls']),
    'id: LAB-1\nremove:\n  - A.cls',
  );
});

test('a key that is not there comes behind all others', (t) => {
  t.is(
    replaceInYaml('id: LAB-1', 'install', ['install:', '  run: A^B']),
    'id: LAB-1\ninstall:\n  run: A^B\n',
  );
  t.is(replaceInYaml('', 'install', ['install: {}']), 'install: {}\n');
});

test('lines that are put into a text of Windows end as its own do', (t) => {
  t.is(
    replaceInYaml('id: a\r\npolicy: operator\r\n', 'policy', ['policy:', '  default: operator']),
    'id: a\r\npolicy:\r\n  default: operator\r\n',
  );
});
