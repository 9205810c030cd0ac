import { unsafe } from 'ini';
import { failure } from '../base/failure.ts';
import type { Issue } from '../base/issue.ts';
import type { RingName, SiteName } from '../base/names.ts';
import { isRingName, isSiteName } from '../base/names.ts';
import type { Parameters } from './parameters.ts';

const longest = 1024 * 1024;
const mostIssues = 100;

/**
 * Reads `patch.ini`: `key = value` lines, defaults first, then `[ring:NAME]` and `[site:NAME]`. A value is always a text; quotes keep blanks, `;`
 * and `#`, with JSON's escapes. The package `ini` takes the lines apart, one at a time: as a whole file it would lose line
 * numbers, split names at dots and turn words into other types. Failure INVALID_FILE with every issue.
 */
export function parseParameters(file: string, text: string): Parameters {
  const reading: Reading = {
    file,
    issues: [],
    defaults: new Map(),
    rings: new Map(),
    sites: new Map(),
    section: null,
  };
  reading.section = reading.defaults;
  if (text.length > longest) tell(reading, 0, `has ${text.length} characters, expected at most ${longest}`);
  else
    text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/)
      .forEach((line, index) => {
        readLine(reading, line, index + 1);
      });
  if (reading.issues.length > 0)
    throw failure('INVALID_FILE', { issues: reading.issues.slice(0, mostIssues) });
  return { defaults: reading.defaults, rings: reading.rings, sites: reading.sites };
}

type Section = Map<string, string>;

interface Reading {
  readonly file: string;
  readonly issues: Issue[];
  readonly defaults: Section;
  readonly rings: Map<RingName, Section>;
  readonly sites: Map<SiteName, Section>;
  /** Null below a section line that was wrong: its keys are read for issues only. */
  section: Section | null;
}

function readLine(reading: Reading, line: string, number: number): void {
  if (/^\s*([;#]|$)/.test(line)) return;
  const head = /^\s*\[(.*)\]\s*$/.exec(line);
  if (head !== null) reading.section = openSection(reading, head[1] ?? '', number);
  else readPair(reading, line, number);
}

function openSection(reading: Reading, name: string, line: number): Section | null {
  const [, kind = '', place = ''] = /^\s*(site|ring)\s*:\s*(\S+)\s*$/.exec(name) ?? [];
  if (kind === 'site' && isSiteName(place)) return addSection(reading, reading.sites, place, line);
  if (kind === 'ring' && isRingName(place)) return addSection(reading, reading.rings, place, line);
  tell(
    reading,
    line,
    `is the section ${JSON.stringify(name.slice(0, 80))}, expected [site:NAME] or [ring:NAME]`,
  );
  return null;
}

function addSection<Name>(
  reading: Reading,
  sections: Map<Name, Section>,
  place: Name,
  line: number,
): Section {
  if (sections.has(place)) tell(reading, line, `is a second section for ${String(place)}, expected one`);
  const section: Section = sections.get(place) ?? new Map<string, string>();
  sections.set(place, section);
  return section;
}

function readPair(reading: Reading, line: string, number: number): void {
  const equals = line.indexOf('=');
  const key = line.slice(0, Math.max(equals, 0)).trim();
  if (equals < 0 || !/^[A-Za-z%][\w.%-]{0,99}$/.test(key)) {
    const what = equals < 0 ? 'has no =' : `has the key ${JSON.stringify(key.slice(0, 80))}`;
    tell(reading, number, `${what}, expected name = value with a name of letters, digits, "_", "-" and "."`);
    return;
  }
  const value = readValue(line.slice(equals + 1).trim());
  if (typeof value !== 'string') tell(reading, number, value.wrong, key);
  else if (reading.section?.has(key) === true)
    tell(reading, number, 'stands twice in its section, expected once', key);
  else reading.section?.set(key, value);
}

function readValue(text: string): string | { wrong: string } {
  const quote = /^["']/.exec(text)?.[0];
  if (quote === undefined) return readBareValue(text);
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/.exec(text)?.[0];
  const after = text.slice(quoted?.length ?? 0);
  if (quoted === undefined || !/^\s*([;#]|$)/.test(after))
    return { wrong: 'is not closed by its quote, expected "text"' };
  if (quote === "'") return quoted.slice(1, -1);
  const value = unsafe(quoted);
  const closed = typeof value === 'string' && value !== quoted;
  return closed
    ? value
    : { wrong: 'has an escape that is none, expected JSON’s, such as \\\\ for a backslash' };
}

function readBareValue(text: string): string | { wrong: string } {
  // The package would cut the value silently at a ; or # inside it.
  if (/\S[;#]/.test(text.replace(/\\[;#\\]/g, '').replace(/\s[;#].*$/, ''))) {
    return { wrong: 'has ; or # inside, expected it in quotes, or a blank before a comment' };
  }
  const value = unsafe(text);
  return typeof value === 'string' ? value : { wrong: 'is no text' };
}

function tell({ file, issues }: Reading, line: number, message: string, path = ''): void {
  issues.push({ file, line, column: line > 0 ? 1 : 0, path, message });
}
