import type { Digest } from '../base/digest.ts';
import { digestOf } from '../base/digest.ts';
import type { DocumentKind, DocumentName } from './document-name.ts';
import { kindOf } from './document-name.ts';

/**
 * The unit that a kit carries, a target holds and a backup restores. `bytes` are canonical: equal content has equal
 * bytes, whatever file it came in; what changes by itself (time stamps, newline style outside of data) is not in them.
 *
 * - class: UTF-8 UDL text, or the canonical XML of its `<Class>` element (the first byte is `<`)
 * - routine, include: UTF-8 UDL text with its `ROUTINE` line, LF newlines
 *   (`.m`: the file's bytes as they are)
 * - global: one line `^Name(subscripts)="value"` per node in M collation, ASCII (see global.ts); no nodes, no document
 * - file: text in UTF-8 with LF newlines where it is text, else the bytes as they are
 * - project, other (HL7, X12, LUT, DFI, PTD …): canonical XML
 */
export interface Document {
  readonly name: DocumentName;
  readonly bytes: Uint8Array;
  /** What an export says about the document besides its content (application of a page …); not part of the digest. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export function kindOfDocument(document: Document): DocumentKind {
  return kindOf(document.name);
}

/** SHA-256 of the canonical bytes. */
export function digestOfDocument(document: Pick<Document, 'bytes'>): Digest {
  return digestOf(document.bytes);
}
