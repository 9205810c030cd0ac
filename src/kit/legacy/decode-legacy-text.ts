import { charactersOf, encodingOf, strictDecoder } from '../formats/strict-decoder.ts';

/** A text as it is to be read, and in which encoding it was found. */
export interface LegacyText {
  readonly text: string;
  readonly encoding: string;
}

/**
 * The text of an ini file or notes, which say nothing of their encoding, or say it in HTML: by byte order mark, UTF-8 where it is that
 * throughout, what the HTML declares, windows-1252 otherwise. Null where it is no text: it holds NUL bytes.
 */
export function decodeLegacyText(bytes: Uint8Array): LegacyText | null {
  const marked = markedEncoding(bytes);
  if (marked === null && bytes.includes(0)) return null;
  const wanted = marked === null ? ['utf-8', ...declaredEncoding(bytes)] : [marked];
  for (const encoding of [...wanted, 'windows-1252', 'iso-8859-1']) {
    const text = decodedAs(bytes, encoding);
    if (text !== null) return text.includes('\0') ? null : { text, encoding };
  }
  return null;
}

/** The encoding in which no byte is lost or changed, as values that are no text ($LIST, images) need it. */
export const bytesAsCharacters = 'iso-8859-1';

function markedEncoding([a, b, c]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

function declaredEncoding(bytes: Uint8Array): readonly string[] {
  const head = charactersOf(bytes.subarray(0, 2048));
  const declared = /<meta[^>]{0,200}\bcharset\s{0,5}=\s{0,5}["']?([\w-]{1,30})/i.exec(head)?.[1];
  const encoding = encodingOf(declared ?? '');
  // On the web iso-8859-1 has always meant windows-1252 (Encoding Standard, "Names and labels").
  return ['', 'iso-8859-1', 'us-ascii', 'utf-8'].includes(encoding) ? [] : [encoding];
}

/** Null where the bytes are not in this encoding, or there is no such one. */
export function decodedAs(bytes: Uint8Array, encoding: string): string | null {
  const decoder = strictDecoder(encoding);
  if (decoder === null) return null;
  try {
    return (decoder.decode(bytes) + decoder.end()).replace(/^\uFEFF/, '');
  } catch {
    return null;
  }
}
