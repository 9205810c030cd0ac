import { generateKeyPairSync } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { isFailure } from '../../src/base/failure.ts';
import { signerOf, verifySshSignature } from '../../src/base/ssh-signature.ts';
import type { KeyKind } from './ssh-keys.ts';
import { aPrivateKey, keyKinds } from './ssh-keys.ts';

const message = Buffer.from('patch LAB-1\n');
const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const withKeygen = hasKeygen ? test : test.skip;
const unless = hasKeygen ? '' : ' (skipped: ssh-keygen is not on this machine)';

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'patchfleet-ssh-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** ssh-keygen's own private key file of this kind. */
function keygenKey(folder: string, kind: KeyKind, passphrase = ''): string {
  const file = join(folder, `key-${kind}`);
  const type = kind.startsWith('nistp')
    ? ['ecdsa', '-b', kind.slice(5)]
    : kind === 'rsa'
      ? ['rsa', '-b', '2048']
      : [kind];
  execFileSync('ssh-keygen', ['-q', '-t', ...type, '-N', passphrase, '-C', 'some one', '-f', file]);
  return file;
}

for (const kind of keyKinds) {
  test(`what a ${kind} key signs is verified, and names that key`, (t) => {
    const signer = signerOf(aPrivateKey(kind));
    t.deepEqual(verifySshSignature(signer.sign('git', message), 'git', message), {
      kind: 'good',
      key: signer.publicKey,
    });
  });

  withKeygen(`ssh-keygen verifies what a ${kind} key from PKCS#8 signs${unless}`, (t) => {
    inFolder((folder) => {
      const signer = signerOf(aPrivateKey(kind));
      writeFileSync(join(folder, 'allowed'), `someone ${signer.publicKey}\n`);
      writeFileSync(join(folder, 'sig'), signer.sign('patchfleet-terms', message));
      const args = ['-Y', 'verify', '-f', 'allowed', '-I', 'someone', '-n', 'patchfleet-terms', '-s', 'sig'];
      const run = spawnSync('ssh-keygen', args, { cwd: folder, input: message, encoding: 'utf8' });
      t.regex(run.stdout, /^Good "patchfleet-terms" signature/, run.stderr);
    });
  });

  withKeygen(
    `what ssh-keygen signs with a ${kind} key is verified, and its key file signs here too${unless}`,
    (t) => {
      inFolder((folder) => {
        const file = keygenKey(folder, kind);
        const publicKey = readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
        for (const hash of ['sha256', 'sha512']) {
          const args = ['-Y', 'sign', '-n', 'git', '-f', file, '-O', `hashalg=${hash}`];
          const armored = execFileSync('ssh-keygen', args, {
            input: message,
            stdio: ['pipe', 'pipe', 'ignore'],
          });
          t.deepEqual(verifySshSignature(armored.toString(), 'git', message), {
            kind: 'good',
            key: publicKey,
          });
        }
        const signer = signerOf(readFileSync(file, 'utf8'), file);
        t.is(signer.publicKey, publicKey);
        t.is(verifySshSignature(signer.sign('git', message), 'git', message).kind, 'good');
      });
    },
  );
}

test('another message or another namespace is not what was signed', (t) => {
  const armored = signerOf(aPrivateKey()).sign('git', message);
  t.is(verifySshSignature(armored, 'git', Buffer.from('patch LAB-2\n')).kind, 'bad');
  t.like(verifySshSignature(armored, 'patchfleet-terms', message), {
    kind: 'bad',
    why: 'The signature was made for another purpose ("git").',
  });
});

test('a signature with any one byte changed is bad, and never an exception', (t) => {
  for (const kind of keyKinds) {
    const signer = signerOf(aPrivateKey(kind));
    const blob = Buffer.from(signer.sign('git', message).split('\n').slice(1, -2).join(''), 'base64');
    fc.assert(
      fc.property(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(blob);
        changed[at] = (changed[at] ?? 0) ^ change;
        const result = verifySshSignature(armor(changed), 'git', message);
        return result.kind === 'bad' || result.key !== signer.publicKey;
      }),
      { numRuns: 200 },
    );
  }
  t.pass();
});

test('hostile signatures are bad, and never an exception', (t) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      (bytes) => verifySshSignature(armor(bytes), 'git', message).kind === 'bad',
    ),
  );
  fc.assert(fc.property(fc.string(), (text) => verifySshSignature(text, 'git', message).kind === 'bad'));
  const good = signerOf(aPrivateKey()).sign('git', message);
  t.is(verifySshSignature(`${good}trailing`, 'git', message).kind, 'bad');
  t.is(verifySshSignature(`${good}${good}`, 'git', message).kind, 'bad');
  t.is(verifySshSignature('A'.repeat(10_000_000), 'git', message).kind, 'bad');
});

test('an rsa key that is too short is refused by name', (t) => {
  const check = t.throws(() => signerOf(shortRsa));
  t.true(isFailure(check, 'KEY_UNREADABLE'));
  t.regex(check.message, /512 bits/);
});

withKeygen(`an encrypted key is refused with a hint${unless}`, (t) => {
  inFolder((folder) => {
    const file = keygenKey(folder, 'ed25519', 'a passphrase');
    const error = t.throws(() => signerOf(readFileSync(file, 'utf8'), file));
    t.true(isFailure(error, 'KEY_ENCRYPTED'));
    t.true(error.message.includes(file));
  });
});

const noKeys: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'],
  ['a broken PEM', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
  ['a broken OpenSSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n'],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
];
for (const [what, text] of noKeys) {
  test(`what is no private key is refused by name: ${what}`, (t) => {
    t.true(
      isFailure(
        t.throws(() => signerOf(text, 'key.pem')),
        'KEY_UNREADABLE',
      ),
    );
  });
}

function armor(bytes: Uint8Array): string {
  return `-----BEGIN SSH SIGNATURE-----\n${Buffer.from(bytes).toString('base64')}\n-----END SSH SIGNATURE-----\n`;
}

const shortRsa = aShortRsaKey();

function aShortRsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
