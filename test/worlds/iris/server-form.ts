import { createHash } from 'node:crypto';
import { isWellFormed } from './is-well-formed.ts';
import type { Namespace, StoredDocument } from './namespace-store.ts';

/** Raised where a server would answer with an error status. */
export class ServerError extends Error {}

/**
 * What `$SYSTEM.OBJ.Load` does with a file that holds one document: refuses what is not well-formed or no export, keeps the document in
 * the server's own form, compiles nothing. Messages are made after those in real transcripts.
 */
export function loadFile(namespace: Namespace, file: Buffer, extension: string): string {
  const text = file.toString('utf8');
  const loaded = extension === 'cls' ? classFromUdl(text) : documentFromXml(text);
  if (namespace.server.refuses === loaded.name)
    throw new ServerError(
      `ERROR #6301 Line: 4 Offset: 67 ERROR #5912: '${loaded.name}' is refused Will skip this item.`,
    );
  const twin = Object.keys(namespace.documents).find(
    (name) => name !== loaded.name && isClass(name) && name.toLowerCase() === loaded.name.toLowerCase(),
  );
  if (twin !== undefined && isClass(loaded.name))
    throw new ServerError(`ERROR #5092: Class name '${loaded.name}' exists as '${twin}'`);
  const saves = (namespace.documents[loaded.name]?.saves ?? 0) + 1;
  namespace.documents[loaded.name] = { element: loaded.element, saves, compiled: false };
  return loaded.name;
}

/** What a compilation leaves: a persistent class without storage gets one. */
export function compileDocument(document: StoredDocument): void {
  document.compiled = true;
  document.saves += 1;
  const persistent = /<Super>%Persistent<\/Super>/.test(document.element);
  if (persistent && !document.element.includes('\n<Storage '))
    document.element = document.element.replace(
      /<\/Class>\n?$/,
      '<Storage name="Default">\n<Type>%Library.CacheStorage</Type>\n</Storage>\n</Class>\n',
    );
}

/** What `$SYSTEM.OBJ.Export` writes, with all that differs from one export to the next. */
export function exportText(namespace: Namespace, name: string): string {
  const document = namespace.documents[name];
  if (document === undefined) throw new ServerError(`ERROR #6308: No items found matching '${name}'`);
  const { element, saves } = document;
  const time = `66${String(saves).padStart(3, '0')},${String(saves)}.25`;
  const start = element.indexOf('>');
  const opening = element.slice(0, start);
  const rest = element.slice(start);
  const stamped = opening.startsWith('<Class ')
    ? `${opening}>\n<TimeChanged>${time}</TimeChanged>\n<TimeCreated>66000,1</TimeCreated>${rest.slice(1)}`
    : opening.startsWith('<Routine ')
      ? `${opening} timestamp="${time}"${rest}`
      : opening.startsWith('<Project ')
        ? `${opening} LastModified="2024-01-01 00:00:0${saves % 10}"${rest}`
        : element;
  exported += 1;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Export generator="IRIS" version="26" zv="${namespace.server.version}" ts="2024-01-01 00:00:${String(exported % 60).padStart(2, '0')}">`,
    `${stamped}</Export>`,
    '',
  ].join('\n');
}
let exported = 0;

/** As the helper hashes an export: 0 all; 1 without envelope and times of classes; 2 without storage too. */
export function stampOf(text: string, mode: number): string {
  const lines = text.split('\n').slice(mode > 0 ? 2 : 0);
  let [skip, hash] = [false, ''];
  for (const line of lines) {
    if (mode > 0 && line.startsWith('<TimeC')) continue;
    if (mode === 2 && line.startsWith('<Storage ')) skip = true;
    if (!skip) hash = createHash('sha1').update(`${hash}${line}\n`).digest('hex');
    if (line.startsWith('</Storage>')) skip = false;
  }
  return hash;
}

function isClass(name: string): boolean {
  return name.endsWith('.cls');
}

function classFromUdl(text: string): { name: string; element: string } {
  const name = /^Class (\S+)/m.exec(text)?.[1];
  if (name === undefined || !/\n\{\n[^]*\}\n$/.test(text))
    throw new ServerError('ERROR #5559: The class definition could not be parsed correctly.');
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return {
    name: `${name}.cls`,
    element: `<Class name="${name}">\n<UDLText>${escaped}</UDLText>\n</Class>\n`,
  };
}

function documentFromXml(text: string): { name: string; element: string } {
  if (!isWellFormed(text))
    throw new ServerError('ERROR #6301: SAX XML Parser Error: Line: 3 Offset: 1 invalid document structure');
  const inner =
    /^<\?xml [^\n]*\n<Export generator="(?:Cache|IRIS)"(?: [a-z]+="[^"]*")*>\n([^]*)<\/Export>\n$/.exec(
      text,
    )?.[1];
  const head = /^<(Class|Routine|Project|Document)((?: [A-Za-z]+="[^"]*")*)\/?>/.exec(inner ?? '');
  if (inner === undefined || head === null)
    throw new ServerError(
      'ERROR #6301: SAX XML Parser Error: Line: 2 Offset: 39 This does not appear to be a Cache exported file, unable to import.',
    );
  const element = inner.replace(/^(<(\w+)[^>]*)\/>/, '$1></$2>');
  return { name: nameOf(head[1] ?? '', head[2] ?? ''), element };
}

function nameOf(element: string, attributes: string): string {
  const value = (key: string) => unescaped(new RegExp(` ${key}="([^"]*)"`).exec(attributes)?.[1] ?? '');
  switch (element) {
    case 'Class':
      return `${value('name')}.cls`;
    case 'Routine':
      return `${value('name')}.${value('type').toLowerCase()}`;
    case 'Project':
      return `${value('name')}.prj`;
    default:
      return value('name');
  }
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
