import { gtmRoutineOutputHeader } from './read-gtm-routine-output.ts';
import { routineOutputHeader } from './read-routine-output.ts';
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

const webExtensions =
  /\.(csp|csr|html?|xhtml|js|mjs|cjs|map|css|scss|less|json|txt|md|svg|png|gif|jpe?g|webp|ico|bmp|woff2?|ttf|otf|eot|pdf)$/i;

/** The format of a file by its name and its first bytes; or why it is none. */
export function kitFormatOf(path: string, head: Uint8Array): KitFormat | { readonly wrong: string } {
  if (webExtensions.test(path)) return 'plain';
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
  const [first = '', second = ''] = text.split(/\r?\n/);
  if (routineOutputHeader.test(first)) return 'routine-output';
  if (gtmRoutineOutputHeader.test(second)) return 'gtm-routine-output';
  if (/~Format=/.test(first)) {
    return { wrong: 'a global in %GO format, which cannot hold all values: export it as XML or ZWR' };
  }
  if (/\bZWR\b/.test(second)) return 'zwr';
  if (/^GT\.M MUPIP EXTRACT/.test(first)) return 'global-output';
  switch (path.slice(path.lastIndexOf('.') + 1).toLowerCase()) {
    case 'cls':
      return 'udl-class';
    case 'mac':
    case 'int':
    case 'inc':
      return 'udl-routine';
    case 'ro':
    case 'rtn':
      return 'routine-output';
    case 'zwr':
      return 'zwr';
    case 'go':
      return 'global-output';
    default:
      return {
        wrong: 'the format is not known: expected an XML export, UDL, %RO, .m, ZWR, GO or a web file',
      };
  }
}
