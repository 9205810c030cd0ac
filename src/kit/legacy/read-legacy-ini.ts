/** One `name = value` of an ini file as an old tool read it. */
export interface IniEntry {
  readonly file: string;
  readonly line: number;
  /** As it stands in its brackets; empty above the first of them. */
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** True where something stood behind the value that was taken for a comment. */
  readonly cut: boolean;
}

interface LegacyIni {
  readonly entries: readonly IniEntry[];
  /** Lines that are neither section nor pair nor comment. */
  readonly odd: readonly { readonly file: string; readonly line: number }[];
}

/**
 * Reads an ini file as Windows and old tools do: names without case, quotes around a value do not belong to it, of a pair that stands twice in a section the first
 * one counts (the others are odd), `;` and `#` begin a comment at the beginning of a line or behind a blank.
 */
export function readLegacyIni(file: string, text: string): LegacyIni {
  const entries: IniEntry[] = [];
  const odd: LegacyIni['odd'][number][] = [];
  const seen = new Set<string>();
  let section = '';
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim();
    if (/^(?:$|[;#]|\/\/)/.test(line)) continue;
    const head = /^\[([^\]]*)\]\s*(?:[;#].*)?$/.exec(line);
    const equals = line.indexOf('=');
    const key = line.slice(0, Math.max(0, equals)).trim();
    const once = `${section}\0${key}`.toLowerCase();
    if (head !== null) section = (head[1] ?? '').trim();
    else if (key === '' || seen.has(once)) odd.push({ file, line: index + 1 });
    else {
      seen.add(once);
      const written = line.slice(equals + 1).trim();
      const value = valueOf(written);
      const cut = value.length < written.replace(/^(["'])(.*)\1$/, '$2').length;
      entries.push({ file, line: index + 1, section, key, value, cut });
    }
  }
  return { entries, odd };
}

function valueOf(text: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:[;#].*)?$/.exec(text);
  if (quoted !== null) return quoted[2] ?? '';
  const comment = /\s[;#]/.exec(` ${text}`);
  return comment === null ? text : text.slice(0, comment.index).trimEnd();
}
