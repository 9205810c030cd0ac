import type { DocumentKind, DocumentName } from '../../document/document-name.ts';
import { documentName, kindOf } from '../../document/document-name.ts';

/** Folder of each kind of document. */
export const kindFolders: Readonly<Record<DocumentKind, string>> = {
  class: 'classes',
  routine: 'routines',
  include: 'includes',
  file: 'files',
  global: 'globals',
  project: 'projects',
  other: 'documents',
};

/**
 * The path of a document's file, folder by folder: `classes/Lab/Router.cls`, `globals/LabConfig.zwr`. Every name has its own
 * path, and any file system takes it: what is not plain ASCII, or means something to some system, is written `=XX` (the
 * bytes of its UTF-8), Windows device names among them; a name longer than a file's may be goes on in a folder that ends in `~+`.
 */
export function documentPath(name: DocumentName): readonly string[] {
  return [kindFolders[kindOf(name)], ...partsOf(name).flatMap(encodePart)];
}

/** The document whose file this is; null: it is not the path of any. */
export function documentOfPath(path: readonly string[]): DocumentName | null {
  const [folder = '', ...segments] = path.map(withoutTwinMark);
  const parts: string[] = [];
  let open = false;
  for (const segment of segments) {
    const part = decodeSegment(segment.replace(/~\+$/, ''));
    if (part === null) return null;
    if (open) parts.push((parts.pop() ?? '') + part);
    else parts.push(part);
    open = segment.endsWith('~+');
  }
  const name = nameOfParts(folder, parts);
  if (name === null || open) return null;
  return documentPath(name).join('/') === [folder, ...segments].join('/') ? name : null;
}

/**
 * Another name for a file or folder beside which there is one whose name differs in case only: it carries the case of its
 * letters (`Router~i1.cls`), so that both can be told apart on a file system that does not tell.
 */
export function twinOf(segment: string): string {
  const [, base = '', end = ''] = /^(.*?)(~\+|\.[^.]*)?$/.exec(segment) ?? [];
  const mask = BigInt(`0b${segment.replace(/[^A-Z]/g, '0').replace(/[A-Z]/g, '1')}`);
  return `${base}~i${mask.toString(16)}${end}`;
}

/** What two names have in common that some file systems take for one. */
export function foldCase(segment: string): string {
  return segment.toLowerCase();
}

function withoutTwinMark(segment: string): string {
  return segment.replace(/~i[0-9a-f]+/, '');
}

function partsOf(name: DocumentName): string[] {
  switch (kindOf(name)) {
    case 'class': {
      const parts = name.slice(0, -'.cls'.length).split('.');
      return [...parts.slice(0, -1), `${parts.at(-1) ?? ''}.cls`];
    }
    case 'file':
      return name.slice(1).split('/');
    case 'global':
      return [`${name.slice(1)}.zwr`];
    case 'routine':
    case 'include':
    case 'project':
    case 'other':
      return [name];
  }
}

function nameOfParts(folder: string, parts: readonly string[]): DocumentName | null {
  const last = parts.at(-1);
  if (last === undefined) return null;
  switch (folder) {
    case kindFolders.class:
      return documentName(parts.join('.'));
    case kindFolders.file:
      return documentName(`/${parts.join('/')}`);
    case kindFolders.global:
      return last.endsWith('.zwr') ? documentName(`^${last.slice(0, -'.zwr'.length)}`) : null;
    default:
      return documentName(last);
  }
}

const longestSegment = 120;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$) *(?:\.|$)/i;

function encodePart(part: string): string[] {
  if (part === '') return ['~0'];
  const segments: string[][] = [[]];
  for (const letter of part) {
    const segment = segments.at(-1) ?? [];
    if (segment.join('').length >= longestSegment) segments.push([encodeEdge(letter)]);
    else segment.push(segment.length === 0 ? encodeEdge(letter) : encodeLetter(letter));
  }
  const last = segments.at(-1) ?? [];
  last.push(encodeEnd(last.pop() ?? ''));
  return segments.map(
    (segment, index) => `${guardDevice(segment.join(''))}${index < segments.length - 1 ? '~+' : ''}`,
  );
}

function encodeLetter(letter: string): string {
  if (/^[A-Za-z0-9%_.,()+&@!#$'[\]{};^ -]$/.test(letter)) return letter;
  if (/^[\ud800-\udfff]$/.test(letter)) return `=u${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return escaped(letter);
}

/** A first letter that would hide the file or be lost. */
function encodeEdge(letter: string): string {
  return letter === '.' || letter === ' ' ? escaped(letter) : encodeLetter(letter);
}

/** A last letter that Windows drops. */
function encodeEnd(encoded: string): string {
  return encoded === '.' || encoded === ' ' ? escaped(encoded) : encoded;
}

function guardDevice(segment: string): string {
  return reserved.test(segment) ? escaped(segment.slice(0, 1)) + segment.slice(1) : segment;
}

function escaped(letter: string): string {
  return Buffer.from(letter)
    .toString('hex')
    .toUpperCase()
    .replace(/../g, (byte) => `=${byte}`);
}

function decodeSegment(segment: string): string | null {
  if (segment === '~0') return '';
  const decoded = segment.replace(/(?:=[0-9A-F]{2})+|=u[0-9A-F]{4}/g, (code) =>
    code.startsWith('=u')
      ? String.fromCharCode(Number.parseInt(code.slice(2), 16))
      : Buffer.from(code.replaceAll('=', ''), 'hex').toString(),
  );
  return decoded;
}
