import test from 'ava';
import fc from 'fast-check';
import { redact } from '../../src/base/redact.ts';

const token = 'planted-Secret/42+x=';

const places: readonly (readonly [string, string])[] = [
  ['an address', `https://user:${token}@git.example/repo.git`],
  ['an address with a token alone', `https://${encodeURIComponent(token)}@git.example/repo.git`],
  ['an authorization header', `Authorization: Basic ${token}`],
  ['a bearer token', `sent Bearer ${token}`],
  ['a setting', `password=${token} next`],
  ['a quoted setting', `"apiKey": "${token}"`],
];
for (const [what, text] of places) {
  test(`a secret that nobody named does not appear: ${what}`, (t) => {
    t.false(redact(text).includes(token), redact(text));
    t.false(redact(text).includes(encodeURIComponent(token)));
  });
}

test('tokens of git hosts and private keys do not appear', (t) => {
  const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----';
  const told = redact(`ghp_0123456789abcdefghij and github_pat_11AAAAAAA0123456789 in ${key} end`);
  t.is(told, '*** and *** in *** end');
});

test('a private key that is cut off does not appear', (t) => {
  t.is(redact('x -----BEGIN PRIVATE KEY-----\nc2Vjc'), 'x ***');
});

test('named secrets do not appear in any of their forms, wherever they stand', (t) => {
  const secretText = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => text.trim().length >= 8);
  fc.assert(
    fc.property(secretText, fc.string(), fc.string(), (secret, before, after) => {
      const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
      for (const form of forms) {
        if (hiddenIn(`${before} ${after}`, secret)) return;
        t.false(redact(`${before} ${form} ${after}`, [secret]).includes(secret.trim()));
      }
    }),
  );
});

test('plain text stays as it is', (t) => {
  const text =
    'Site uat-1: LAB-1 installed at 02:00 (^Lab("in")=1), see https://git.example/lab.git and a@b.example';
  t.is(redact(text, ['abc', '']), text);
});

const prose = [
  'fleet.yaml:3:4 remotes.token: expected a reference to a file',
  'the password was wrong',
  'Password: Expected a text of at most 200 characters',
  'HTTP 401: bearer authentication is not supported here; authorization: failed for this user',
  'no secret = nothing to hide, token: is not known here',
];
for (const text of prose) {
  test(`a sentence about secrets stays as it is: ${text}`, (t) => {
    t.is(redact(text), text);
  });
}

const assignments: readonly (readonly [string, string])[] = [
  ['password=hunter next', 'password=*** next'],
  ['password: hunter', 'password: ***'],
  ['password: hunter\nnext line', 'password: ***\nnext line'],
  ['token: hunter2 was refused', 'token: *** was refused'],
  ['password="two words" x', 'password="***" x'],
  ['password="cut in the mid', 'password="***'],
  [String.raw`"why": "password=\"two words\" x"`, String.raw`"why": "password=\"***\" x"`],
  [String.raw`{\"token\":\"abc\"}`, String.raw`{\"token\":\"***\"}`],
  ['password=a token=b', 'password=*** token=***'],
  ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
];
for (const [text, shown] of assignments) {
  test(`of ${JSON.stringify(text)} is shown ${JSON.stringify(shown)}`, (t) => {
    t.is(redact(text), shown);
  });
}

test('JSON is JSON still without its secrets', (t) => {
  const told = redact(JSON.stringify({ token: 'abc "x" \\', why: 'password="a b"', list: ['secret=x'] }));
  t.deepEqual(JSON.parse(told), { token: '***', why: 'password="***"', list: ['secret=***'] });
});

test('two secrets that overlap do not show, nor any part of them', (t) => {
  t.is(redact('x abcdefgh y', ['abcdef', 'defgh']), 'x *** y');
});

test('redacting twice is redacting once', (t) => {
  const piece = fc.oneof(
    fc.constantFrom(...places.map(([, text]) => text), ...prose, ...assignments.map(([text]) => text)),
    fc.constantFrom('password', 'token', ':', '=', ' ', '"', "'", '\\', '\n', 'bearer ', '***', '://', '@'),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const once = redact(pieces.join(''), ['planted-Secret']);
      t.is(redact(once, ['planted-Secret']), once);
    }),
    { numRuns: 1000 },
  );
});

function hiddenIn(text: string, secret: string): boolean {
  return text.includes(secret.trim()) || '***'.includes(secret.trim());
}
