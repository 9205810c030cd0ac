import type { Failure } from '../../base/failure.ts';
import { failure } from '../../base/failure.ts';
import type { Document } from '../../document/document.ts';

/** Failure NOT_WRITABLE: a format cannot hold this document without loss. */
export function notWritable({ name }: Document, format: string, why: string): Failure {
  return failure('NOT_WRITABLE', { document: name, format, why });
}
