import type { Document } from '../../document/document.ts';
import { kindOfDocument } from '../../document/document.ts';
import { notWritable } from './not-writable.ts';

/** The UDL file of a class, routine or include; Failure NOT_WRITABLE for a class kept as XML and for all other kinds. */
export function writeUdl(document: Document): Uint8Array {
  switch (kindOfDocument(document)) {
    case 'routine':
    case 'include':
      return document.bytes;
    case 'class':
      if (document.bytes[0] !== 0x3c) return document.bytes;
      throw notWritable(document, 'UDL', 'it is kept as XML, and only a server turns one into the other');
    case 'file':
    case 'global':
    case 'project':
    case 'other':
      throw notWritable(document, 'UDL', 'UDL holds classes, routines and include files');
  }
}
