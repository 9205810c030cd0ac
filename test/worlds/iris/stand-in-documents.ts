import type { HelperProcess, Out, ParsedRequest } from './helper-stand-in.ts';
import { escape } from './helper-stand-in.ts';
import type { Namespace } from './namespace-store.ts';
import { compileDocument, exportText, loadFile, ServerError, stampOf } from './server-form.ts';

/** What an action has to do with. */
export interface Room {
  readonly namespace: Namespace;
  readonly request: ParsedRequest;
  readonly out: Out;
  readonly process: HelperProcess;
}

export function exists({ documents, files, globals }: Namespace, name: string): boolean {
  if (name.startsWith('/')) return files[name] !== undefined;
  if (!name.startsWith('^')) return documents[name] !== undefined;
  return Object.keys(globals).some((key) => (JSON.parse(key) as string[])[0] === name.replace(/\(.*$/s, ''));
}

export function readOne(namespace: Namespace, name: string, out: Out): void {
  if (!exists(namespace, name)) {
    out.say('document', name, 'absent', '');
    return;
  }
  if (namespace.server.deployed.includes(name)) {
    out.say('document', name, 'deployed', '');
    return;
  }
  const file = namespace.files[name];
  if (file !== undefined) {
    out.say('document', name, 'file', stampOf(file, 0));
    out.say('bytes', file);
    return;
  }
  const text = exportText(namespace, name);
  const kept = namespace.own.put[name];
  const isAsPut = kept !== undefined && kept.stamp === stampOf(text, Number(kept.mode));
  out.say('document', name, isAsPut ? 'put' : 'export', stampOf(text, 1));
  if (isAsPut) for (const piece of kept.pieces) out.raw(`bytes\t${escape(piece)}`);
  else out.say('bytes', Buffer.from(text).toString('latin1'));
}

export function stampNow(namespace: Namespace, name: string): string {
  if (!exists(namespace, name)) return '';
  const file = namespace.files[name];
  return file === undefined ? stampOf(exportText(namespace, name), 1) : stampOf(file, 0);
}

export function put({ namespace, request, out }: Room): void {
  const name = request.find('document');
  const pieces = (wanted: string) =>
    request.lines.flatMap(([key, value = '']) => (key === wanted ? [value] : []));
  if (stampNow(namespace, name) !== request.find('stamp')) {
    out.say('stale', '');
    return;
  }
  if (!/^kilp?-c-d-e-b-r-u-y\/multicompile=0$/.test(request.find('flags')))
    throw new Error(`PROTOCOL: a load with the flags ${request.find('flags')}`);
  if (name.startsWith('%') !== request.find('flags').startsWith('kilp'))
    throw new Error('PROTOCOL: the flag p is for %-items, and only for these');
  const load = Buffer.from(pieces('load').join(''), 'latin1');
  const loaded = loadFile(namespace, load, request.find('extension'));
  if (loaded !== name) throw new ServerError(`not there after its load: ${name}`);
  const mode = request.find('mode');
  const stamp = stampOf(exportText(namespace, name), Number(mode));
  namespace.own.put[name] = { pieces: pieces('bytes'), stamp, mode };
  out.say('done', '');
}

/** What the compiler says of a document; the error is of the form of a real one. */
export function compileNamed(namespace: Namespace, name: string): string[] {
  const document = namespace.documents[name];
  if (document === undefined) return [];
  if (document.element.includes('compile-error'))
    return [`ERROR: ${name}(version+2) #1003: Expected space : '}' : Offset:14 [zversion+1^${name}.1]`];
  compileDocument(document);
  return [];
}
