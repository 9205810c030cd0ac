import type { DocumentName } from './document-name.ts';
import { kindOf } from './document-name.ts';

/** By which two names are compared: without case, as some targets and file systems do; globals with it, as M does. */
export function documentKey(name: DocumentName): string {
  return kindOf(name) === 'global' ? name : name.toLowerCase();
}
