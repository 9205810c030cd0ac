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

function hiddenIn(text: string, secret: string): boolean {
  return text.includes(secret.trim()) || '***'.includes(secret.trim());
}
