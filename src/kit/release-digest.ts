import type { Digest } from '../base/digest.ts';
import { digestOf } from '../base/digest.ts';

/**
 * The release digest: SHA-256 over the UTF-8 bytes of one line `path TAB digest LF` per file of the patch's folder, sorted by path in order of
 * UTF-8 bytes; the path is relative to the folder, with `/`; the digest is the file's SHA-256 in 64 lower-case hexadecimal digits.
 * The same as `find . -type f | LC_ALL=C sort`, hashed so. Two files of one path are a mistake of the caller.
 */
export function releaseDigestOf(
  files: readonly { readonly path: string; readonly digest: Digest }[],
): Digest {
  const sorted = files.map(({ path, digest }) => ({ bytes: Buffer.from(path, 'utf8'), path, digest }));
  sorted.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  return digestOf(sorted.map(({ path, digest }) => `${path}\t${digest}\n`).join(''));
}
