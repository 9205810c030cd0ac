import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import { checkKitPath } from '../formats/kit-path.ts';

/**
 * Where a document read from a server lies in a kit, by its name alone and without the extension of the format: `kit/Lab/Router` of a class, `kit/LABIN.mac`, `kit/csp/lab/index.csp`,
 * `kit/LabConfig` of a global. What not every file system takes is written `=XX`, the bytes of its UTF-8.
 */
export function kitPlaceOf(name: DocumentName): string {
  return ['kit', ...partsOf(name).map(plain)].join('/');
}

function partsOf(name: DocumentName): readonly string[] {
  switch (kindOf(name)) {
    case 'class':
      return name.slice(0, -'.cls'.length).split('.');
    case 'file':
      return name.slice(1).split('/');
    case 'global':
      return [name.slice(1)];
    case 'routine':
    case 'include':
    case 'project':
    case 'other':
      // GT.M Programmer's Guide, "Routine names": `%` is `_` in the names of files.
      return [name.endsWith('.m') ? name.replace(/^%/, '_') : name];
  }
}

function plain(part: string): string {
  const written = part.replace(/[^A-Za-z0-9_.%+ -]/gu, escaped).replace(/^[. ]|[. ]$/, escaped);
  return checkKitPath(written) === null ? written : `=${written}`;
}

function escaped(letter: string): string {
  return [...new TextEncoder().encode(letter)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
