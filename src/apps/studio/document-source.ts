import type { Instant } from '../../base/instant.ts';
import type { Issue } from '../../base/issue.ts';
import type { Document } from '../../document/document.ts';
import type { DocumentName } from '../../document/document-name.ts';

/** Where documents can be picked from: export files, or a server. */
export interface DocumentSource {
  /** For people: the files, or the server. */
  readonly title: string;
  /** What is there now. */
  list(): Promise<SourceListing>;
  /** Of these documents the export files of which none is missing. */
  whole(picked: readonly SourceDocument[], listed: readonly SourceDocument[]): readonly WholeFile[];
  /** As it is now; null: it is gone. */
  read(document: SourceDocument): Promise<FoundSource | null>;
}

/** An export file that goes into a kit as it is. */
export interface WholeFile {
  readonly from: string;
  readonly absolute: string;
  /** Below `kit/`. */
  readonly place: string;
}

/** A document, and the server that it comes from, as that names itself. */
export interface FoundSource {
  readonly document: Document;
  readonly madeBy: string | null;
}

export interface SourceListing {
  /** Sorted by name. */
  readonly documents: readonly SourceDocument[];
  /** Files that cannot be read, and why. */
  readonly issues: readonly Issue[];
}

export interface SourceDocument {
  /** Tells it from all others of the source. */
  readonly key: string;
  readonly name: DocumentName;
  /** The export file that it stands in; empty: it comes from a server. */
  readonly from: string;
  /** When it was last changed there; null: nobody says. */
  readonly changedAt: Instant | null;
}

/** The key of a document: its name, and the file that it stands in. */
export function keyOf(name: DocumentName, from: string): string {
  return `${name}\t${from}`;
}
