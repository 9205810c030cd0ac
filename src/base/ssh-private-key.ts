import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createPrivateKey } from 'node:crypto';
import { failure } from './failure.ts';
import { curves, pointJwk } from './ssh-public-key.ts';
import type { WireReader } from './ssh-wire.ts';
import { paddedTo, readWire, WireError, withoutLeadingZeros } from './ssh-wire.ts';

/**
 * The private key of an OpenSSH file (PROTOCOL.key, `openssh-key-v1`) or of a PEM file (PKCS#8, PKCS#1, SEC1).
 * Failures KEY_ENCRYPTED and KEY_UNREADABLE name `file`; neither tells anything of the key.
 */
export function readPrivateKey(text: string, file: string): KeyObject {
  const armor = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text);
  if (armor === null)
    throw failure('KEY_UNREADABLE', { file, why: 'it has no -----BEGIN … PRIVATE KEY----- block.' });
  const [block, kind = '', body = ''] = armor;
  if (kind.startsWith('ENCRYPTED') || body.includes('ENCRYPTED')) throw failure('KEY_ENCRYPTED', { file });
  try {
    if (kind !== 'OPENSSH PRIVATE KEY') return createPrivateKey(block);
    return createPrivateKey({ key: openSshJwk(Buffer.from(body, 'base64'), file), format: 'jwk' });
  } catch (cause) {
    if (cause instanceof WireError)
      throw failure('KEY_UNREADABLE', { file, why: `${cause.message}.` }, cause);
    if (isCryptoError(cause)) throw failure('KEY_UNREADABLE', { file, why: 'it is malformed.' }, cause);
    throw cause;
  }
}

function isCryptoError(error: unknown): boolean {
  const code: unknown = (error as { code?: unknown }).code;
  return error instanceof Error && typeof code === 'string' && /^ERR_(OSSL|CRYPTO|INVALID)/.test(code);
}

function openSshJwk(blob: Uint8Array, file: string): JsonWebKey {
  const wire = readWire(blob);
  if (wire.bytes(15).toString('latin1') !== 'openssh-key-v1\0')
    throw new WireError('it is no openssh-key-v1');
  const cipher = wire.text();
  wire.string();
  wire.string();
  if (cipher !== 'none') throw failure('KEY_ENCRYPTED', { file });
  if (wire.uint32() !== 1) throw new WireError('it does not hold exactly one key');
  wire.string();
  const secret = readWire(wire.string());
  if (secret.uint32() !== secret.uint32()) throw new WireError('its check numbers differ');
  return secretJwk(secret);
}

function secretJwk(secret: WireReader): JsonWebKey {
  const name = secret.text();
  if (name === 'ssh-ed25519') {
    const x = secret.string().toString('base64url');
    const d = secret.string().subarray(0, 32).toString('base64url');
    return { kty: 'OKP', crv: 'Ed25519', x, d };
  }
  if (name === 'ssh-rsa') return rsaJwk(secret);
  const curve = curves.find(({ ssh }) => name === `ecdsa-sha2-${ssh}`);
  if (curve === undefined) throw new WireError('it is neither ed25519 nor ecdsa nor rsa');
  secret.string();
  const point = pointJwk(curve, secret.string());
  return { ...point, d: paddedTo(curve.size, secret.string()).toString('base64url') };
}

/** OpenSSH keeps no exponents of the two primes; JWK wants them. */
function rsaJwk(secret: WireReader): JsonWebKey {
  const [n, e, d, qi, p, q] = [1, 2, 3, 4, 5, 6].map(() => withoutLeadingZeros(secret.string()));
  const exponent = (prime: Buffer | undefined) => bytesOf(numberOf(d) % (numberOf(prime) - 1n));
  const parts = { n, e, d, p, q, dp: exponent(p), dq: exponent(q), qi };
  const encoded = Object.entries(parts).map(([part, bytes]) => [part, bytes?.toString('base64url')]);
  return { kty: 'RSA', ...(Object.fromEntries(encoded) as JsonWebKey) };
}

function numberOf(bytes: Buffer | undefined): bigint {
  const number = BigInt(`0x0${bytes?.toString('hex') ?? ''}`);
  if (number < 2n) throw new WireError('a number in it is too small');
  return number;
}

function bytesOf(number: bigint): Buffer {
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
