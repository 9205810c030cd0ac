import type { Issue } from '../base/issue.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { CheckedPatch } from './check-patch.ts';

/**
 * Looks whether the entry of `install.run` is where the kit brings its class or routine, and whether patch.ini holds what that reads. An entry in code that
 * the kit does not bring is not looked for: a site may have it.
 */
export function runRemarks({ manifest, documents, parameters, path }: CheckedPatch): readonly Issue[] {
  const entry = entryOf(manifest.install.run ?? '');
  const carrier =
    entry === null ? undefined : documents.find((one) => entry.names.includes(one.document.name));
  if (entry === null || carrier === undefined) return [];
  const found = entry.find(textOf(carrier));
  if (found === null)
    return [issueAt(path, carrier, `has no ${entry.what}, which install.run of patch.yaml calls`)];
  const file = manifest.parameters ?? 'patch.ini';
  const readers = [
    { reader: carrier, array: found.array },
    // The array of GT.M is there for all that the entry calls.
    ...documents
      .filter((one) => one !== carrier && one.document.name.endsWith('.m') && isM(carrier))
      .map((reader) => ({ reader, array: 'patchfleet' })),
  ];
  return readers.flatMap(({ reader, array }) =>
    wantedParameters(textOf(reader), array)
      .filter((key) => !parameters.defaults.has(key))
      .map((key) =>
        issueAt(
          path,
          reader,
          `reads the parameter ${key}, which ${file} does not hold outside of its sections`,
        ),
      ),
  );
}

function isM({ document }: KitDocument): boolean {
  return document.name.endsWith('.m');
}

function textOf({ document }: KitDocument): string {
  return new TextDecoder().decode(document.bytes);
}

interface Entry {
  /** Documents that may hold it. */
  readonly names: readonly string[];
  readonly what: string;
  /** The array from which the entry reads its parameters; null: the entry is not there. */
  readonly find: (text: string) => { readonly array: string } | null;
}

function entryOf(run: string): Entry | null {
  const [, className = '', method = ''] = /^##class\(([^)]+)\)\.(.+)$/.exec(run) ?? [];
  if (className !== '') {
    return {
      names: [`${className}.cls`],
      what: `method ${method}`,
      find: (text) => findMethod(text, method),
    };
  }
  const [, label = '', routine = ''] = /^([^^]*)\^(.+)$/.exec(run) ?? [];
  if (routine === '') return null;
  const names = ['mac', 'int', 'm'].map((extension) => `${routine}.${extension}`);
  return { names, what: `label ${label}`, find: (text) => findLabel(text, label) };
}

/** Of a class that extends others than those of the server the method may be theirs. */
function findMethod(text: string, method: string): { readonly array: string } | null {
  const udl = new RegExp(`^ClassMethod[ \\t]+"?${escaped(method)}"?[ \\t]*\\(([^)]*)`, 'im').exec(text);
  const xml = new RegExp(`<Method name="${escaped(method)}">(?:(?!</Method>)[^])*`).exec(text);
  if (udl === null && xml === null) return extendsOthers(text) ? { array: '' } : null;
  const formal = udl?.[1] ?? /<FormalSpec>([^<]*)/.exec(xml?.[0] ?? '')?.[1] ?? '';
  return {
    array:
      /^\s*(?:(?:ByRef|Output)\s+|&amp;|[&*])?(%?[A-Za-z]\w*)/i.exec(formal.replace('<![CDATA[', ''))?.[1] ??
      '',
  };
}

function extendsOthers(text: string): boolean {
  const udl = /^Class[ \t][^\n]*?[ \t]Extends[ \t]+(?:\(([^)]*)\)|(\S+))/im.exec(text);
  const supers = udl?.[1] ?? udl?.[2] ?? /<Super>([^<]*)/.exec(text)?.[1] ?? '';
  return supers.split(',').some((name) => name.trim() !== '' && !name.trim().startsWith('%'));
}

/** On GT.M the array has its own name; elsewhere it is the label's argument. */
function findLabel(text: string, label: string): { readonly array: string } | null {
  if (label === '') return { array: 'patchfleet' };
  const found = new RegExp(`^${escaped(label)}(?:\\((\\w+)|(?=[\\s;(]|$))`, 'm').exec(text);
  return found === null ? null : { array: found[1] ?? 'patchfleet' };
}

/** Keys that are read without `$get`. */
function wantedParameters(text: string, array: string): readonly string[] {
  if (array === '') return [];
  const read = new RegExp(
    `(\\$g(?:et)?\\(\\s*|\\$d(?:ata)?\\(\\s*)?(?<![\\w.%^])${escaped(array)}\\("([^"]+)"\\)(?!\\s*=)`,
    'gi',
  );
  const keys = [...text.matchAll(read)].flatMap(([, guarded, key = '']) =>
    guarded === undefined ? [key] : [],
  );
  return [...new Set(keys)];
}

function issueAt(path: string, { document, file, line }: KitDocument, message: string): Issue {
  return { file: `${path}/${file}`, line, column: 1, path: '', message: `${document.name} ${message}` };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\%]/g, '\\$&');
}
