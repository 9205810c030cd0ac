import { gitNamespace } from '../base/signer.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';

/** Whose tags and channels count: signed by one of these keys; or, for who works without a signer, unsigned. A wrong signature never does. */
export interface OurKeys {
  readonly keys: readonly string[];
  readonly unsigned: boolean;
}

/** The keys that count where this signer (null: none) and these others release and publish. */
export function oursOf(signer: { readonly publicKey: string } | null, others: readonly string[]): OurKeys {
  const keys = signer === null ? others : [signer.publicKey, ...others];
  return { keys, unsigned: signer === null };
}

/** Why a commit or tag, split from its signature, does not count; null: it does. */
export function whyNotOurs(
  { payload, signature }: { readonly payload: Uint8Array; readonly signature: string | null },
  { keys, unsigned }: OurKeys,
): string | null {
  if (signature === null) return unsigned ? null : 'it is not signed.';
  const check = verifySshSignature(signature, gitNamespace, payload);
  if (check.kind === 'bad') return check.why;
  return keys.includes(check.key) ? null : `it is signed by ${check.key}.`;
}
