import { gtmRoutineOutputHeader } from './read-gtm-routine-output.ts';
import { isRoutineOutput } from './read-routine-output.ts';
import { charactersOf } from './strict-decoder.ts';

/** The formats in which a kit may carry documents. */
export type KitFormat =
  | 'xml'
  | 'udl-class'
  | 'udl-routine'
  | 'm-routine'
  | 'routine-output'
  | 'gtm-routine-output'
  | 'zwr'
  | 'global-output'
  | 'plain';

/** What people call them. */
export const formatTitles: Readonly<Record<KitFormat, string>> = {
  xml: 'XML export',
  'udl-class': 'UDL',
  'udl-routine': 'UDL',
  'm-routine': '.m file',
  'routine-output': '%RO of Caché or IRIS',
  'gtm-routine-output': '%RO of GT.M',
  zwr: 'ZWR',
  'global-output': 'GO',
  plain: 'web file',
};

/** So many first bytes tell the format. */
export const headSize = 1024;

const webExtensions = (
  'csp csr htm html xhtml js mjs cjs map css scss less json txt md ' +
  'svg png gif jpg jpeg webp ico bmp woff woff2 ttf otf eot pdf'
).split(' ');

const knownKinds = `expected an XML export, UDL (.cls .mac .int .inc), %RO (.ro .rtn), .m, ZWR, GO, or a web file (${webExtensions
  .map((extension) => `.${extension}`)
  .join(' ')})`;

/** The format of a file by its name and its first bytes; or why it is none. */
export function kitFormatOf(path: string, head: Uint8Array): KitFormat | { readonly wrong: string } {
  if (webExtensions.includes(extensionOf(path))) return 'plain';
  if (/\.m$/i.test(path)) return 'm-routine';
  if (head.length === 0) return { wrong: 'the file is empty' };
  if (head[0] === 0x1f && head[1] === 0x8b) return { wrong: 'the file is compressed with gzip: unpack it' };
  const text = charactersOf(head).replace(/^\xef\xbb\xbf/, '');
  if (isXml(text)) return 'xml';
  return formatOfText(path, text);
}

/** UTF-16 shows as NULs between ASCII characters. */
function isXml(text: string): boolean {
  return /^(\xfe\xff|\xff\xfe)?\0?[\s\0]*</.test(text);
}

function formatOfText(path: string, text: string): KitFormat | { readonly wrong: string } {
  const [first = '', second = '', third = ''] = text.split(/\r?\n/);
  if (isRoutineOutput(first, second)) return 'routine-output';
  // %GO of GT.M writes the same second line as %RO; then a reference, where %RO has the name of a routine.
  if (gtmRoutineOutputHeader.test(second))
    return third.startsWith('^') ? 'global-output' : 'gtm-routine-output';
  if (/~Format=\w+\.O~/.test(first))
    return { wrong: 'object code in %RO format: export the routines themselves' };
  if (/~Format=/.test(first)) {
    return { wrong: 'a global in %GO format, which cannot hold all values: export it as XML or ZWR' };
  }
  if (/\bZWR\b/.test(second)) return 'zwr';
  if (/^GT\.M MUPIP EXTRACT/.test(first)) return 'global-output';
  switch (extensionOf(path)) {
    case 'cls':
      return 'udl-class';
    case 'mac':
    case 'int':
    case 'inc':
      return 'udl-routine';
    case 'ro':
    case 'rtn':
      return /^ROUTINE[ \t]/i.test(first) ? 'udl-routine' : 'routine-output';
    case 'zwr':
      return 'zwr';
    case 'go':
      return 'global-output';
    default:
      return { wrong: `the format is not known: ${knownKinds}` };
  }
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
