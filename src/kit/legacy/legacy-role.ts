import { kitFormatOf } from '../formats/kit-format.ts';
import { checkKitPath } from '../formats/kit-path.ts';
import { charactersOf } from '../formats/strict-decoder.ts';
import { largestFile, tooLarge } from '../largest-file.ts';
import { pagePlace } from '../page-place.ts';

/** A file of an old-style kit, before it is read. */
export interface LegacyFile {
  /** Inside the folder, with `/`. */
  readonly path: string;
  readonly size: number;
  /** Its first bytes. */
  readonly head: Uint8Array;
}

/** What becomes of a file: part of the kit at this place, globals that are written anew there as ZWR, parameters, notes, or nothing, and why. */
type LegacyRole =
  | { readonly kind: 'kit'; readonly file: string }
  | { readonly kind: 'globals'; readonly file: string }
  | { readonly kind: 'parameters' }
  | { readonly kind: 'notes' }
  | { readonly kind: 'left-out'; readonly why: string };

/** More is no ini file, and no notes that a person reads. */
const mostTextBytes = 1024 * 1024;

const notesExtensions = /\.(html?|xhtml|txt|md)$/i;
/** Decides by name and first bytes; what a kit file really holds is known only when it was read. */
export function legacyRoleOf({ path, size, head }: LegacyFile): LegacyRole {
  if (path.includes('\uFFFD')) return leftOut('its name is not UTF-8; rename it');
  if (size === 0) return leftOut('it is empty');
  if (size > largestFile) return leftOut(tooLarge);
  if (/\.ini$/i.test(path)) return textRole('parameters', size);
  const format = formatByContent(path, head);
  if (format === 'globals') return placed('globals', `${path}.zwr`);
  if (typeof format !== 'string') return leftOut(format.wrong);
  if (format !== 'plain') return placed('kit', withExtension(path, format));
  const page = pagePlace(path);
  if (page !== null) return placed('kit', page);
  if (notesExtensions.test(path)) return textRole('notes', size);
  return leftOut('a web file outside of a folder such as csp/: nothing says where on the server it belongs');
}

function textRole(kind: 'parameters' | 'notes', size: number): LegacyRole {
  return size > mostTextBytes ? leftOut('it is over 1 MiB, too long for parameters or notes') : { kind };
}

type Format = 'plain' | 'globals' | 'xml' | 'routines' | 'zwr' | 'go' | 'named' | { readonly wrong: string };

/** An export that is called .txt or .html is an export all the same. */
function formatByContent(path: string, head: Uint8Array): Format {
  const byName = kitFormatOf(path, head);
  const first = charactersOf(head);
  if (/^[^\r\n]{0,500}~Format=5\.S~/.test(first)) return 'globals';
  if (byName !== 'plain') return typeof byName === 'string' ? 'named' : byName;
  if (/^(?:\u00ef\u00bb\u00bf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?<Export[\s>]/.test(first)) return 'xml';
  const byContent = kitFormatOf('', head);
  if (byContent === 'routine-output' || byContent === 'gtm-routine-output') return 'routines';
  if (byContent === 'zwr') return 'zwr';
  return byContent === 'global-output' ? 'go' : 'plain';
}

function withExtension(path: string, format: Exclude<Format, object>): string {
  switch (format) {
    case 'xml':
      return `${path}.xml`;
    case 'routines':
      return `${path}.ro`;
    case 'zwr':
      return `${path}.zwr`;
    case 'go':
      return `${path}.go`;
    case 'named':
    case 'plain':
    case 'globals':
      return path;
  }
}

function placed(kind: 'kit' | 'globals', place: string): LegacyRole {
  const file = `kit/${place}`;
  const why = file.length > 240 ? 'its path is longer than 240 characters' : checkKitPath(file);
  return why === null ? { kind, file } : leftOut(`its path can be that of no kit file: ${why}; rename it`);
}

function leftOut(why: string): LegacyRole {
  return { kind: 'left-out', why };
}
