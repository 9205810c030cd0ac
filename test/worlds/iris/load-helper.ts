import { readFileSync } from 'node:fs';
import { helperName } from '../../../src/adapters/targets/iris/helper-class.ts';
import { isWellFormed } from './is-well-formed.ts';
import { changeNamespace } from './namespace-store.ts';

/** Loads the helper class out of an export, and returns what a server would print without the flag `d` (nothing), or its error. */
export function loadHelper(folder: string, file: string): string {
  const version = helperVersionIn(readFileSync(file, 'utf8'));
  if (version === null)
    return 'ERROR #6301: SAX XML Parser Error: Line: 2 Offset: 39 This does not appear to be a Cache exported file, unable to import.\n';
  return changeNamespace(folder, ({ own, server }) => {
    if (server.readonly) return '<PROTECT>Load+1^%SYSTEM.OBJ.1 *^oddDEF\n';
    own.helper = version;
    return '';
  });
}

/** What the class's method Version returns; null: this is not the helper class. */
function helperVersionIn(xml: string): string | null {
  if (!isWellFormed(xml) || !xml.includes(`\n<Class name="${helperName}">\n`)) return null;
  return /<Method name="Version">[^]*?Quit "(\w+)"/.exec(xml)?.[1] ?? null;
}
