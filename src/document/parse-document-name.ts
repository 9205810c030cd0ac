import type { DocumentName } from './document-name.ts';
import { documentName } from './document-name.ts';
import { parseReference, writeReference } from './global-reference.ts';

const codeExtensions = ['cls', 'mac', 'int', 'm', 'inc', 'prj'];
const longest = 500;

/**
 * The document name that a text from outside means; null where it means none. Code extensions become lower case, all
 * others upper case; a global's subscripts become canonical; `LabConfig.GBL`, IRIS's spelling, is the global `^LabConfig`.
 */
export function parseDocumentName(text: string): DocumentName | null {
  if (text.length > longest || /\p{Cc}|\p{Cs}|\ufffe|\uffff/u.test(text)) return null;
  if (text.startsWith('^')) return globalName(text);
  if (text.startsWith('/')) return fileName(text);
  const dot = text.lastIndexOf('.');
  const [base, extension] = [text.slice(0, dot), text.slice(dot + 1)];
  if (dot < 1 || !/^[A-Za-z][A-Za-z0-9]{0,15}$/.test(extension)) return null;
  if (extension.toLowerCase() === 'gbl') return globalName(`^${base}`);
  return codeExtensions.includes(extension.toLowerCase())
    ? codeName(base, extension.toLowerCase())
    : otherName(base, extension.toUpperCase());
}

function globalName(text: string): DocumentName | null {
  const reference = parseReference(text);
  return reference === null ? null : documentName(writeReference(reference));
}

function fileName(text: string): DocumentName | null {
  const parts = text.slice(1).split('/');
  const wrong = text.includes('\\') || parts.some((part) => part === '' || part === '.' || part === '..');
  return wrong ? null : documentName(text);
}

function codeName(base: string, extension: string): DocumentName | null {
  if (extension === 'prj') return otherName(base, extension);
  if (extension === 'm') return mRoutineName(base);
  const named = /^%?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_%-]+)*$/u.test(base);
  return named ? documentName(`${base}.${extension}`) : null;
}

/** GT.M's rule for the names of routines: letters and digits, at most 31 (GT.M Programmer's Guide, "M Names"). */
function mRoutineName(base: string): DocumentName | null {
  return /^[%A-Za-z][A-Za-z0-9]{0,30}$/.test(base) ? documentName(`${base}.m`) : null;
}

function otherName(base: string, extension: string): DocumentName | null {
  const wrong = /[\\/]|^\s|\s$/u.test(base);
  return wrong ? null : documentName(`${base}.${extension}`);
}
