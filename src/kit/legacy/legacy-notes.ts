import type { LegacyText } from './decode-legacy-text.ts';

/** A file of text: release notes, or parameters. */
export interface TextFile extends LegacyText {
  readonly path: string;
}

/** The notes of the patch, in UTF-8. */
interface LegacyNotes {
  readonly from: string;
  readonly file: 'notes.html' | 'notes.md' | 'notes.txt';
  readonly text: string;
  /** What they call themselves. */
  readonly title: string | null;
}

/** The one of several that looks most like release notes; null: there is none. `wished` is the name that the ini file gives. */
export function chooseNotes(candidates: readonly TextFile[], wished: string | null): LegacyNotes | null {
  const ranked = candidates
    .map((candidate) => ({ candidate, rank: rankOf(candidate.path, wished) }))
    .sort((a, b) => b.rank - a.rank || a.candidate.path.length - b.candidate.path.length);
  const best = ranked[0]?.candidate;
  if (best === undefined) return null;
  const { path, text } = best;
  if (/\.x?html?$/i.test(path)) {
    const declared = /(<meta[^>]{0,200}\bcharset\s{0,5}=\s{0,5}["']?)[\w-]{1,30}/i;
    return {
      from: path,
      file: 'notes.html',
      text: text.replace(declared, '$1utf-8'),
      title: titleOfHtml(text),
    };
  }
  const file = /\.md$/i.test(path) ? 'notes.md' : 'notes.txt';
  const first = text.split(/\r?\n/).find((line) => /[\p{L}\p{N}]/u.test(line)) ?? '';
  return { from: path, file, text, title: first.replace(/^[#=*\s]+/, '') || null };
}

function rankOf(path: string, wished: string | null): number {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const asked = wished !== null && name === wished.slice(wished.search(/[^/\\]*$/)).toLowerCase();
  const speaks = /note|release|readme|change|leeme|notas/.test(name);
  return (asked ? 100 : 0) + (speaks ? 10 : 0) + (/html?$/.test(name) ? 2 : 0) - path.split('/').length;
}

function titleOfHtml(text: string): string | null {
  const head = text.slice(0, 65_536);
  for (const name of ['title', 'h1', 'h2']) {
    const [, inside = ''] =
      new RegExp(`<${name}(?:\\s[^>]{0,300})?>([^]{0,2000}?)</${name}`, 'i').exec(head) ?? [];
    const plain = inside
      .replace(/<[^>]*>/g, ' ')
      .replace(/&(\w+|#\d+);/g, entity)
      .replace(/\s+/g, ' ')
      .trim();
    if (plain !== '') return plain;
  }
  return null;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
};

function entity(whole: string, name: string): string {
  if (/^#\d{1,6}$/.test(name) && Number(name.slice(1)) < 0x110000)
    return String.fromCodePoint(Number(name.slice(1)));
  return entities[name.toLowerCase()] ?? whole;
}
