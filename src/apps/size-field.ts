import { z } from 'zod';

const text = z.string().regex(/^\d{1,6} ?[MG]B$/, 'expected a size such as 500MB or 2GB');

/** A size that a person wrote, such as 500MB or 2GB; bytes as it is read. */
export const sizeField = text.transform(readSize);

/** Bytes of `500MB`, `2GB`. */
function readSize(size: string): number {
  return Number.parseInt(size, 10) * (size.endsWith('GB') ? 1024 ** 3 : 1024 ** 2);
}
