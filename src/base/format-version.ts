import { z } from 'zod';
import { failure } from './failure.ts';

/** The key `format` of a file that people write: 1 where it is left out. */
export const optionalFormat = z
  .literal(1)
  .optional()
  .meta({ description: 'Version of the file format; 1 where it is left out.' });

/** The key `format` of a file that programs write. */
export const requiredFormat = z.literal(1).meta({ description: 'Version of the file format.' });

/** Failure NEWER_FORMAT where a parsed file names a later format than this program knows. */
export function checkFormat(file: string, value: unknown, known = 1): void {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'format')) return;
  const { format } = value as { format: unknown };
  if (typeof format === 'number' && Number.isInteger(format) && format > known) {
    throw failure('NEWER_FORMAT', { file, found: format, known });
  }
}
