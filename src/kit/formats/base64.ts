import type { Complain } from './export-element.ts';

/** The bytes of base64 text, with blanks and newlines anywhere. */
export function readBase64(text: string, complain: Complain): Uint8Array {
  const compact = text.replace(/[ \t\r\n]+/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) complain('this is no base64');
  return new Uint8Array(Buffer.from(compact, 'base64'));
}

/** Base64 in lines of 76 characters, each ended by LF, as IRIS writes it. */
export function writeBase64(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return lines.map((line) => `${line}\n`).join('');
}
