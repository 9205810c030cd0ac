import type { Document } from '../document/document.ts';
import type { KitFormat } from './formats/kit-format.ts';
import type { GlobalsMode } from './manifest.ts';

/** A document of a kit, with the place it came from. */
export interface KitDocument {
  readonly document: Document;
  readonly file: string;
  /** 1-based line in the file at which the document begins. */
  readonly line: number;
  /** Set for globals, null for all else. */
  readonly globals: GlobalsMode | null;
  /** The server that wrote the export, as it names itself in it (`zv`). */
  readonly madeBy?: string;
  /** When it was last changed on that server, as the export says: $HOROLOG. */
  readonly changed?: string;
  /** How the file was read. */
  readonly format?: KitFormat;
}
