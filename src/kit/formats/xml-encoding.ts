import { charactersOf, encodingOf } from './strict-decoder.ts';

/**
 * The encoding of an XML file by its first bytes: byte order mark, then declaration, then UTF-8 (XML 1.0, appendix F).
 * A reason where mark and declaration contradict each other.
 */
export function xmlEncodingOf(head: Uint8Array): { encoding: string } | { wrong: string } {
  const marked = markedEncoding(head);
  const declared = declaredEncoding(head, marked);
  if (declared === null) return { encoding: marked ?? 'utf-8' };
  if (marked === null) {
    return declared.startsWith('utf-16')
      ? { wrong: `declares ${declared}, which it is not` }
      : { encoding: declared };
  }
  const agree = declared === marked || (declared === 'utf-16le' && marked === 'utf-16be');
  return agree ? { encoding: marked } : { wrong: `declares ${declared} but begins like ${marked}` };
}

function markedEncoding(head: Uint8Array): string | null {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  return null;
}

function declaredEncoding(head: Uint8Array, marked: string | null): string | null {
  const text = charactersOf(head.subarray(0, 1024)).replaceAll('\0', '');
  const start = marked === 'utf-8' ? 3 : 0;
  const declaration = /^(?:[\xfe\xff]{2})?<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(
    text.slice(start),
  );
  return declaration === null ? null : encodingOf(declaration[1] ?? '');
}
