import { createHash } from 'node:crypto';

declare const digestBrand: unique symbol;

/** A SHA-256 in 64 lower-case hexadecimal digits. */
export type Digest = string & { readonly [digestBrand]: true };

/** The digest of these bytes. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return createHash('sha256').update(bytes).digest('hex') as Digest;
}

/** True for 64 lower-case hexadecimal digits. */
export function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{64}$/.test(text);
}

/** The digest and the length of these pieces, read one after the other. */
export async function digestOfStream(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly digest: Digest; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    size += piece.length;
  }
  return { digest: hash.digest('hex') as Digest, size };
}
