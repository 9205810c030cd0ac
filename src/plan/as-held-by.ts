import type { DocumentName } from '../document/document-name.ts';
import { documentName, kindOf } from '../document/document-name.ts';
import { parseDocumentName } from '../document/parse-document-name.ts';
import type { RoutineExtension } from '../installed/target-facts.ts';
import { routineOf } from '../kit/formats/routine-text.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { Manifest, VerifyCheck } from '../kit/manifest.ts';

/** What of a release names documents. */
interface ReleaseContent {
  readonly manifest: Manifest;
  readonly kit: readonly KitDocument[];
}

/**
 * A release in the terms of a target that holds these routines. GT.M and YottaDB know one kind: `LABIN.mac` and `LABIN.int` are
 * `LABIN.m` there, if the code is plain M. Nothing changes for others. A reason where a routine cannot be had there.
 */
export function asHeldBy(
  routines: readonly RoutineExtension[],
  { manifest, kit }: ReleaseContent,
): ReleaseContent | { readonly why: string } {
  if (!routines.includes('m') || routines.length > 1) return { manifest, kit };
  const held: KitDocument[] = [];
  for (const one of kit) {
    const here = asMRoutine(one);
    if ('why' in here) return here;
    held.push(here);
  }
  const double = held.find(
    ({ document }, index) => held.findIndex((one) => one.document.name === document.name) < index,
  );
  if (double !== undefined)
    return { why: `Two documents of the kit are the routine ${double.document.name} here.` };
  const { remove, verify } = manifest;
  return {
    manifest: { ...manifest, remove: [...new Set(remove.map(nameHere))], verify: verify.map(checkHere) },
    kit: held,
  };
}

function asMRoutine(one: KitDocument): KitDocument | { readonly why: string } {
  const { name, bytes } = one.document;
  if (kindOf(name) !== 'routine' || name.endsWith('.m')) return one;
  const here = nameHere(name);
  if (here === name) return { why: `${name} is no name of a routine here.` };
  const { body } = routineOf(bytes);
  const line = body.split('\n').findIndex((text) => beyondPlainM.test(text));
  if (line >= 0) {
    return { why: `${name} needs the macro preprocessor (line ${line + 2}), which this engine has not.` };
  }
  return { ...one, document: { name: here, bytes: new TextEncoder().encode(body) } };
}

/** Directives at the start of a line, macros, and embedded SQL or HTML. */
const beyondPlainM = /^\s*#[;a-z]|\$\$\$|##[;a-z(]|&(?:sql|html|js(?:cript)?)[(<]/i;

function nameHere(name: DocumentName): DocumentName {
  const base = /^(.+)\.(?:mac|int)$/.exec(name)?.[1];
  return base === undefined ? name : (parseDocumentName(`${base}.m`) ?? documentName(name));
}

function checkHere(check: VerifyCheck): VerifyCheck {
  return check.kind === 'global-equals' ? check : { ...check, name: nameHere(check.name) };
}
