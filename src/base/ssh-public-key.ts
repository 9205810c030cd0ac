import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { paddedTo, readWire, wireInteger, WireError, wireString, withoutLeadingZeros } from './ssh-wire.ts';

/** The elliptic curves of RFC 5656 that OpenSSH knows: names in SSH, in JWK, bytes of a coordinate, digest. */
export const curves = [
  { ssh: 'nistp256', jwk: 'P-256', size: 32, hash: 'sha256' },
  { ssh: 'nistp384', jwk: 'P-384', size: 48, hash: 'sha384' },
  { ssh: 'nistp521', jwk: 'P-521', size: 66, hash: 'sha512' },
] as const;
export type Curve = (typeof curves)[number];

/** Shorter RSA keys are refused, whoever trusts them. */
const shortestModulus = 2048;
const longestModulus = 16384;

export type SshKeyType =
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'ecdsa'; readonly curve: Curve }
  | { readonly kind: 'rsa'; readonly bytes: number };

export interface SshPublicKey {
  readonly type: SshKeyType;
  readonly key: KeyObject;
}

/** What is wrong with a key such as `ssh-ed25519 AAAA…`, in words; null: nothing, it can be used. */
export function publicKeyFault(text: string): string | null {
  const [name = '', base64 = ''] = text.split(' ');
  try {
    const blob = Buffer.from(base64, 'base64');
    readPublicKeyBlob(blob);
    if (publicKeyText(blob) === text) return null;
    return readWire(blob).text() === name
      ? 'its base64 is not as ssh-keygen writes it'
      : `it says ${name}, and holds a key of type ${readWire(blob).text()}`;
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}

/** The key in SSH's wire form. WireError for another type, a weak or a malformed key. */
export function readPublicKeyBlob(blob: Uint8Array): SshPublicKey {
  const wire = readWire(blob);
  const name = wire.text();
  const { type, jwk } = bodyOf(name, wire);
  wire.end();
  try {
    return { type, key: createPublicKey({ key: jwk, format: 'jwk' }) };
  } catch (cause) {
    throw new WireError('its key is no valid key', { cause });
  }
}

function bodyOf(name: string, wire: ReturnType<typeof readWire>): { type: SshKeyType; jwk: JsonWebKey } {
  if (name === 'ssh-ed25519') {
    const x = wire.string();
    if (x.length !== 32) throw new WireError('its ed25519 key has not 32 bytes');
    return { type: { kind: 'ed25519' }, jwk: { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') } };
  }
  if (name === 'ssh-rsa') return rsaBody(wire);
  const curve = curves.find(({ ssh }) => name === `ecdsa-sha2-${ssh}`);
  if (curve === undefined)
    throw new WireError(`keys of type ${JSON.stringify(name.slice(0, 60))} are not supported`);
  if (wire.text() !== curve.ssh) throw new WireError('its key names two curves');
  return { type: { kind: 'ecdsa', curve }, jwk: pointJwk(curve, wire.string()) };
}

function rsaBody(wire: ReturnType<typeof readWire>): { type: SshKeyType; jwk: JsonWebKey } {
  const e = withoutLeadingZeros(wire.string());
  const n = withoutLeadingZeros(wire.string());
  const bits = n.length * 8;
  if (bits < shortestModulus || bits > longestModulus || e.length > 8) {
    throw new WireError(`its rsa key has ${bits} bits, which is not ${shortestModulus} to ${longestModulus}`);
  }
  const jwk = { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
  return { type: { kind: 'rsa', bytes: n.length }, jwk };
}

/** A point `04 x y` as JWK. */
export function pointJwk(curve: Curve, point: Uint8Array): JsonWebKey {
  if (point.length !== 1 + 2 * curve.size || point[0] !== 4) throw new WireError('its point is malformed');
  const x = Buffer.from(point.subarray(1, 1 + curve.size)).toString('base64url');
  const y = Buffer.from(point.subarray(1 + curve.size)).toString('base64url');
  return { kty: 'EC', crv: curve.jwk, x, y };
}

/** SSH's wire form of a public (or the public half of a private) key. WireError for a type that SSH does not have. */
export function publicKeyBlob(key: KeyObject): Buffer {
  const jwk = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  const part = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') {
    return Buffer.concat([wireString('ssh-ed25519'), wireString(part(jwk.x))]);
  }
  if (jwk.kty === 'RSA') {
    return Buffer.concat([wireString('ssh-rsa'), wireInteger(part(jwk.e)), wireInteger(part(jwk.n))]);
  }
  const curve = curves.find((known) => jwk.kty === 'EC' && known.jwk === jwk.crv);
  if (curve === undefined) throw new WireError('it is neither ed25519 nor ecdsa nor rsa');
  const point = Buffer.concat([
    Buffer.of(4),
    paddedTo(curve.size, part(jwk.x)),
    paddedTo(curve.size, part(jwk.y)),
  ]);
  return Buffer.concat([wireString(`ecdsa-sha2-${curve.ssh}`), wireString(curve.ssh), wireString(point)]);
}

/** `ssh-ed25519 AAAA…` of a key in wire form, without comment: the one form in which keys are compared. */
export function publicKeyText(blob: Uint8Array): string {
  return `${readWire(blob).text()} ${Buffer.from(blob).toString('base64')}`;
}
