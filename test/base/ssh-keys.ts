import { generateKeyPairSync } from 'node:crypto';

export type KeyKind = 'ed25519' | 'nistp256' | 'nistp384' | 'nistp521' | 'rsa';
export const keyKinds: readonly KeyKind[] = ['ed25519', 'nistp256', 'nistp384', 'nistp521', 'rsa'];

/** A fresh private key as PKCS#8 PEM. */
export function aPrivateKey(kind: KeyKind = 'ed25519'): string {
  return newKey(kind).export({ type: 'pkcs8', format: 'pem' }).toString();
}

function newKey(kind: KeyKind) {
  switch (kind) {
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    case 'nistp256':
    case 'nistp384':
    case 'nistp521':
      return generateKeyPairSync('ec', { namedCurve: `P-${kind.slice(-3)}` }).privateKey;
  }
}
