import { generateKeyPairSync } from 'node:crypto';
import type { Signer } from '../../src/base/signer.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import type { Signing } from '../../src/publish/release-patch.ts';

/** A signer with a key of its own. */
export function aSigner(): Signer {
  return signerOf(aPrivateKey());
}

/** A fresh private key, as a file would hold it. */
export function aPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Mara signs at this time. */
export function signingAt(at: string, signer: Signer | null): Signing {
  return { author: { name: 'Mara', email: 'mara@example.org', at: Date.parse(at) }, signer };
}
