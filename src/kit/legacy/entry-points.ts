import type { Document } from '../../document/document.ts';
import { kindOfDocument } from '../../document/document.ts';

/** A class method or label that may be the code of one release: its name ends in digits. */
export interface EntryPoint {
  /** As `install.run` calls it. */
  readonly call: string;
  /** Class or routine, without extension. */
  readonly owner: string;
  /** The name without its digits. */
  readonly stem: string;
  readonly digits: string;
}

/** The class methods of a class, and the labels of a routine, whose names end in digits. */
export function entryPointsOf(document: Document): readonly EntryPoint[] {
  const owner = document.name.slice(0, document.name.lastIndexOf('.'));
  switch (kindOfDocument(document)) {
    case 'class':
      return named(classMethods(textOf(document)), owner, (name) => `##class(${owner}).${name}`);
    case 'routine':
      return named(labels(textOf(document)), owner, (name) => `${name}^${owner}`);
    case 'include':
    case 'file':
    case 'global':
    case 'project':
    case 'other':
      return [];
  }
}

/** True for `P014`, as patches are told to call their code. Labels P1, P2 and P3 are all over M code. */
export function isDocumented({ stem, digits }: EntryPoint): boolean {
  return stem === 'P' && digits.length >= 3;
}

/** True where the last part of a class's name is a word for patches, or a routine's name ends in one: Lab.Patches and LABPATCH, but not Lab.Installation. */
export function isOfPatches(owner: string): boolean {
  const word = '((?<!dis)patch(es)?|(?<!un)install(er|s)?|upgrades?|hotfix(es)?|(?<!un)releases?)';
  return new RegExp(owner.includes('.') ? `\\.${word}$` : `${word}$`, 'i').test(owner);
}

/** True for `Patch`, `Install` and the like, before the digits of a release. */
export function isWordForPatches(stem: string): boolean {
  return /^(patch|install|upgrade|hotfix|release)$/i.test(stem);
}

/** True for what undoes, leaves or only looks, by its name or that of its class or routine. */
export function takesBack({ owner, stem }: EntryPoint): boolean {
  const word = /undo|un-?(install|patch|do)|roll|revert|remove|delete|test|check|verify|exit|back/i;
  return word.test(stem) || word.test(owner.slice(owner.lastIndexOf('.') + 1));
}

function textOf({ bytes }: Document): string {
  return new TextDecoder().decode(bytes);
}

function classMethods(text: string): readonly string[] {
  if (!text.startsWith('<'))
    return [...text.matchAll(/^ClassMethod[ \t]+(%?[A-Za-z]\w*)[ \t]*\(/gim)].map(([, name = '']) => name);
  return text
    .split('<Method name="')
    .slice(1)
    .flatMap((piece) => {
      const [own = ''] = piece.split('</Method>');
      return /<ClassMethod>1<\/ClassMethod>/.test(own) ? [own.slice(0, own.indexOf('"'))] : [];
    });
}

function labels(text: string): readonly string[] {
  return [...text.matchAll(/^(%?[A-Za-z][A-Za-z0-9]*)(?=[ \t(;]|$)/gm)].map(([, name = '']) => name);
}

function named(
  names: readonly string[],
  owner: string,
  callOf: (name: string) => string,
): readonly EntryPoint[] {
  return names.flatMap((name) => {
    const [, stem = '', digits = ''] = /^(.*?\D)(\d{1,15})$/.exec(name) ?? [];
    return digits === '' || name === owner ? [] : [{ call: callOf(name), owner, stem, digits }];
  });
}
