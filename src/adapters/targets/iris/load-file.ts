import type { Document } from '../../../document/document.ts';
import { kindOf } from '../../../document/document-name.ts';
import { writeXmlExport } from '../../../kit/formats/write-export.ts';

/** A file that `$SYSTEM.OBJ.Load` takes. */
interface LoadFile {
  readonly extension: 'xml' | 'cls';
  readonly bytes: Uint8Array;
  /** 2: the class says nothing of its storage, so what the server makes of it when it compiles is not a change; else 1. */
  readonly mode: 1 | 2;
}

/**
 * The file that loads a document: an export with the plainest envelope, which every version takes; UDL for a class that is kept
 * as UDL (servers from 2016.2 on). Failure NOT_WRITABLE for what XML cannot hold.
 */
export async function loadFileOf(document: Pick<Document, 'name' | 'bytes'>): Promise<LoadFile> {
  const isClass = kindOf(document.name) === 'class';
  if (isClass && document.bytes[0] !== 0x3c)
    return {
      extension: 'cls',
      bytes: document.bytes,
      mode: /^Storage /m.test(textOf(document.bytes)) ? 1 : 2,
    };
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeXmlExport([document])) chunks.push(chunk);
  chunks[0] = Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="Cache" version="25">\n',
  );
  return {
    extension: 'xml',
    bytes: Buffer.concat(chunks),
    mode: isClass && !textOf(document.bytes).includes('\n<Storage ') ? 2 : 1,
  };
}

/**
 * Flags of a load ("System Flags and Qualifiers (qspec)"): keep the source, look at the schema and take class locks; show nothing,
 * compile nothing yet, and never delete an extent; all said, as a namespace may have other defaults. `p` only for %-items.
 */
export function loadFlags(name: string): string {
  return `kil${percent(name)}-c-d-e-b-r-u-y/multicompile=0`;
}

/** Flags of a compilation: with subclasses and what uses the class, so that nothing is left behind. */
export function compileFlags(names: readonly string[]): string {
  return `ckbyl${names.some((name) => percent(name) !== '') ? 'p' : ''}-d-e-u-r/multicompile=0`;
}

/** Flags of a deletion: never with data. */
export function removeFlags(name: string): string {
  return `${percent(name)}-d-e`;
}

function percent(name: string): string {
  return name.startsWith('%') ? 'p' : '';
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
