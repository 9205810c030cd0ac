import { createHash } from 'node:crypto';
import { marked } from 'marked';
import sanitize from 'sanitize-html';
import { notesHeaders } from './security-headers.ts';

/** Longer notes are shown up to here. */
const mostCharacters = 512 * 1024;

const style = `:root{color-scheme:light dark}
body{font:14px/1.5 system-ui,sans-serif;margin:4px 12px;overflow-wrap:anywhere}
h1{font-size:18px}h2{font-size:16px}h3{font-size:14px}
pre,code{font:12.5px/1.45 ui-monospace,monospace}
pre{overflow:auto;padding:8px;border:1px solid #8884;border-radius:4px}
table{border-collapse:collapse}td,th{border:1px solid #8886;padding:2px 8px;text-align:left}
img{max-width:100%}`;

const hash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/** Headers of the document that shows notes. */
export const headersOfNotes = notesHeaders(hash);

/**
 * Release notes as a document of their own, to be framed in a sandbox: HTML as it stands, `.md` through Markdown; without anything that
 * runs, loads, frames or sends. Notes are hostile input: this is one wall, the document's headers and the frame's sandbox are two more.
 */
export function notesDocument(file: string, text: string): string {
  const cut = text.slice(0, mostCharacters);
  const isMarkdown = /\.(?:md|markdown)$/i.test(file);
  const isHtml = /\.html?$/i.test(file);
  const rich = isMarkdown ? marked.parse(cut, { async: false }) : isHtml ? cut : `<pre>${escaped(cut)}</pre>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Release notes</title><style>${style}</style></head><body>${sanitize(rich, allowed)}</body></html>`;
}

const allowed: sanitize.IOptions = {
  allowedTags: [
    ...[
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'p',
      'br',
      'hr',
      'blockquote',
      'pre',
      'code',
      'kbd',
      'samp',
      'var',
    ],
    ...[
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
      'b',
      'i',
      'em',
      'strong',
      'small',
      's',
      'sub',
      'sup',
      'del',
      'ins',
    ],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'div', 'span', 'details', 'summary'],
    ...['abbr', 'mark', 'img'],
  ],
  allowedAttributes: {
    img: ['src', 'alt', 'width', 'height'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
    ol: ['start'],
    abbr: ['title'],
  },
  allowedSchemes: [],
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  // A picture in the text itself; vector graphics could hold more than a picture.
  exclusiveFilter: ({ tag, attribs }) =>
    tag === 'img' && !/^data:image\/(?:png|jpeg|gif|webp);base64,/.test(attribs['src'] ?? ''),
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
