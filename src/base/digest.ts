import { createHash, hash } from 'node:crypto';

declare const digestBrand: unique symbol;

/** A SHA-256 in 64 lower-case hexadecimal digits. */
export type Digest = string & { readonly [digestBrand]: true };

/** The digest of these bytes. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return hash('sha256', bytes, 'hex') as Digest;
}

/** True for 64 lower-case hexadecimal digits. */
export function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{64}$/.test(text);
}

/** The digest and the length of these pieces, read one after the other. */
export async function digestOfStream(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly digest: Digest; readonly size: number }> {
  const sum = createHash('sha256');
  let size = 0;
  for await (const piece of pieces) {
    sum.update(piece);
    size += piece.length;
  }
  return { digest: sum.digest('hex') as Digest, size };
}
