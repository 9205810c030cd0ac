import type { Failure } from '../../base/failure.ts';
import { failure } from '../../base/failure.ts';
import type { Document } from '../../document/document.ts';

/** One file of a kit, to be read once from its beginning. */
export interface KitSource {
  /** Path inside the patch's folder, with `/`. */
  readonly path: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** A document as a kit file carries it. */
export interface FoundDocument {
  readonly document: Document;
  /** 1-based line at which it begins; 1 for a file that is one document. */
  readonly line: number;
  /** The server that wrote the file, as the file says (`zv`). */
  readonly madeBy?: string;
  /** When the document was last changed on that server, as the file says: $HOROLOG. */
  readonly changed?: string;
}

export type KitReader = (source: KitSource) => AsyncGenerator<FoundDocument>;

/** A place in a file; both 1-based, 0 where it is not known. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** Failure INVALID_FILE with one issue. */
export function invalidFile(
  path: string,
  { line, column }: FilePlace,
  message: string,
  cause?: unknown,
): Failure {
  return failure('INVALID_FILE', { issues: [{ file: path, line, column, path: '', message }] }, cause);
}
