import type { Issue } from '../base/issue.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { CheckedPatch } from './check-patch.ts';

/** Routines of GT.M that are called otherwise than they say, and projects that name what no kit file holds. */
export function documentRemarks({ documents, path }: CheckedPatch): readonly Issue[] {
  const carried = new Set(documents.map(({ document }) => document.name.toLowerCase()));
  return documents.flatMap((own) => {
    const { name } = own.document;
    const messages = name.endsWith('.m')
      ? labelMessages(own)
      : name.endsWith('.PRJ') || name.endsWith('.prj')
        ? projectMessages(own, carried)
        : [];
    return messages.map((message) => ({
      ...{ file: `${path}/${own.file}`, line: own.line, column: 1, path: '' },
      message: `${name} ${message}`,
    }));
  });
}

/** A routine goes by the name of its file, whatever its first label says. */
function labelMessages({ document: { name, bytes } }: KitDocument): readonly string[] {
  const text = new TextDecoder('latin1').decode(bytes);
  const first = /^(%?[A-Za-z][A-Za-z0-9]*)/m.exec(text)?.[1];
  if (first === undefined || first === name.slice(0, -'.m'.length)) return [];
  return [`begins with the label ${first}: it goes in under the name of its file; is that the right one?`];
}

const extensions: Readonly<Record<string, string>> = { CLS: 'cls', MAC: 'mac', INT: 'int', INC: 'inc' };
const mostItems = 3;

function projectMessages({ document }: KitDocument, carried: ReadonlySet<string>): readonly string[] {
  const text = new TextDecoder().decode(document.bytes);
  const missing = [...text.matchAll(/<ProjectItem\b[^>]*>/g)].flatMap(([item]) => {
    const name = /\bname="([^"]*)"/.exec(item)?.[1] ?? '';
    const extension = extensions[(/\btype="([^"]*)"/.exec(item)?.[1] ?? '').toUpperCase()];
    if (extension === undefined) return [];
    const whole = name.toLowerCase().endsWith(`.${extension}`) ? name : `${name}.${extension}`;
    return carried.has(whole.toLowerCase()) ? [] : [whole];
  });
  if (missing.length === 0) return [];
  const more = missing.length - mostItems;
  const told = [...missing.slice(0, mostItems), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [`names ${told}, which no kit file holds`];
}
