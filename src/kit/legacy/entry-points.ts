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

/** The call of the one entry point that a release's number names: `P014` for LAB-2026.014. Null where there is none, or more than one. */
export function entryPointFor(id: string, entries: readonly EntryPoint[]): EntryPoint | null {
  const numbers = id.match(/\d+/g) ?? [];
  const [whole, last] = [Number(numbers.join('')), Number(numbers.at(-1))];
  if (numbers.length === 0) return null;
  const found = [whole, last]
    .map((wanted) => entries.filter(({ digits }) => Number(digits) === wanted))
    .find((some) => some.length > 0);
  if (found?.length === 1) return found[0] ?? null;
  // One of several: the one beside which stand those of other releases.
  const inSeries = (found ?? []).filter(
    (one) => entries.filter(({ owner, stem }) => owner === one.owner && stem === one.stem).length > 1,
  );
  return inSeries.length === 1 ? (inSeries[0] ?? null) : null;
}

/** True where class, routine or name say that this is code of patches. Labels P1, P2 and P3 are all over M code; P014 is what patches are called. */
export function speaksOfPatches({ owner, stem, digits }: EntryPoint): boolean {
  const spoken = /(patch|install|release|upgrade|hotfix)/i;
  return spoken.test(owner) || spoken.test(stem) || (/^P$/i.test(stem) && digits.length >= 3);
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
