import { createHash, sign as cryptoSign, verify as cryptoVerify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { failure } from './failure.ts';
import type { Signer } from './signer.ts';
import { readPrivateKey } from './ssh-private-key.ts';
import type { SshKeyType, SshPublicKey } from './ssh-public-key.ts';
import { publicKeyBlob, publicKeyText, readPublicKeyBlob } from './ssh-public-key.ts';
import { paddedTo, readWire, wireInteger, WireError, wireString } from './ssh-wire.ts';

/** `key` is who signed, as `ssh-ed25519 AAAA…`; whether that key is trusted is the caller's question. */
type SignatureCheck =
  { readonly kind: 'good'; readonly key: string } | { readonly kind: 'bad'; readonly why: string };

/** Checks an armored signature over the message in this namespace. Source: OpenSSH PROTOCOL.sshsig. Never throws. */
export function verifySshSignature(armored: string, namespace: string, message: Uint8Array): SignatureCheck {
  try {
    return verified(dearmored(armored), namespace, message);
  } catch (error) {
    if (error instanceof WireError)
      return { kind: 'bad', why: `The signature is malformed: ${error.message}.` };
    throw error;
  }
}

/**
 * A signer for an unencrypted private key (OpenSSH or PEM; ed25519, ecdsa or rsa). `file` is how failures name the key:
 * KEY_ENCRYPTED, KEY_UNREADABLE.
 */
export function signerOf(privateKey: string, file = 'that was given'): Signer {
  const key = readPrivateKey(privateKey, file);
  const { blob, type } = usableKey(key, file);
  return {
    publicKey: publicKeyText(blob),
    sign: (namespace, message) => armoredSignature({ key, blob, type }, namespace, message),
  };
}

function usableKey(key: KeyObject, file: string): { blob: Buffer; type: SshKeyType } {
  try {
    const blob = publicKeyBlob(key);
    return { blob, type: readPublicKeyBlob(blob).type };
  } catch (error) {
    if (error instanceof WireError)
      throw failure('KEY_UNREADABLE', { file, why: `${error.message}.` }, error);
    throw error;
  }
}

const magic = 'SSHSIG';
const begin = '-----BEGIN SSH SIGNATURE-----';
const end = '-----END SSH SIGNATURE-----';
/** The longest RSA key's signature and key need some 6 kB. */
const longest = 32 * 1024;

function dearmored(armored: string): Buffer {
  if (armored.length > longest) throw new WireError('it is too long');
  const text = armored.replaceAll('\r\n', '\n').trim();
  if (!text.startsWith(`${begin}\n`) || !text.endsWith(`\n${end}`)) throw new WireError('it has no armor');
  const base64 = text.slice(begin.length, -end.length).replaceAll('\n', '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new WireError('it is no base64');
  return Buffer.from(base64, 'base64');
}

function verified(blob: Uint8Array, namespace: string, message: Uint8Array): SignatureCheck {
  const wire = readWire(blob);
  if (wire.bytes(magic.length).toString('latin1') !== magic) throw new WireError('it is no SSHSIG');
  if (wire.uint32() !== 1) throw new WireError('it is of another version than 1');
  const keyBlob = wire.string();
  const [found, reserved, hash] = [wire.string().toString('utf8'), wire.string(), wire.text()];
  const signature = readWire(wire.string());
  wire.end();
  if (found !== namespace)
    return {
      kind: 'bad',
      why: `The signature was made for another purpose (${JSON.stringify(found.slice(0, 60))}).`,
    };
  if (hash !== 'sha256' && hash !== 'sha512') throw new WireError('its hash is neither sha256 nor sha512');
  const publicKey = readPublicKeyBlob(keyBlob);
  const data = signedData({ namespace, reserved, hash, message });
  const [algorithm, bytes] = [signature.text(), signature.string()];
  signature.end();
  return matches(publicKey, algorithm, bytes, data)
    ? { kind: 'good', key: publicKeyText(keyBlob) }
    : { kind: 'bad', why: 'The signature does not match what it should sign.' };
}

interface SignedParts {
  readonly namespace: string;
  readonly reserved: Uint8Array;
  readonly hash: 'sha256' | 'sha512';
  readonly message: Uint8Array;
}

function signedData({ namespace, reserved, hash, message }: SignedParts): Buffer {
  const digest = createHash(hash).update(message).digest();
  return Buffer.concat([Buffer.from(magic), ...[namespace, reserved, hash, digest].map(wireString)]);
}

function matches({ type, key }: SshPublicKey, algorithm: string, signature: Buffer, data: Buffer): boolean {
  switch (type.kind) {
    case 'ed25519':
      return algorithm === 'ssh-ed25519' && cryptoVerify(null, data, key, signature);
    case 'rsa': {
      const hash = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[algorithm];
      return hash !== undefined && cryptoVerify(hash, data, key, paddedTo(type.bytes, signature));
    }
    case 'ecdsa': {
      const { ssh, size, hash } = type.curve;
      if (algorithm !== `ecdsa-sha2-${ssh}`) return false;
      const numbers = readWire(signature);
      const raw = Buffer.concat([paddedTo(size, numbers.string()), paddedTo(size, numbers.string())]);
      numbers.end();
      return cryptoVerify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, raw);
    }
  }
}

interface SigningKey {
  readonly key: KeyObject;
  readonly blob: Uint8Array;
  readonly type: SshKeyType;
}

function armoredSignature(signing: SigningKey, namespace: string, message: Uint8Array): string {
  const data = signedData({ namespace, reserved: Buffer.alloc(0), hash: 'sha512', message });
  const version = Buffer.of(0, 0, 0, 1);
  const fields = [signing.blob, namespace, '', 'sha512', rawSignature(signing, data)].map(wireString);
  const base64 = Buffer.concat([Buffer.from(magic), version, ...fields]).toString('base64');
  return `${begin}\n${(base64.match(/.{1,70}/g) ?? []).join('\n')}\n${end}\n`;
}

function rawSignature({ key, type }: SigningKey, data: Buffer): Buffer {
  switch (type.kind) {
    case 'ed25519':
      return Buffer.concat([wireString('ssh-ed25519'), wireString(cryptoSign(null, data, key))]);
    case 'rsa':
      return Buffer.concat([wireString('rsa-sha2-512'), wireString(cryptoSign('sha512', data, key))]);
    case 'ecdsa': {
      const { ssh, size, hash } = type.curve;
      const raw = cryptoSign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
      const numbers = [raw.subarray(0, size), raw.subarray(size)].map(wireInteger);
      return Buffer.concat([wireString(`ecdsa-sha2-${ssh}`), wireString(Buffer.concat(numbers))]);
    }
  }
}
