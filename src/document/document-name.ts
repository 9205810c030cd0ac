declare const brand: unique symbol;

/**
 * The name of a document, which also tells its kind:
 * `Lab.Router.cls`, `LABIN.mac`, `LABIN.int`, `LABIN.m` (GT.M, YottaDB), `LAB.inc`, `Lab.prj`, `ITB.HL7`, `/csp/lab/index.csp`, `^LabConfig`, `^LabRoute("in")`.
 * Code extensions are lower case, all others upper case; a page's or file's name starts with `/`; a global's with `^`.
 */
export type DocumentName = string & { readonly [brand]: true };

export type DocumentKind = 'class' | 'routine' | 'include' | 'file' | 'global' | 'project' | 'other';

/** The kind that a name tells. */
export function kindOf(name: DocumentName): DocumentKind {
  if (name.startsWith('^')) return 'global';
  if (name.startsWith('/')) return 'file';
  const extension = name.slice(name.lastIndexOf('.') + 1);
  switch (extension) {
    case 'cls':
      return 'class';
    case 'mac':
    case 'int':
    case 'm':
      return 'routine';
    case 'inc':
      return 'include';
    case 'prj':
      return 'project';
    default:
      return 'other';
  }
}

/** Brands a text that is known to be a document name; texts from outside go through parseDocumentName. */
export function documentName(text: string): DocumentName {
  return text as DocumentName;
}
