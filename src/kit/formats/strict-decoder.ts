import { joinBytes } from '../../base/join-bytes.ts';

/** Turns bytes into text piece by piece, and throws MalformedBytes where they are none in its encoding. */
interface StrictDecoder {
  decode(bytes: Uint8Array): string;
  /** To be called after the last piece: a character that was cut off is malformed too. */
  end(): string;
}

/** The bytes from `offset` of the piece that was to be decoded are no text in this encoding. */
export class MalformedBytes extends Error {
  readonly offset: number;

  constructor(encoding: string, offset: number) {
    super(`bytes that are not ${encoding}`);
    this.offset = offset;
  }
}

/** Encodings that the Encoding Standard names as exports do; its `iso-8859-1` is windows-1252, so that one is done here. */
const standard =
  /^(utf-8|utf-16le|utf-16be|windows-(874|125[0-8])|iso-8859-([2-8]|10|13|14|15|16)|koi8-[ru]|gb18030|gbk|big5|shift_jis|euc-jp|euc-kr)$/;
const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'utf-16': 'utf-16le',
  latin1: 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
  ascii: 'us-ascii',
  gb2312: 'gbk',
  'windows-31j': 'shift_jis',
};

/** The decoder of an encoding by its name in any case; null where there is none. */
export function strictDecoder(name: string): StrictDecoder | null {
  const encoding = encodingOf(name);
  if (encoding === 'iso-8859-1') return singleBytes(encoding, 0xff);
  if (encoding === 'us-ascii') return singleBytes(encoding, 0x7f);
  return standard.test(encoding) ? standardDecoder(encoding) : null;
}

/** The name by which an encoding goes here. */
export function encodingOf(name: string): string {
  const lower = name.toLowerCase();
  return aliases[lower] ?? lower;
}

/** One character per byte, up to `highest`. */
function singleBytes(encoding: string, highest: number): StrictDecoder {
  return {
    decode: (bytes) => {
      const wrong = bytes.findIndex((byte) => byte > highest);
      if (wrong >= 0) throw new MalformedBytes(encoding, wrong);
      return charactersOf(bytes);
    },
    end: () => '',
  };
}

/** One character per byte. */
export function charactersOf(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return parts.join('');
}

function standardDecoder(encoding: string): StrictDecoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let tail = new Uint8Array(0);
  const attempt = (bytes: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      throw new MalformedBytes(encoding, malformedAt(encoding, tail, bytes));
    }
  };
  return {
    decode: (bytes) => {
      const text = attempt(bytes, true);
      tail = unfinished(encoding, bytes.length < 4 ? joinBytes([tail, bytes]) : bytes);
      return text;
    },
    end: () => attempt(new Uint8Array(0), false),
  };
}

/** Where the first malformed byte is, found by halving: `tail` is what the piece before left unfinished. */
function malformedAt(encoding: string, tail: Uint8Array, bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(encoding, joinBytes([tail, bytes.subarray(0, middle)]))) good = middle;
    else bad = middle;
  }
  return good;
}

function decodes(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The bytes at the end that begin a UTF-8 character without ending it; other encodings are not looked into. */
function unfinished(encoding: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (encoding !== 'utf-8') return new Uint8Array(0);
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const lead = bytes[bytes.length - length] ?? 0;
    if (lead < 0x80) break;
    if (lead >= 0xc0) {
      const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      return wanted > length ? bytes.slice(bytes.length - length) : new Uint8Array(0);
    }
  }
  return new Uint8Array(0);
}
